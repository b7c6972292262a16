"""Meetings for the tests: a planner, and meetings as they are made."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from core.actor import Actor
from core.attendance import Way
from core.plans import Plan
from core.vocabulary import Role
from db.session import transaction
from services.meetings import plans, rsvps, states
from services.meetings.reply_cards import Reply
from tests.factories import NOW, VISITOR, make_account

PLAN = Plan(
    kind="community", title="Meeting at the library", tzid="America/Los_Angeles",
    starts=datetime.fromisoformat("2026-03-10T18:00"),
    ends=datetime.fromisoformat("2026-03-10T20:00"),
    purpose="Lights and speeding.", room_instructions="Second floor.",
)  # fmt: skip


@pytest.fixture
def officer(engine) -> Actor:
    with transaction(engine) as session:
        return make_account(session, Role.OUTREACH)


def make_event(session, officer, *, now=NOW, is_public=True, **changed) -> int:
    """A meeting on 10 March 2026 at 18:00 in Los Angeles, published unless said otherwise."""
    event_id = plans.add(session, officer, plan=replace(PLAN, **changed), now=now)
    if is_public:
        states.publish(session, officer, event_id=event_id, now=now)
    return event_id


def answer(session, keys, event_id, *, now=NOW, **more):
    """A resident's reply, with a form of its own."""
    said = {"nonce": secrets.token_bytes(32), "way": Way.ROOM} | more
    return rsvps.reply(session, VISITOR, reply=Reply(event_id=event_id, **said), keys=keys, now=now)


def proof(session, keys, receipt, *, now=NOW):
    """What the form behind a receipt carries."""
    card = rsvps.by_receipt(session, VISITOR, receipt=receipt, keys=keys)
    return rsvps.proof_of(card, keys=keys, now=now)


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def count_queries():
    """Counts what is asked of the database within a block."""

    @contextmanager
    def counting(engine):
        asked = []

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        yield asked
        event.remove(engine, "before_cursor_execute", note)

    return counting
