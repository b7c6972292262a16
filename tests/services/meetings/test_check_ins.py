"""The door: each press once, each party once, names that go, and counts that stay."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock
from core.errors import NotAllowedError
from core.keys import Keys
from db.models import CheckIn
from db.session import transaction
from services.meetings import check_ins, states
from services.meetings.check_ins import Arrival, DoorClosedError, Tally
from services.meetings.plans import EventGoneError
from tests.factories import NOW, OPERATOR, TODAY, VISITOR
from tests.services.meetings.conftest import answer, make_event

UNKNOWN = "No reply to this meeting has this code. Count the person in by hand."
NOT_WHOLE = "This count was not whole. Load the page again; what was counted is safe."


@pytest.fixture
def event_id(engine, officer) -> int:
    with transaction(engine) as session:
        return make_event(session, officer, room_capacity=50)


@pytest.fixture
def door(engine, officer, keys, event_id):
    """Counts arrivals in, in a transaction of its own."""

    def count(*arrivals, at=event_id, by=officer):
        with transaction(engine) as session:
            return check_ins.count(
                session, by, event_id=at, arrivals=list(arrivals), keys=keys, now=NOW
            )

    return count


def press(people=1, mark="", **more):
    return Arrival(mark or secrets.token_hex(16), people, **more)


def names(engine):
    """The name of each row, none where none is left."""
    with transaction(engine) as session:
        return session.scalars(select(CheckIn.name)).all()


def ticket_for(engine, keys, event_id, **more):
    with transaction(engine) as session:
        return answer(session, keys, event_id, **more).ticket


def test_a_mark_is_counted_once_however_often_it_is_sent(door, engine):
    first, second = press(2, "a" * 32), press(1, "b" * 32)

    answers = [door(first), door(first, second), door(first, second), door(second, second)]

    assert [one.tally.people for one in answers] == [2, 3, 3, 3]
    assert answers[-1].people == {second.mark: 1}, "answered for, so that it is not sent again"
    assert answers[-1].refused == {}
    assert len(names(engine)) == 2


def test_the_same_mark_from_many_doors_at_once_is_counted_once(door):
    arrivals = [press(1) for _ in range(6)]

    with ThreadPoolExecutor(6) as doors:
        list(doors.map(lambda _: door(*arrivals), range(6)))

    assert door().tally.people == 6


def test_a_mark_is_a_meetings_own(door, engine, officer, event_id):
    with transaction(engine) as session:
        other = make_event(session, officer, title="Another meeting")
    one = press(3)

    door(one)
    door(one, at=other)

    assert (door().tally.people, door(at=other).tally.people) == (3, 3)


def test_a_ticket_brings_the_whole_party_in_once_at_all_doors(door, engine, keys, event_id):
    ticket = ticket_for(engine, keys, event_id, party_size=4)
    scanned, typed = press(ticket=ticket), press(ticket=f" {ticket[:5].lower()} {ticket[5:]}")

    first = door(scanned)
    again = door(typed, scanned)

    assert first.tally == Tally(4, {}, 1)
    assert again.tally == first.tally
    assert again.people == {typed.mark: 4, scanned.mark: 4}


def test_an_unknown_ticket_loses_nobody_else(door, engine, keys, event_id):
    good, bad = press(2), press(ticket="QQQQQQQQQQ")
    party = press(ticket=ticket_for(engine, keys, event_id, party_size=3))

    counted = door(good, bad, party)

    assert counted.refused == {bad.mark: UNKNOWN}
    assert counted.people == {good.mark: 2, party.mark: 3}
    assert counted.tally == Tally(5, {}, 1)


def test_a_ticket_of_another_meeting_opens_nothing_here(door, engine, officer, keys):
    with transaction(engine) as session:
        other = make_event(session, officer, title="Another meeting")
    one = press(ticket=ticket_for(engine, keys, other, party_size=2))

    assert door(one).refused == {one.mark: UNKNOWN}
    assert door(one, at=other).tally == Tally(2, {}, 1)


def test_a_blank_ticket_is_none(door):
    assert door(press(2, ticket="  ")).tally == Tally(2, {}, 0)


@pytest.mark.parametrize(
    ("arrival", "reason"),
    [
        (Arrival("m", 0), NOT_WHOLE),
        (Arrival("m", 21), NOT_WHOLE),
        (Arrival("m", -21), NOT_WHOLE),
        (Arrival("", 1), NOT_WHOLE),
        (Arrival("x" * 65, 1), NOT_WHOLE),
        (Arrival("reply:1", 1), NOT_WHOLE),
        (Arrival("m\ud800", 1), NOT_WHOLE),
        (Arrival("m", 1, ticket="\ud800"), UNKNOWN),
        (Arrival("m", 1, ticket="A\0"), UNKNOWN),
        (Arrival("m", 1, name="\ud800"), "characters that cannot be stored"),
        (Arrival("m", 1, name="A\0"), "characters that cannot be stored"),
        (Arrival("m", 1, name="x" * 101), "we can keep 100"),
        (Arrival("m", 1, described_as="?!"), "no words in it yet"),
    ],
)
def test_what_cannot_be_kept_is_refused_alone(door, engine, arrival, reason):
    counted = door(press(2), arrival, press(1))

    assert counted.refused.keys() == {arrival.mark}
    assert reason in counted.refused[arrival.mark]
    assert counted.tally.people == 3
    assert len(names(engine)) == 2


def test_minus_one_takes_a_miscount_back(door):
    for arrival in (press(3, described_as="Elder"), press(-1, described_as="Elder"), press(-1)):
        door(arrival)

    assert door().tally == Tally(1, {"Elder": 2}, 0)


def test_groups_are_what_people_said_in_the_order_of_letters(door):
    counted = door(
        press(1, described_as="Renter"), press(2, described_as=" Elder\n "), press(1),
        press(3, described_as="Renter"),
    )  # fmt: skip

    assert counted.tally == Tally(7, {"Elder": 2, "Renter": 4}, 0)
    assert list(counted.tally.described) == ["Elder", "Renter"]


def test_names_go_on_their_day_and_counts_stay(door, engine):
    before = door(press(2, name="Maya Ostrov", described_as="Elder"), press(1)).tally
    last_day = clock.local_date(NOW, "America/Los_Angeles") + timedelta(days=30)

    def forget(today):
        with transaction(engine) as session:
            return check_ins.forget_names(session, OPERATOR, today=today)

    assert (forget(TODAY), forget(last_day)) == (0, 0)
    assert set(names(engine)) == {"Maya Ostrov", None}
    assert (forget(last_day + timedelta(days=1)), forget(last_day + timedelta(days=1))) == (1, 0)
    assert names(engine) == [None, None]
    assert door().tally == before


def test_a_tally_never_holds_a_name(door, engine):
    counted = door(press(1, name="Maya Ostrov"), press(1, name="Ahmed", described_as="Elder"))

    assert {"Maya Ostrov", "Ahmed"} == set(names(engine)), "the control: names are there"
    assert "Maya" not in str(counted)
    assert "Ahmed" not in str(counted)


def test_the_door_is_open_until_the_meeting_is_closed(door, engine, officer, event_id):
    later = NOW + timedelta(days=10)
    door(press(2))
    with transaction(engine) as session:
        states.hold(session, officer, event_id=event_id, now=later)
    assert door(press(1)).tally.people == 3

    with transaction(engine) as session:
        states.close(session, officer, event_id=event_id, none_because="All agreed.", now=later)
    with pytest.raises(DoorClosedError, match="takes no check-ins"):
        door(press(1))
    assert len(names(engine)) == 2


@pytest.mark.parametrize("step", [None, states.postpone, states.cancel])
def test_a_meeting_that_does_not_take_place_has_no_door(door, engine, officer, step):
    with transaction(engine) as session:
        event_id = make_event(session, officer, title="Another meeting", is_public=bool(step))
        if step:
            step(session, officer, event_id=event_id, reason="Snow.", now=NOW)

    with pytest.raises(DoorClosedError):
        door(press(1), at=event_id)
    assert names(engine) == []


def test_a_meeting_that_is_not_there_has_no_door(door):
    with pytest.raises(EventGoneError):
        door(press(1), at=9_999)


def test_a_visitor_counts_nobody_and_sees_no_tally(door, engine, event_id):
    with pytest.raises(NotAllowedError):
        door(press(1), by=VISITOR)
    with transaction(engine) as session, pytest.raises(NotAllowedError):
        check_ins.tally(session, VISITOR, event_id=event_id)
    assert names(engine) == []


def test_many_arrivals_cost_no_lock_of_their_own(door, engine, count_queries):
    asked = []
    for number in (1, 3):
        with count_queries(engine) as statements:
            door(*(press(1) for _ in range(number)))
            asked.append(len(statements))

    assert asked[1] - asked[0] == 2, "one insert for each, and nothing else"


def test_another_key_reads_no_ticket(door, engine, keys, event_id, officer, tmp_path):
    ticket = ticket_for(engine, keys, event_id)
    other = Keys.load(tmp_path / "other.key")
    with transaction(engine) as session:
        counted = check_ins.count(
            session, officer, event_id=event_id, arrivals=[press(mark="m", ticket=ticket)],
            keys=other, now=NOW,
        )  # fmt: skip

    assert counted.refused == {"m": UNKNOWN}
