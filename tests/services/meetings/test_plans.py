"""Plans: what cannot be held is refused, and nobody's work or promise is lost by a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from core.attendance import NeedKind, Way
from core.plans import CapacityError, EndBeforeStartError, NowhereError, TooLongError
from core.recurrence import SkippedTimeError, ZoneUnknownError
from core.texts import EmptyTextError
from core.vocabulary import EventState, NoticeKind, Role
from db.models import Event, Notice
from db.session import transaction
from services.meetings import events, partners, plans, states
from services.meetings.plans import (
    CapacityTakenError,
    ChangedMeanwhileError,
    EventInPastError,
    EventOverError,
)
from tests.factories import NOW, VISITOR, make_account, make_district
from tests.services.meetings.conftest import DAY, PLAN, answer, make_event


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("error", "changed"),
    [
        (EndBeforeStartError, {"ends": at("2026-03-10T18:00")}),
        (EndBeforeStartError, {"ends": at("2026-03-10T17:00")}),
        (TooLongError, {"ends": at("2026-03-26T18:00")}),
        (SkippedTimeError, {"starts": at("2026-03-08T02:30")}),
        (ZoneUnknownError, {"tzid": "America/Nowhere"}),
        (NowhereError, {"is_in_room": False, "is_online": False}),
        (CapacityError, {"room_capacity": 0}),
        (CapacityError, {"online_capacity": -5}),
        (EmptyTextError, {"title": "   "}),
    ],
)
def test_what_cannot_be_held_is_refused_and_nothing_is_kept(engine, officer, error, changed):
    with pytest.raises(error) as refused, transaction(engine) as session:
        make_event(session, officer, **changed)

    assert str(refused.value).endswith(".")
    with transaction(engine) as session:
        assert session.scalar(select(Event.id)) is None


def test_a_plan_comes_back_as_it_was_kept(engine, officer):
    with transaction(engine) as session:
        district = make_district(session)
        partner = partners.add(session, officer, name="Harbour Clinic", kind="treatment",
                               contact="", now=NOW)  # fmt: skip
        plan = replace(
            PLAN, is_online=True, online_capacity=100, room_capacity=20, languages=("en", "so"),
            offers=(NeedKind.CHILDCARE, NeedKind.STEP_FREE), district_ids=(district,),
            partner_ids=(partner,), organizer_id=officer.account_id,
            agenda=("Lights", "Speeding"), reminder_hours=48, reminder_text="Bring a friend.",
        )  # fmt: skip
        event_id = plans.add(session, officer, plan=plan, now=NOW)
    with transaction(engine) as session:
        assert plans.of(session, officer, event_id=event_id) == plan


def test_the_same_wall_time_stands_on_both_sides_of_the_clock_change(engine, officer):
    with transaction(engine) as session:
        before = make_event(session, officer, starts=at("2026-03-07T18:00"),
                            ends=at("2026-03-07T20:00"))  # fmt: skip
        after = make_event(session, officer, starts=at("2026-03-08T18:00"),
                           ends=at("2026-03-08T20:00"))  # fmt: skip
        cards = [events.one(session, VISITOR, event_id=one) for one in (before, after)]

    assert [card.starts.hour for card in cards] == [18, 18]
    assert (cards[1].starts_at - cards[0].starts_at).total_seconds() == 23 * 3600


def test_the_second_of_two_officers_is_shown_what_the_first_changed_and_loses_nothing(
    engine, officer
):
    with transaction(engine) as session:
        other = make_account(session, Role.OUTREACH)
        event_id = make_event(session, officer)
        base = plans.of(session, officer, event_id=event_id)
        plans.change(session, other, event_id=event_id, base=base, now=NOW,
                     plan=replace(base, room_instructions="Third floor."))  # fmt: skip
    mine = replace(base, title="Meeting at the new library")
    with pytest.raises(ChangedMeanwhileError) as refused, transaction(engine) as session:
        plans.change(session, officer, event_id=event_id, plan=mine, base=base, now=NOW)

    assert "how to find the room: “Second floor.” became “Third floor.”" in str(refused.value)
    with transaction(engine) as session:
        current = plans.of(session, officer, event_id=event_id)
        assert current.title == "Meeting at the library"
        plans.change(session, officer, event_id=event_id, base=current, now=NOW,
                     plan=replace(current, title=mine.title))  # fmt: skip
        final = plans.of(session, officer, event_id=event_id)
    assert (final.title, final.room_instructions) == (mine.title, "Third floor.")


def test_places_that_are_promised_cannot_be_planned_away(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=10, is_online=True)
        answer(session, keys, event_id, party_size=4)
        base = plans.of(session, officer, event_id=event_id)
        for changed in ({"room_capacity": 3}, {"is_in_room": False}):
            with pytest.raises(CapacityTakenError):
                plans.change(session, officer, event_id=event_id, base=base, now=NOW,
                             plan=replace(base, **changed))  # fmt: skip
        plans.change(session, officer, event_id=event_id, base=base, now=NOW,
                     plan=replace(base, room_capacity=4))  # fmt: skip
        assert events.one(session, VISITOR, event_id=event_id).seats[Way.ROOM].left == 0


def test_more_places_are_offered_to_those_who_wait(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=1)
        answer(session, keys, event_id)
        answer(session, keys, event_id, email="w@example.org", is_13_or_older=True)
        base = plans.of(session, officer, event_id=event_id)
        plans.change(session, officer, event_id=event_id, base=base, now=NOW,
                     plan=replace(base, room_capacity=2))  # fmt: skip
        kinds = set(session.scalars(select(Notice.kind)))

    assert kinds == {NoticeKind.WAITLIST, NoticeKind.OFFER}


def test_a_meeting_that_people_know_of_is_not_moved_into_the_past_nor_changed_when_over(
    engine, officer
):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        base = plans.of(session, officer, event_id=event_id)
        past = replace(base, starts=at("2026-02-10T18:00"), ends=at("2026-02-10T20:00"))
        with pytest.raises(EventInPastError):
            plans.change(session, officer, event_id=event_id, plan=past, base=base, now=NOW)
        states.cancel(session, officer, event_id=event_id, reason="Snow.", now=NOW)
        with pytest.raises(EventOverError):
            plans.change(session, officer, event_id=event_id, base=base, now=NOW,
                         plan=replace(base, title="Other"))  # fmt: skip
        draft = make_event(session, officer, is_public=False)
        plans.change(session, officer, event_id=draft, plan=past, base=base, now=NOW)


def test_only_what_people_must_know_raises_the_sequence_and_is_told(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        answer(session, keys, event_id, email="a@example.org", is_13_or_older=True)
        base = plans.of(session, officer, event_id=event_id)
        quiet = replace(base, purpose="Lights, speeding, and dogs.")
        plans.change(session, officer, event_id=event_id, plan=quiet, base=base, now=NOW)
        assert events.one(session, VISITOR, event_id=event_id).sequence == 0
        moved = replace(quiet, starts=at("2026-03-11T18:00"), ends=at("2026-03-11T20:00"))
        plans.change(session, officer, event_id=event_id, plan=moved, base=quiet, now=NOW)
        plans.change(session, officer, event_id=event_id, plan=moved, base=moved, now=NOW)
        card = events.one(session, VISITOR, event_id=event_id)
        told = [kind for kind in session.scalars(select(Notice.kind)) if kind is NoticeKind.CHANGE]

    assert card.sequence == 1
    assert len(told) == 1, "the same plan again is no change"


def test_a_list_of_meetings_costs_the_same_for_one_and_for_three(engine, officer, count_queries):
    costs = []
    for many in (1, 2):
        with transaction(engine) as session:
            for _ in range(many):
                make_event(session, officer, district_ids=(), agenda=("A", "B"))
        with transaction(engine) as session, count_queries(engine) as asked:
            found = events.upcoming(session, VISITOR, now=NOW)
        costs.append(len(asked))
    assert len(found) == 3
    assert costs[0] == costs[1]


def test_a_draft_is_there_for_its_planners_alone(engine, officer):
    with transaction(engine) as session:
        draft = make_event(session, officer, is_public=False)
        with pytest.raises(plans.EventGoneError):
            events.one(session, VISITOR, event_id=draft)
        assert events.one(session, officer, event_id=draft).state is EventState.DRAFT
        assert events.upcoming(session, VISITOR, now=NOW) == []
        assert events.feed(session, VISITOR) == []
        ahead = events.planned(session, officer, first_at=NOW, last_at=NOW + 30 * DAY)
        assert [card.id for card in ahead] == [draft]
