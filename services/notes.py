"""Notes: what staff write for each other beside a piece of feedback."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.vocabulary import AuditAction, Permission
from db.models import Feedback, Note
from services import audit, cards
from services.access import require

LIMIT = 2_000  # characters; a longer one is a report, which has its own place


@dataclass(frozen=True)
class NoteCard:
    """One note as staff read it."""

    who: str
    written_at: datetime
    words: str


def add(session: Session, actor: Actor, *, feedback_id: int, words: str, now: datetime) -> None:
    """Put a note beside a piece; the same words sent twice in a row are one note."""
    require(actor, Permission.HANDLE_FEEDBACK)
    said = texts.clean(words, limit=LIMIT)
    cards.locked(session, actor, feedback_id)
    of_this = select(Note).where(Note.feedback_id == feedback_id)
    last = session.scalar(of_this.order_by(Note.id.desc()).limit(1))
    if last is not None and (last.account_id, last.words) == (actor.account_id, said):
        return
    session.add(
        Note(
            feedback_id=feedback_id, account_id=actor.account_id, who=actor.name, written_at=now,
            words=said,
        )
    )  # fmt: skip
    session.flush()
    audit.note(session, actor, AuditAction.NOTE_ADDED, subject=f"feedback {feedback_id:x}", now=now)


def beside(
    session: Session, actor: Actor, *, feedback_ids: Collection[int]
) -> dict[int, tuple[NoteCard, ...]]:
    """The notes beside each of these pieces that ``actor`` may read, the newest last."""
    require(actor, Permission.HANDLE_FEEDBACK)
    wanted = select(Feedback.id).where(Feedback.id.in_(feedback_ids))
    mine, _withheld = cards.readable(actor, wanted)
    found: dict[int, tuple[NoteCard, ...]] = defaultdict(tuple)
    for row in session.scalars(select(Note).where(Note.feedback_id.in_(mine)).order_by(Note.id)):
        found[row.feedback_id] += (NoteCard(row.who, row.written_at, row.words),)
    return found
