"""What tells of danger: a queue of its own, before any other work, for as long as it is fresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from analysis import complaints, danger
from analysis.danger import DangerSign
from analysis.reading import Reading
from core import clock
from core.actor import Actor
from core.vocabulary import AuditAction, NoticeKind, Permission
from db.models import (
    Account,
    Department,
    District,
    Feedback,
    Source,
)
from db.queries.officers import is_open_to, shut_to
from services import audit, officers, staff
from services.access import require
from services.cards import FeedbackGoneError, SomebodyElsesError, WithheldError, is_open
from services.meetings import notices

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


@dataclass(frozen=True)
class Queue:
    """What waits, how many ``more`` do not fit, and how many are for those who triage alone."""

    cards: tuple[UrgentCard, ...]
    more: int
    withheld: int


def is_fresh(received_on: date | None, now: datetime) -> bool:
    """Whether what came on this day may still be urgent."""
    return received_on is not None and received_on >= (now - FRESH).date()


def put(session: Session, readings: Mapping[int, Reading], *, now: datetime) -> None:
    """Put those of ``readings`` (by feedback id) that tell of danger into the queue."""
    found = {one: reading for one, reading in readings.items() if reading.dangers}
    if not found:
        return
    waits = select(Feedback).where(Feedback.id.in_(found), Feedback.urgent_at.is_(None))
    for row in session.scalars(waits).all():
        row.dangers = [sign.kind for sign in found[row.id].dangers]
        row.urgent_at = clock.hour_of(now)
        session.flush()
        tell(session, row, now=now)


def tell(session: Session, row: Feedback, *, now: datetime) -> None:
    """Write to everyone who may see the piece; once an hour to each, however much comes.

    It is shown before it is read, so whom it names is looked for now.
    """
    if officers.find(session, [row.id]) and row.triaged_on is None:
        row.waits_for_triage = True
    if session.scalar(select(Department.is_sample)):
        return  # invented staff read no mail
    hour = clock.hour_of(now)
    for account_id in session.scalars(_who_may_see(session, row)).all():
        notices.put(
            session, NoticeKind.URGENT, once=f"urgent:{hour:%Y%m%d%H}:{account_id}", now=hour,
            account_id=account_id,
        )  # fmt: skip


def waiting(session: Session, actor: Actor, *, now: datetime) -> Queue:
    """The queue, the oldest first; each piece shown leaves an audit entry.

    Danger does not wait for the reader, but what names an officer or tells of conduct is for those
    who triage: it may be the officer who is the danger. Where nobody has that right, or all who
    have it stand in the chain of whom it names, everyone outside that chain sees it.
    """
    require(actor, Permission.HANDLE_FEEDBACK)
    open_to = true() if actor.account_id is None else is_open_to(actor.account_id)
    rows = session.execute(
        select(Feedback, Source.name, District.name, open_to)
        .join(Source, Source.id == Feedback.source_id)
        .outerjoin(District, District.id == Feedback.district_id)
        .where(WAITS)
        .order_by(Feedback.urgent_at, Feedback.id)
    ).all()
    mine = [one for one in rows if one[3] and _may_see(session, actor, one[0])]
    others = [] if actor.may(Permission.TRIAGE_COMPLAINTS) else set(rows) - set(mine)
    shown = mine[:MOST]
    audit.note_looks(session, actor, subjects=[f"feedback {one[0].id:x}" for one in shown], now=now)
    cards = tuple(
        UrgentCard(
            row.id,
            row.words,
            danger.find(row.words),
            source,
            district,
            row.urgent_at or now,
            row.receipt_hash is not None,
        )
        for row, source, district, _open in shown
    )
    withheld = sum(_is_sensitive(one[0]) for one in others)
    return Queue(cards, len(mine) - len(shown), withheld)


def handle(session: Session, actor: Actor, *, feedback_id: int, now: datetime, today: date) -> None:
    """Say that somebody has seen to it; twice is once."""
    require(actor, Permission.HANDLE_FEEDBACK)
    row = session.get(Feedback, feedback_id, with_for_update=True)
    if row is None or row.urgent_at is None:
        raise FeedbackGoneError
    if not is_open(session, actor, feedback_id):
        raise SomebodyElsesError
    if not _may_see(session, actor, row):
        raise WithheldError
    if row.handled_on is not None:
        return
    row.handled_on, row.handled_by = today, actor.name
    audit.note(
        session, actor, AuditAction.URGENT_HANDLED, subject=f"feedback {feedback_id:x}", now=now
    )


WAITS = (
    Feedback.urgent_at.is_not(None)
    & Feedback.handled_on.is_(None)
    & Feedback.withdrawn_on.is_(None)
    & Feedback.erased_on.is_(None)
)


def _is_sensitive(row: Feedback) -> bool:
    """Whether it is for those who triage; looked at here too, for it may not have been read yet."""
    if row.triaged_on is not None:
        return False
    return row.waits_for_triage or complaints.is_sensitive(row.words)


def _may_see(session: Session, actor: Actor, row: Feedback) -> bool:
    """Whether the actor, whom it does not name, may see it."""
    if actor.may(Permission.TRIAGE_COMPLAINTS) or not _is_sensitive(row):
        return True
    return session.scalar(_others(staff.triagers(), row).limit(1)) is None


def _who_may_see(session: Session, row: Feedback) -> Select[int]:
    triagers = _others(staff.triagers(), row)
    if _is_sensitive(row) and session.scalar(triagers.limit(1)) is not None:
        return triagers
    return _others(staff.handlers(), row)


def _others(people: Select[int], row: Feedback) -> Select[int]:
    """Those of ``people`` whom a piece does not name, and who do not stand above whom it names."""
    return people.where(Account.id.not_in(shut_to(row.id)))
