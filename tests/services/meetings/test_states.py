"""A meeting's life: each step once, told to those it concerns, and closed with an answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from core.attendance import RsvpState
from core.texts import EmptyTextError
from core.vocabulary import EventState, NoticeKind
from db.models import Event, Notice
from db.session import transaction
from services.meetings import commitments, events, rsvps, states
from services.meetings.commitments import Promise
from services.meetings.states import NothingPromisedError, NotYetError, StepError
from tests.factories import NOW, VISITOR
from tests.services.meetings.conftest import DAY, answer, make_event

AFTER = NOW + 10 * DAY


def kinds(session):
    return sorted(kind.value for kind in session.scalars(select(Notice.kind)))


def state_of(session, event_id):
    return events.one(session, VISITOR, event_id=event_id).state


def with_guest(session, officer, keys):
    event_id = make_event(session, officer)
    answer(session, keys, event_id, email="a@example.org", is_13_or_older=True)
    return event_id


def test_steps_are_taken_once_and_those_who_replied_hear_of_each(engine, officer, keys):
    with transaction(engine) as session:
        event_id = with_guest(session, officer, keys)
        for _ in range(2):
            states.postpone(session, officer, event_id=event_id, reason="Snow.", now=NOW)
        card = events.one(session, VISITOR, event_id=event_id)
        assert (card.state, card.state_reason, card.sequence) == (EventState.POSTPONED, "Snow.", 1)
        for _ in range(2):
            states.publish(session, officer, event_id=event_id, now=NOW)
        for _ in range(2):
            states.hold(session, officer, event_id=event_id, now=AFTER)
        assert kinds(session) == ["change", "change", "confirmation", "thanks"]


def test_a_cancelled_meeting_stays_with_its_reason_and_goes_no_further(engine, officer, keys):
    with transaction(engine) as session:
        event_id = with_guest(session, officer, keys)
        with pytest.raises(EmptyTextError):
            states.cancel(session, officer, event_id=event_id, reason=" ", now=NOW)
        states.cancel(session, officer, event_id=event_id, reason="The hall burnt.", now=NOW)
        states.cancel(session, officer, event_id=event_id, reason="Again.", now=NOW)
        for step in (states.publish, states.hold):
            with pytest.raises(StepError, match="cancelled"):
                step(session, officer, event_id=event_id, now=NOW)
        card = events.one(session, VISITOR, event_id=event_id)
        assert (card.state_reason, card.sequence) == ("The hall burnt.", 1)
        assert kinds(session) == ["cancellation", "confirmation"]
        assert [one.id for one in events.feed(session, VISITOR)] == [event_id]


def test_nothing_is_held_before_it_begins_nor_thrown_away_once_people_know(engine, officer):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        with pytest.raises(NotYetError):
            states.hold(session, officer, event_id=event_id, now=NOW)
        with pytest.raises(StepError):
            states.throw_away(session, officer, event_id=event_id, now=NOW)


def test_who_still_waits_when_it_is_held_waits_for_nothing_more(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=1)
        answer(session, keys, event_id)
        second = answer(session, keys, event_id)
        states.hold(session, officer, event_id=event_id, now=AFTER)
        card = rsvps.by_receipt(session, VISITOR, receipt=second.receipt, keys=keys)
        assert card.state is RsvpState.DECLINED


def test_a_meeting_is_closed_with_promises_or_with_the_reason_why_not(engine, officer, keys):
    with transaction(engine) as session:
        none, some = with_guest(session, officer, keys), make_event(session, officer)
        for event_id in (none, some):
            states.hold(session, officer, event_id=event_id, now=AFTER)
            with pytest.raises(NothingPromisedError):
                states.close(session, officer, event_id=event_id, none_because=" ", now=AFTER)
        states.close(session, officer, event_id=none, none_because="We listened.", now=AFTER)
        promise = Promise("n1", "We mend the light.", "Sergeant Oak", (AFTER + DAY).date(), some)
        commitments.make(session, officer, promise=promise, now=AFTER)
        states.close(session, officer, event_id=some, none_because="", now=AFTER)
        assert state_of(session, none) is state_of(session, some) is EventState.CLOSED
        assert events.one(session, VISITOR, event_id=none).none_because == "We listened."
        assert NoticeKind.RESULTS in set(session.scalars(select(Notice.kind)))
        assert events.to_close(session, officer, now=AFTER) == []


def test_the_table_refuses_a_state_without_its_moment(engine, officer):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
    for values in ({"published_at": None}, {"state": EventState.CLOSED}, {"ends_at": NOW},
                   {"title": ""}, {"is_in_room": False}):  # fmt: skip
        with pytest.raises(Exception, match=r"(?i)check"), transaction(engine) as session:
            session.execute(update(Event).where(Event.id == event_id).values(**values))
