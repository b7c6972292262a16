"""Districts: bringing them in, naming them, and finding which one somebody meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.actor import Actor
from core.places import district_key
from core.vocabulary import AuditAction, Permission
from db.models import District, Feedback
from services import audit, counts
from services.access import require
from services.surveys import population

ALL_OF_THEM = select(District.id, District.code, District.name, District.population)


@dataclass(frozen=True)
class DistrictCard:
    """A district as a list shows it."""

    id: int
    code: str
    name: str
    population: int | None


@dataclass(frozen=True)
class DistrictRecord:
    """A district as a file brings it; ``boundary`` is a GeoJSON geometry."""

    code: str
    name: str
    population: int | None
    boundary: dict[str, Any]
    attributes: dict[str, Any]


@dataclass(frozen=True)
class DistrictsStored:
    """What an import did: new, known before, and feedback that now has its district."""

    added: int
    updated: int
    placed: int


def every(session: Session, actor: Actor) -> list[DistrictCard]:
    """All districts, numbers in the order of numbers; two of one name are told apart by code."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    rows = session.execute(ALL_OF_THEM)
    cards = sorted(
        (DistrictCard(*row) for row in rows), key=lambda card: (len(card.code), card.code)
    )
    times = Counter(card.name for card in cards)
    return [
        card if times[card.name] == 1 else replace(card, name=f"{card.name} ({card.code})")
        for card in cards
    ]


def boundaries(session: Session, actor: Actor) -> dict[int, dict[str, Any]]:
    """Every district's boundary, a GeoJSON geometry, by its id."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    rows = session.execute(select(District.id, District.boundary).order_by(District.id))
    return {row.id: row.boundary for row in rows}


def codes(session: Session, actor: Actor) -> dict[str, int]:
    """From every way a district is commonly written (see ``core.places``) to its id."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    cards = every(session, actor)
    by_name = {district_key(card.name): card.id for card in cards}
    found = by_name | {district_key(card.code): card.id for card in cards}
    found.pop("", None)  # a district called "District" is not where everybody else lives
    return found


def store(
    session: Session, actor: Actor, *, records: Iterable[DistrictRecord], now: datetime
) -> DistrictsStored:
    """Add districts or bring known ones up to date, and place feedback that waited for them."""
    require(actor, Permission.BRING_IN_RECORDS)
    known = {row.code: row for row in session.scalars(select(District))}
    added = updated = 0
    for record in records:
        row = known.get(record.code)
        if row is None:
            row = District(code=record.code)
            session.add(row)
            added += 1
        else:
            updated += 1
        row.name, row.population = record.name, record.population
        row.boundary, row.attributes = record.boundary, record.attributes
    session.flush()
    counts.names_changed(session)
    population.changed(session)
    placed = _place_feedback(session, actor)
    audit.note(
        session, actor, AuditAction.RECORDS_IMPORTED, subject="districts", now=now,
        details=f"added {added}, updated {updated}",
    )  # fmt: skip
    return DistrictsStored(added, updated, placed)


def _place_feedback(session: Session, actor: Actor) -> int:
    counts.alone(session)  # a worker counts what it reads in the old place, or in the new one
    known = codes(session, actor)
    unplaced = select(Feedback.district_said).where(
        Feedback.district_id.is_(None), Feedback.district_said.is_not(None)
    )
    placed = 0
    for said in session.scalars(unplaced.distinct()).all():
        if said is not None and (district_id := known.get(district_key(said))):
            found = session.execute(
                update(Feedback)
                .where(Feedback.district_id.is_(None), Feedback.district_said == said)
                .values(district_id=district_id)
                .returning(Feedback.id)
            )
            placed += len(found.all())
    if placed:
        counts.recount(session)
    return placed
