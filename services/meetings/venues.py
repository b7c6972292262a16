"""Venues: places described once, so that no meeting needs them typed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, Permission
from db.models import Venue
from services import audit
from services.access import require


class PointError(CommonGroundError):
    message = (
        "A place on the map has a longitude from -180 to 180 and a latitude from -90 to 90. "
        "Leave both empty if you do not know them."
    )


class VenueExistsError(CommonGroundError):
    message = "There is a place called {name} already. Choose it from the list."


@dataclass(frozen=True)
class VenueCard:
    """A place. ``entrance`` says how to get in."""

    id: int
    name: str
    address: str
    entrance: str
    longitude: float | None = None
    latitude: float | None = None


def every(session: Session, actor: Actor) -> list[VenueCard]:
    """All places by name."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    return [
        VenueCard(row.id, row.name, row.address, row.entrance, row.longitude, row.latitude)
        for row in session.scalars(select(Venue).order_by(Venue.name))
    ]


def add(session: Session, actor: Actor, *, card: VenueCard, now: datetime) -> int:
    """Keep a new place (its ``id`` is not looked at) and answer its id."""
    require(actor, Permission.PLAN_EVENTS)
    name = texts.clean(card.name, limit=120).replace("\n", " ")
    if session.scalar(select(Venue.id).where(Venue.name == name)):
        raise VenueExistsError(name=name)
    longitude, latitude = card.longitude, card.latitude
    if (longitude is None) != (latitude is None) or (
        longitude is not None and latitude is not None
        and not (-180 <= longitude <= 180 and -90 <= latitude <= 90)
    ):  # fmt: skip
        raise PointError
    row = Venue(
        name=name, address=texts.optional(card.address, limit=500),
        entrance=texts.optional(card.entrance, limit=500),
        longitude=longitude, latitude=latitude,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.note(
        session, actor, AuditAction.EVENT_CHANGED, subject=f"place {name}", now=now, details="added"
    )
    return row.id
