"""Who replied, for staff; and names that go sixty days later."""

from __future__ import annotations

from sqlalchemy import select

from core.attendance import NeedKind, RsvpState
from db.models import Contact, Need
from db.session import transaction
from services.meetings import contacts, guests
from tests.factories import NOW, OPERATOR
from tests.services.meetings.conftest import DAY, answer, make_event


def test_staff_see_who_comes_and_never_how_to_reach_them(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=2)
        answer(session, keys, event_id, name="Maya", party_size=2, email="m@example.org",
               is_13_or_older=True)  # fmt: skip
        answer(session, keys, event_id)
        found = guests.of_event(session, officer, event_id=event_id)

    assert [(one.name, one.people, one.state) for one in found] == [
        ("Maya", 2, RsvpState.GOING), ("", 1, RsvpState.WAITING),
    ]  # fmt: skip
    assert "example.org" not in repr(found)


def test_names_details_and_addresses_go_sixty_days_after_the_meeting(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        answer(session, keys, event_id, name="Maya", email="m@example.org", is_13_or_older=True,
               needs={NeedKind.OTHER: "A quiet corner"})  # fmt: skip
    over = NOW + 9 * DAY
    for day, left in ((59, 1), (61, 0)):
        with transaction(engine) as session:
            guests.forget(session, OPERATOR, now=over + day * DAY)
            contacts.forget_outdated(session, OPERATOR, today=(over + day * DAY).date())
        with transaction(engine) as session:
            found = guests.of_event(session, officer, event_id=event_id)
            assert [bool(one.name) for one in found] == [bool(left)]
            assert bool(session.scalars(select(Need.details)).one()) is bool(left)
            assert len(session.scalars(select(Contact.id)).all()) == left
