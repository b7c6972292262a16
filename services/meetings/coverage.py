"""Where we have not met people for how long, and who came, beside how many live there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from core.actor import Actor
from core.vocabulary import EventState, Permission
from db.models import CheckIn, District, Event, EventDistrict
from services import districts
from services.access import require

YEAR = timedelta(days=365)
HELD = (EventState.HELD, EventState.CLOSED)


@dataclass(frozen=True)
class Covered:
    """One district: when it was last met, how often in a year, and when it will be met next."""

    district: str
    population: int | None
    last_at: datetime | None
    in_a_year: int
    next_at: datetime | None


def by_district(session: Session, actor: Actor, *, now: datetime) -> list[Covered]:
    """Every district: never met first, then the longest ago, the larger before the smaller."""
    require(actor, Permission.PLAN_EVENTS)
    held, ahead = Event.state.in_(HELD), Event.state == EventState.PUBLISHED
    rows = session.execute(
        select(
            District.id, District.population,
            func.max(Event.starts_at).filter(held),
            func.count(Event.id).filter(and_(held, Event.starts_at > now - YEAR)),
            func.min(Event.starts_at).filter(and_(ahead, Event.starts_at > now)),
        )
        .outerjoin(EventDistrict, EventDistrict.district_id == District.id)
        .outerjoin(Event, Event.id == EventDistrict.event_id)
        .group_by(District.id, District.population)
    )  # fmt: skip
    names = {card.id: card.name for card in districts.every(session, actor)}
    found = [
        Covered(names[district_id], people, last_at, n, next_at)
        for district_id, people, last_at, n, next_at in rows
    ]
    return sorted(
        found, key=lambda one: (one.last_at is not None, one.last_at or now, -(one.population or 0))
    )


@dataclass(frozen=True)
class Attended:
    """How many people came to the meetings of one district in a year.

    ``district`` is empty for meetings of several districts or of none: whose people came to those
    nobody asked.
    """

    district: str
    people: int
    population: int | None


def attended(session: Session, actor: Actor, *, now: datetime) -> list[Attended]:
    """Who came in the last year, by the district that a meeting was for, in order of districts."""
    require(actor, Permission.READ_FIGURES)
    of_one = (
        select(EventDistrict.event_id, func.min(EventDistrict.district_id).label("district_id"))
        .group_by(EventDistrict.event_id)
        .having(func.count() == 1)
        .subquery()
    )
    rows = session.execute(
        select(of_one.c.district_id, func.sum(CheckIn.people))
        .join(Event, Event.id == CheckIn.event_id)
        .outerjoin(of_one, of_one.c.event_id == Event.id)
        .where(Event.starts_at > now - YEAR, Event.starts_at <= now)
        .group_by(of_one.c.district_id)
    )
    came = {district_id: max(0, int(people)) for district_id, people in rows}
    found = [
        Attended(card.name, came.get(card.id, 0), card.population)
        for card in districts.every(session, actor)
    ]
    return [*found, Attended("", came[None], None)] if came.get(None) else found
