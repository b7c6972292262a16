"""Who came: counted, not named unless somebody wants to be, and each press counted once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core import clock, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.vocabulary import EventState, Permission
from db.base import random_id
from db.models import CheckIn, Rsvp
from db.queries.upserts import insert_into
from services.access import require
from services.meetings import plans
from services.meetings.reply_cards import hashed_ticket

NAMES_KEPT = timedelta(days=30)
OPEN_STATES = (EventState.PUBLISHED, EventState.HELD)
MARK = re.compile(r"[0-9A-Za-z-]{1,64}")
"""What a page may draw for a press. A reply's own mark has a colon, so that no page can draw it."""

MOST_PEOPLE = 20


class DoorClosedError(CommonGroundError):
    message = "This meeting takes no check-ins: it is not open, or it was closed already."


class TicketUnknownError(CommonGroundError):
    message = "No reply to this meeting has this code. Count the person in by hand."


class MarkError(CommonGroundError):
    message = "This count was not whole. Load the page again; what was counted is safe."


@dataclass(frozen=True)
class Arrival:
    """People at the door. ``mark`` is drawn by the page, once for each press of a button."""

    mark: str
    people: int = 1
    described_as: str = ""
    name: str = ""
    ticket: str = ""


@dataclass(frozen=True)
class Tally:
    """How many came, in all and as they described themselves."""

    people: int
    described: dict[str, int]
    with_a_reply: int


@dataclass(frozen=True)
class Counted:
    """What became of arrivals, by their marks: the people each stands for, or why it was refused.

    Each mark that was sent is in one of the two, so that a door knows what it need not send again.
    """

    tally: Tally
    people: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def count(
    session: Session, actor: Actor, *, event_id: int, arrivals: list[Arrival], keys: Keys,
    now: datetime,
) -> Counted:  # fmt: skip
    """Count arrivals in, each ``mark`` once; one that is refused keeps no other out."""
    require(actor, Permission.PLAN_EVENTS)
    event = plans.get(session, event_id, lock=True)
    if event.state not in OPEN_STATES:
        raise DoorClosedError
    until = clock.local_date(now, event.tzid) + NAMES_KEPT
    people: dict[str, int] = {}
    refused: dict[str, str] = {}
    for arrival in arrivals:
        try:
            people[arrival.mark] = _store(session, event_id, arrival, keys, until)
        except CommonGroundError as refusal:
            refused[arrival.mark] = str(refusal)
    return Counted(tally(session, actor, event_id=event_id), people, refused)


def tally(session: Session, actor: Actor, *, event_id: int) -> Tally:
    """How many came so far."""
    require(actor, Permission.PLAN_EVENTS)
    rows = session.execute(
        select(CheckIn.described_as, func.sum(CheckIn.people), func.count(CheckIn.rsvp_id))
        .where(CheckIn.event_id == event_id)
        .group_by(CheckIn.described_as)
    )
    described: Counter[str] = Counter()
    replied = 0
    for described_as, people, replies in rows:
        described[described_as] += people
        replied += replies
    total = sum(described.values())
    groups = {group: n for group, n in sorted(described.items()) if group}
    return Tally(total, groups, replied)


def names(session: Session, actor: Actor, *, event_id: int) -> list[str]:
    """The names that people left at the door, by the alphabet: not who came when, nor as what."""
    require(actor, Permission.PLAN_EVENTS)
    named = select(CheckIn.name).where(CheckIn.event_id == event_id, CheckIn.name.is_not(None))
    return sorted(name for name in session.scalars(named) if name)


def forget_names(session: Session, actor: Actor, *, today: date) -> int:
    """Erase names whose day has come; the counts stay. How many were erased."""
    require(actor, Permission.DO_WORK)
    old = update(CheckIn).where(CheckIn.names_until < today, CheckIn.name.is_not(None))
    return len(session.scalars(old.values(name=None).returning(CheckIn.id)).all())


def _store(session: Session, event_id: int, arrival: Arrival, keys: Keys, until: date) -> int:
    """Keep one arrival; a reply has a mark of its own, so its party comes in once at all doors."""
    if not MARK.fullmatch(arrival.mark) or not 0 < abs(arrival.people) <= MOST_PEOPLE:
        raise MarkError
    rsvp = _reply_of(session, event_id, arrival.ticket, keys) if arrival.ticket.strip() else None
    people = rsvp.party_size if rsvp else arrival.people
    session.execute(
        insert_into(session, CheckIn)
        .values(
            id=random_id(), event_id=event_id, people=people, names_until=until,
            mark=f"reply:{rsvp.id:x}" if rsvp else arrival.mark,
            described_as=_short(arrival.described_as), name=_short(arrival.name) or None,
            rsvp_id=rsvp.id if rsvp else None,
        )
        .on_conflict_do_nothing(index_elements=["event_id", "mark"])
    )  # fmt: skip
    return people


def _reply_of(session: Session, event_id: int, ticket: str, keys: Keys) -> Rsvp:
    if not texts.is_storable(ticket):
        raise TicketUnknownError
    found = session.scalar(
        select(Rsvp).where(
            Rsvp.event_id == event_id, Rsvp.ticket_hash == hashed_ticket(ticket, keys)
        )
    )
    if found is None:
        raise TicketUnknownError
    return found


def _short(said: str) -> str:
    return texts.optional(said, limit=100).replace("\n", " ")
