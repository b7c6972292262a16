"""Meetings under load: a feed of five thousand, asking it again, and a crowd for few places."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

from icalendar import Calendar
from sqlalchemy import Engine, insert, select

from bench.figures import postgresql, sqlite
from bench.timing import Measure, seconds
from core import clock
from core.actor import Actor
from core.attendance import RsvpState, Way
from core.keys import Keys
from core.plans import Plan
from core.vocabulary import EventState
from db.models import Event, EventKind
from db.session import reading, transaction
from exports.ics import to_ics
from jobs.start import migrate
from services.meetings import events, letters, plans, rsvps, states
from services.meetings.reply_cards import Reply

OPERATOR, VISITOR = Actor.operator(), Actor.visitor()
EVENTS, PEOPLE, PLACES, AT_ONCE = 5_000, 200, 50, 16


def measures() -> Iterator[Measure]:
    for kind in (sqlite, postgresql):
        with kind() as engine:
            migrate(engine)
            yield from _race(engine)
            _fill(engine)
            yield from _feed(engine)


def _feed(engine: Engine) -> Iterator[Measure]:
    name, content = engine.dialect.name, _whole(engine)
    ready = Calendar.from_ical(content)
    alone = seconds(ready.to_ical)
    whole = seconds(partial(_whole, engine))
    again = seconds(partial(_version, engine))
    yield Measure(
        f"{name}: /calendar.ics of {EVENTS:,}", whole * 1_000, "ms",
        "icalendar alone, ready objects", alone * 1_000,
    )  # fmt: skip
    yield Measure(
        f"{name}: the same, unchanged (304)", again * 1_000, "ms", "sending it", whole * 1_000
    )
    listed = seconds(lambda: _listed(engine))
    yield Measure(f"{name}: the first page of the list", listed * 1_000, "ms")


def _race(engine: Engine) -> Iterator[Measure]:
    """Everybody at once for a few places: how long each waits, and how many were promised one."""
    now = clock.now()
    with tempfile.TemporaryDirectory() as folder:
        keys = Keys.load(Path(folder) / "secret.key")
    starts = (now + timedelta(days=9)).replace(tzinfo=None, microsecond=0)
    plan = Plan(kind="community", title="Race", starts=starts, ends=starts + timedelta(hours=1),
                tzid="UTC", room_capacity=PLACES)  # fmt: skip
    with transaction(engine) as session:
        event_id = plans.add(session, OPERATOR, plan=plan, now=now)
        states.publish(session, OPERATOR, event_id=event_id, now=now)

    def come(_number: int) -> tuple[float, bool]:
        began = time.perf_counter()
        with transaction(engine) as session:
            sent = rsvps.reply(session, VISITOR, keys=keys, now=now, reply=Reply(
                secrets.token_bytes(32), event_id, Way.ROOM))  # fmt: skip
        return time.perf_counter() - began, sent.state is RsvpState.GOING

    with ThreadPoolExecutor(AT_ONCE) as pool:
        taken = sorted(pool.map(come, range(PEOPLE)))
    p95, got = taken[int(0.95 * PEOPLE)][0], sum(went for _seconds, went in taken)
    name = engine.dialect.name
    yield Measure(f"{name}: a reply, {PEOPLE} for {PLACES} places, p95", p95 * 1_000, "ms")
    yield Measure(f"{name}:   places promised", got, "places", "places there are", PLACES)


def _fill(engine: Engine) -> None:
    """Public meetings, an hour each, one after the other."""
    now = clock.now()
    with transaction(engine) as session:
        kind_id = session.scalars(select(EventKind.id).limit(1)).one()
        rows = [
            {
                "uid": f"{n}@bench", "sequence": 0, "kind_id": kind_id, "purpose": "Words. " * 20,
                "state": EventState.PUBLISHED, "title": f"Meeting {n}",
                "starts_at": now + timedelta(hours=n), "ends_at": now + timedelta(hours=n + 1),
                "tzid": "America/Los_Angeles", "is_in_room": True, "is_online": False,
                "room_instructions": "", "online_instructions": "", "languages": ["en"],
                "offers": [], "reminder_text": "", "published_at": now, "changed_at": now,
            }
            for n in range(1, EVENTS)
        ]  # fmt: skip
        session.execute(insert(Event), rows)


def _whole(engine: Engine) -> bytes:
    with reading(engine) as session:
        cards = events.feed(session, VISITOR)
        return to_ics(
            letters.entry_of(card, public_url="https://example.org", organizer="Bench")
            for card in cards
        )


def _version(engine: Engine) -> str:
    with reading(engine) as session:
        return events.feed_version(session, VISITOR)


def _listed(engine: Engine) -> int:
    with reading(engine) as session:
        return len(events.upcoming(session, VISITOR, now=clock.now()))
