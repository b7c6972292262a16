"""A thread as its owner sees it: what they wrote, what was said, where it stands, who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.vocabulary import AuditAction
from core.voice import Mode, ThreadState
from db.models import (
    Account,
    Assignment,
    AuditEntry,
    District,
    Feedback,
    Message,
    QuestionVersion,
)
from services import retention
from services.feedback import ReceiptUnknownError


@dataclass(frozen=True)
class MessageCard:
    """One message; ``is_ours`` of the department. ``seen_on``: when the other side had it."""

    words: str
    said_on: date
    is_ours: bool
    seen_on: date | None


@dataclass(frozen=True)
class Look:
    """On how many occasions somebody of a role has opened the piece, and when last."""

    role: str
    times: int
    last_on: date


@dataclass(frozen=True)
class Thread:
    """What a receipt brings back. Without ``words``: they were erased."""

    id: int
    words: str
    received_on: date | None
    question: str | None
    district: str | None
    mode: Mode
    state: ThreadState
    messages: tuple[MessageCard, ...]
    looks: tuple[Look, ...]
    keep_until: date | None
    withdrawn_on: date | None
    erased_on: date | None
    erasable_on: date | None

    @property
    def is_open(self) -> bool:
        return self.withdrawn_on is None and self.erased_on is None


def read(session: Session, feedback_id: int, today: date) -> Thread:
    """The thread of a piece as its owner sees it; our answers count as seen from now on."""
    row = session.get(Feedback, feedback_id)
    if row is None:
        raise ReceiptUnknownError
    session.execute(
        update(Message)
        .where(
            Message.feedback_id == feedback_id, Message.who.is_not(None), Message.seen_on.is_(None)
        )
        .values(seen_on=today)
    )
    messages = session.scalars(
        select(Message).where(Message.feedback_id == feedback_id).order_by(Message.id)
    ).all()
    cards = tuple(
        MessageCard(one.words, one.said_on, one.who is not None, one.seen_on) for one in messages
    )
    return Thread(
        id=row.id, words="" if row.erased_on else row.words, received_on=row.received_on,
        question=session.scalar(
            select(QuestionVersion.wording).where(QuestionVersion.id == row.question_version_id)
        ),
        district=session.scalar(select(District.name).where(District.id == row.district_id)),
        mode=row.mode, state=_state(session, row, cards), messages=cards,
        looks=_looks(session, row.id), keep_until=row.keep_until,
        withdrawn_on=row.withdrawn_on, erased_on=row.erased_on,
        erasable_on=retention.erasable_from(session, row) if row.withdrawn_on else None,
    )  # fmt: skip


def _state(session: Session, row: Feedback, messages: tuple[MessageCard, ...]) -> ThreadState:
    """Where the piece stands, in words that its owner understands."""
    if row.withdrawn_on is not None:
        return ThreadState.TAKEN_BACK
    if row.erased_on is not None:
        return ThreadState.ERASED
    if messages and messages[-1].is_ours:
        return ThreadState.ANSWERED
    if session.get(Assignment, row.id) is not None:
        return ThreadState.IN_HAND
    return ThreadState.LOOKED_AT if row.looked_at_on is not None else ThreadState.RECEIVED


def _looks(session: Session, feedback_id: int) -> tuple[Look, ...]:
    """Who has opened it, by role: staff are people too, and the audit knows their names."""
    rows = session.execute(
        select(Account.role, func.count(), func.max(AuditEntry.at))
        .join(Account, Account.id == AuditEntry.account_id)
        .where(
            AuditEntry.action == AuditAction.FEEDBACK_READ,
            AuditEntry.subject == f"feedback {feedback_id:x}",
        )
        .group_by(Account.role)
        .order_by(func.max(AuditEntry.at).desc())
    )
    return tuple(Look(role, times, last.date()) for role, times, last in rows)
