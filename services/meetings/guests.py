"""Who replied to a meeting, as its staff see it: never how to reach anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.actor import Actor
from core.attendance import RsvpState, Way
from core.vocabulary import Permission
from db.models import Event, Need, Rsvp
from services.access import require
from services.meetings import contacts


@dataclass(frozen=True)
class Guest:
    """One reply. ``name`` is empty where none was given."""

    name: str
    people: int
    way: Way
    state: RsvpState


def of_event(session: Session, actor: Actor, *, event_id: int) -> list[Guest]:
    """Everyone who replied, the waitlist in its order."""
    require(actor, Permission.PLAN_EVENTS)
    rows = session.execute(
        select(Rsvp.name, Rsvp.party_size, Rsvp.way, Rsvp.state)
        .where(Rsvp.event_id == event_id)
        .order_by(Rsvp.state, Rsvp.waitlisted_at, Rsvp.id)
    )
    return [Guest(name or "", people, way, state) for name, people, way, state in rows]


def forget(session: Session, actor: Actor, *, now: datetime) -> int:
    """Erase names, and what people said they need, 60 days after a meeting; how many names."""
    require(actor, Permission.DO_WORK)
    over = select(Event.id).where(Event.ends_at < now - contacts.KEPT_AFTER)
    session.execute(
        update(Need).where(Need.event_id.in_(over), Need.details != "").values(details="")
    )
    named = update(Rsvp).where(Rsvp.event_id.in_(over), Rsvp.name.is_not(None))
    return len(session.scalars(named.values(name=None).returning(Rsvp.id)).all())
