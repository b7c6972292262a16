"""Who replied to a meeting, as its staff see it: never how to reach anybody."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actor import Actor
from core.vocabulary import Permission, RsvpState, Way
from db.models import Rsvp
from services.access import require


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
