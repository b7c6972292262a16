"""What helps to plan: conflicts, districts nobody has met, and marks on the chief's charts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.scope import Scope
from core.vocabulary import SourceKind
from db.models import CheckIn, Feedback, Source, UnreadFeedback, Venue
from db.session import transaction
from services import feedback
from services.feedback import ROOM_SOURCE, DistrictGoneError
from services.meetings import calendar_days, conflicts, coverage, marks, plans, states
from tests.factories import NOW, TODAY, make_district
from tests.services.meetings.conftest import DAY, PLAN, make_event

AFTER = NOW + 10 * DAY


def venue(session):
    row = Venue(name="Library", address="", entrance="")
    session.add(row)
    session.flush()
    return row.id


def test_each_conflict_is_one_sentence_and_a_meeting_is_none_with_itself(engine, officer):
    with transaction(engine) as session:
        place, district = venue(session), make_district(session)
        taken = {"venue_id": place, "organizer_id": officer.account_id,
                 "district_ids": (district,)}  # fmt: skip
        mine = make_event(session, officer, **taken)
        calendar_days.store(session, officer, calendar="Schools", now=NOW,
                            days=[(date(2026, 3, 10), "the spring break")])  # fmt: skip
        plan = replace(PLAN, title="Other", **taken)
        said = conflicts.found(session, officer, plan=plan)
        alone = conflicts.found(session, officer, plan=plan, event_id=mine)
        later = {"starts": plan.starts + 3 * DAY, "ends": plan.ends + 3 * DAY}
        free = conflicts.found(session, officer, plan=replace(plan, **later))

    assert said == [
        "The place is taken at that time by “Meeting at the library”.",
        "The organizer is at “Meeting at the library” at that time.",
        "The same district meets that day at “Meeting at the library”.",
        "Tuesday, March 10, 2026 is the spring break.",
    ]
    assert alone == said[-1:]
    assert free == []


def test_districts_never_met_come_first_then_the_longest_ago(engine, officer):
    with transaction(engine) as session:
        ids = {name: make_district(session, name, f"Quarter {name}") for name in ("1", "2", "3")}
        for name, days in (("1", 0), ("2", 3)):
            moved = {"starts": PLAN.starts + days * DAY, "ends": PLAN.ends + days * DAY}
            held = make_event(session, officer, district_ids=(ids[name],), **moved)
            states.hold(session, officer, event_id=held, now=NOW + 20 * DAY)
        ahead = {"starts": PLAN.starts + 60 * DAY, "ends": PLAN.ends + 60 * DAY}
        make_event(session, officer, district_ids=(ids["3"],), **ahead)
        found = coverage.by_district(session, officer, now=NOW + 30 * DAY)

    assert [one.district for one in found] == [
        "Quarter 3", "Quarter 1", "Quarter 2",
    ]  # fmt: skip
    assert [(one.in_a_year, one.last_at is None) for one in found] == [
        (0, True), (1, False), (1, False),
    ]  # fmt: skip
    assert found[0].next_at is not None
    assert found[0].population == 1_000


def test_who_came_is_told_by_district_and_what_cannot_be_told_apart_is_apart(engine, officer):
    with transaction(engine) as session:
        one, two = make_district(session, "1", "North"), make_district(session, "2", "South")
        for districts, people in (((one,), 12), ((one,), -2), ((one, two), 7), ((), 5)):
            met = make_event(session, officer, district_ids=districts)
            session.add(
                CheckIn(event_id=met, mark="m", people=people, described_as="", names_until=TODAY)
            )
        session.flush()

        def came(days):
            found = coverage.attended(session, officer, now=NOW + days * DAY)
            return {each.district: each.people for each in found}

        assert came(0) == {"North": 0, "South": 0}, "they are still ahead"
        assert came(30) == {"North": 10, "South": 0, "": 12}
        assert came(500) == {"North": 0, "South": 0}


def test_meetings_held_are_marked_in_their_time_and_district(engine, officer):
    with transaction(engine) as session:
        one, two = make_district(session, "1"), make_district(session, "2")
        for district in (one, two):
            event_id = make_event(session, officer, district_ids=(district,),
                                  title=f"In {district}")  # fmt: skip
            states.hold(session, officer, event_id=event_id, now=AFTER)
        make_event(session, officer, title="Not held")

        def marked(**about):
            scope = Scope(**({"source_id": 1, "first": 202601, "last": 202603} | about))
            return [mark.said for mark in marks.held(session, officer, scope=scope)]

        both = [f"a meeting was held: In {district}" for district in (one, two)]
        assert marked() == both
        assert marked(district_id=two) == both[1:]
        assert marked(first=202604, last=202606) == []
        assert marked(first=0, last=0) == []


def test_meetings_that_were_held_are_listed_with_their_districts(engine, officer):
    with transaction(engine) as session:
        one, two = make_district(session, "1"), make_district(session, "2")
        for title, districts in (("First", (one,)), ("Second", (one, two))):
            event_id = make_event(session, officer, district_ids=districts, title=title)
            states.hold(session, officer, event_id=event_id, now=AFTER)
        make_event(session, officer, title="Not held")
        found = marks.meetings(session, officer)

    assert [(one.title, one.district_ids) for one in found] == [
        ("Second", (one, two)), ("First", (one,)),
    ]  # fmt: skip
    assert {one.day for one in found} == {date(2026, 3, 10)}, "the day where it was held"


def test_what_is_said_in_a_room_is_kept_once_and_apart(engine, officer):
    with transaction(engine) as session:
        district = make_district(session)
    for _ in range(2):
        with transaction(engine) as session:
            feedback.type_in(session, officer, nonce="n", words="Cars race here.",
                             district_id=district, today=TODAY)  # fmt: skip
    with transaction(engine) as session:
        (row,) = session.query(Feedback).all()
        source = session.get(Source, row.source_id)
        assert (source.name, source.kind) == (ROOM_SOURCE, SourceKind.FORM)
        assert (row.words, row.district_id, row.receipt_hash) == ("Cars race here.", district, None)
        assert session.query(UnreadFeedback).count() == 1
        with pytest.raises(DistrictGoneError):
            feedback.type_in(session, officer, nonce="m", words="x", district_id=99, today=TODAY)


def test_a_copy_is_a_plan_of_its_own(engine, officer):
    with transaction(engine) as session:
        first = make_event(session, officer)
        plan = plans.of(session, officer, event_id=first)
        moved = replace(plan, starts=plan.starts + timedelta(days=7),
                        ends=plan.ends + timedelta(days=7))  # fmt: skip
        second = plans.add(session, officer, plan=moved, now=NOW)
        assert plans.of(session, officer, event_id=second) == moved
        assert plans.of(session, officer, event_id=first) == plan
