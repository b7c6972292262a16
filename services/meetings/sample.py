"""The invented town's meetings: ahead, held, and what was promised and came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core import clock
from core.actor import Actor
from core.attendance import NeedKind
from core.plans import Plan
from core.vocabulary import CommitmentState, Permission
from db.models import (
    CalendarDay,
    Commitment,
    Contact,
    Event,
    Partner,
    Series,
    Venue,
)
from services.access import require
from services.meetings import commitments, partners, plans, series, states, venues
from services.meetings.commitments import Promise
from services.meetings.venues import VenueCard

TABLES = (Commitment, Event, Series, Contact, Partner, Venue, CalendarDay)
"""In an order in which they can be emptied."""

PLACES = {
    "library": VenueCard(0, "Quillwater Library", "14 Harbour Street", "Side door on Pell Lane, "
                         "no steps", -139.87, 40.05),
    "school": VenueCard(0, "Tannery Road School", "3 Tannery Road", "Main gate, ring the bell",
                        -139.93, 40.02),
    "hall": VenueCard(0, "Fisher's Hall", "90 Quay Street", "Ramp on the left", -139.90, 40.08),
}  # fmt: skip
PARTNERS = (
    ("Riverbank Recovery", "treatment"), ("Tannery Road Parents", "school"),
    ("Quay Street Neighbours", "community"),
)  # fmt: skip


HELD = (
    (-75, "Street lights: what is dark", (
        ("We report every dark light on Pell Lane to the city", -40, CommitmentState.DONE,
         "All nine were mended. Walk by after dark, or ask us for the city's list."),
        ("We walk Pell Lane on foot on Friday evenings", -30, CommitmentState.NOT_DONE,
         "Two of the four Fridays: we had too few people. We try again from next month."),
    )),
    (-33, "After the tense week: what happened, and what now", (
        ("We publish how many people we stop, each quarter", -3, CommitmentState.OPEN, ""),
        ("Every officer at the stop takes the course on calming down", 40,
         CommitmentState.OPEN, ""),
    )),
    (-12, "Crossing guards at Tannery Road", ()),
)  # fmt: skip
"""How many days ago, what it was called, and (promise, due in days, what came of it, words)."""


def load(
    session: Session, actor: Actor, *, tzid: str, districts: Mapping[str, int], organizer_id: int,
    now: datetime,
) -> None:  # fmt: skip
    """Put in meetings around ``now``: a series, two ahead, a draft, and three that are over."""
    require(actor, Permission.DO_WORK)
    places = {key: venues.add(session, actor, card=card, now=now) for key, card in PLACES.items()}
    friends = [
        partners.add(session, actor, name=name, kind=kind, contact="", now=now)
        for name, kind in PARTNERS
    ]
    ids = list(districts.values())
    today = clock.local_date(now, tzid)

    def plan(days: int, hour: int, title: str, **more: object) -> Plan:
        starts = datetime.combine(today, datetime.min.time()) + timedelta(days=days, hours=hour)
        said = Plan(kind="community", title=title, starts=starts, tzid=tzid,
                    ends=starts + timedelta(hours=2), organizer_id=organizer_id)  # fmt: skip
        return replace(said, **more)  # type: ignore[arg-type] # fields of a plan

    series.begin(
        session, actor, rule="FREQ=MONTHLY;BYDAY=1TU", is_public=True, now=now,
        plan=_on_a_tuesday(plan(5, 9, "Coffee with an officer", kind="coffee",
            purpose="Come as you are. No agenda, no speeches.", venue_id=places["hall"],
            partner_ids=(friends[2],), district_ids=tuple(ids[:2]), room_capacity=25,
            room_instructions="The long table by the window.", languages=("en", "es"))),
    )  # fmt: skip
    for ahead in _ahead(plan, places, friends, ids):
        event_id = plans.add(session, actor, plan=ahead, now=now)
        states.publish(session, actor, event_id=event_id, now=now)
    plans.add(session, actor, now=now, plan=plan(
        30, 18, "Neighbourhood walk on Quay Street", kind="walk", district_ids=(ids[3],),
    ))  # fmt: skip
    _held(session, actor, plan, places, ids, now)


def clear(session: Session, actor: Actor) -> None:
    """Take out all meetings and what hangs on them."""
    require(actor, Permission.DO_WORK)
    for table in TABLES:
        session.execute(delete(table))


def _on_a_tuesday(plan: Plan) -> Plan:
    """The first Tuesday of the month after: the series begins with a day of its rule."""
    first = (plan.starts.replace(day=1) + timedelta(days=32)).replace(day=1)
    by = first + timedelta(days=(1 - first.weekday()) % 7) - plan.starts
    return replace(plan, starts=plan.starts + by, ends=plan.ends + by)


def _ahead(
    plan: Callable[..., Plan], places: Mapping[str, int], friends: list[int], ids: list[int]
) -> Iterator[Plan]:
    yield plan(
        6, 18, "Listening session: speeding on Tannery Road", kind="listening",
        purpose="You told us of cars that race past the school. We want to hear when and where, "
        "and to say what we can do.", venue_id=places["school"], partner_ids=(friends[1],),
        district_ids=(ids[0],), is_online=True, room_capacity=60, online_capacity=200,
        room_instructions="The hall on the ground floor.",
        online_instructions="Join at meet.example.org/tannery, or call 555 0100.",
        offers=(NeedKind.STEP_FREE, NeedKind.CHILDCARE), languages=("en", "es"),
        agenda=("What you see at the school gate", "What the traffic counts say",
                "What we will do, and by when"), reminder_hours=24,
    )  # fmt: skip
    yield plan(
        13, 10, "Resource fair: help with addiction", kind="fair", partner_ids=(friends[0],),
        purpose="People who help, in one room. Nobody asks your name.",
        venue_id=places["library"], district_ids=tuple(ids[4:8]), offers=(NeedKind.STEP_FREE,),
    )  # fmt: skip


def _held(
    session: Session, actor: Actor, plan: Callable[..., Plan], places: Mapping[str, int],
    ids: list[int], now: datetime,
) -> None:  # fmt: skip
    """Meetings that are over are planned as if then, and their promises made on their day."""
    for days, title, promised in HELD:
        began = now + timedelta(days=days - 20)
        event_id = plans.add(session, actor, now=began, plan=plan(
            days, 18, title, venue_id=places["library"], district_ids=(ids[1], ids[2]),
        ))  # fmt: skip
        states.publish(session, actor, event_id=event_id, now=began)
        over = now + timedelta(days=days + 1)
        states.hold(session, actor, event_id=event_id, now=over)
        _promise(session, actor, event_id, promised, over, now)
        if promised:
            states.write_minutes(
                session, actor, event_id=event_id, now=over,
                minutes="People said what they see and where. What was promised stands below.",
            )  # fmt: skip
            states.close(session, actor, event_id=event_id, none_because="", now=over)


def _promise(
    session: Session, actor: Actor, event_id: int, promised: tuple[Any, ...], over: datetime,
    now: datetime,
) -> None:  # fmt: skip
    for number, (wording, due, state, outcome) in enumerate(promised):
        then = now + timedelta(days=due)
        made = commitments.make(session, actor, now=over, promise=Promise(
            nonce=f"sample:{event_id}:{number}", wording=wording, owner="Sergeant's desk",
            due_on=clock.local_date(then, "UTC"), event_id=event_id,
        ))  # fmt: skip
        if outcome:
            commitments.answer(
                session, actor, commitment_id=made, state=state, outcome=outcome, now=then
            )
