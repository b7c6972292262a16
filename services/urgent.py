"""What tells of danger: a queue of its own, before any other work, for as long as it is fresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analysis import danger
from analysis.danger import DangerSign
from analysis.reading import Reading
from core.actor import Actor
from core.vocabulary import AuditAction, Permission
from db.models import District, Feedback, Source
from services import audit
from services.access import require
from services.cards import FeedbackGoneError

FRESH = timedelta(days=7)
"""What is older when it reaches us (an import of last year's letters) is read, and not urgent."""

MOST = 100


@dataclass(frozen=True)
class UrgentCard:
    """One piece that waits for somebody; ``signs`` say what was found, and where in the words."""

    id: int
    words: str
    signs: tuple[DangerSign, ...]
    source: str
    district: str | None
    urgent_at: datetime
    has_receipt: bool


def put(session: Session, readings: Mapping[int, Reading], *, now: datetime) -> None:
    """Put those of ``readings`` (by feedback id) that tell of danger into the queue, if fresh."""
    found = {one: reading for one, reading in readings.items() if reading.dangers}
    if not found:
        return
    fresh = select(Feedback.id).where(
        Feedback.id.in_(found),
        Feedback.urgent_at.is_(None),
        Feedback.received_on >= (now - FRESH).date(),
    )
    for feedback_id in session.scalars(fresh).all():
        kinds = [sign.kind for sign in found[feedback_id].dangers]
        session.execute(
            update(Feedback).where(Feedback.id == feedback_id).values(dangers=kinds, urgent_at=now)
        )


def waiting(session: Session, actor: Actor, *, now: datetime) -> list[UrgentCard]:
    """The queue, the newest first; each piece shown leaves an audit entry.

    Danger goes before triage: it is shown to everyone who handles feedback, also where it names
    an officer.
    """
    require(actor, Permission.HANDLE_FEEDBACK)
    rows = session.execute(
        select(Feedback, Source.name, District.name)
        .join(Source, Source.id == Feedback.source_id)
        .outerjoin(District, District.id == Feedback.district_id)
        .where(_WAITS)
        .order_by(Feedback.urgent_at.desc(), Feedback.id)
        .limit(MOST)
    ).all()
    audit.note_looks(session, actor, subjects=[f"feedback {row[0].id:x}" for row in rows], now=now)
    return [
        UrgentCard(
            row.id, row.words, danger.find(row.words), source, district, row.urgent_at,
            row.receipt_hash is not None,
        )
        for row, source, district in rows
        if row.urgent_at is not None
    ]  # fmt: skip


def how_many(session: Session, actor: Actor) -> int:
    """How many wait, up to ``MOST``."""
    require(actor, Permission.HANDLE_FEEDBACK)
    return len(session.scalars(select(Feedback.id).where(_WAITS).limit(MOST)).all())


def handle(session: Session, actor: Actor, *, feedback_id: int, now: datetime, today: date) -> None:
    """Say that somebody has seen to it; twice is once."""
    require(actor, Permission.HANDLE_FEEDBACK)
    row = session.get(Feedback, feedback_id, with_for_update=True)
    if row is None or row.urgent_at is None:
        raise FeedbackGoneError
    if row.handled_on is not None:
        return
    row.handled_on, row.handled_by = today, actor.name
    audit.note(
        session, actor, AuditAction.URGENT_HANDLED, subject=f"feedback {feedback_id:x}", now=now
    )


_WAITS = (
    Feedback.urgent_at.is_not(None)
    & Feedback.handled_on.is_(None)
    & Feedback.withdrawn_on.is_(None)
    & Feedback.erased_on.is_(None)
)
