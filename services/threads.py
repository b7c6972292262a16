"""The thread under a receipt: its owner reads, answers, corrects and withdraws, without an account.

A page that the six words opened acts by a proof, good for an hour; the words are asked for once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core import clock, links, receipts, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.links import LinkPurpose
from core.vocabulary import AuditAction, Mode, Permission, ThreadState
from db.models import (
    Account,
    Assignment,
    AuditEntry,
    District,
    Feedback,
    Message,
    QuestionVersion,
    UnreadFeedback,
)
from services import audit, retention
from services.access import require
from services.feedback import ReceiptUnknownError

MOST_MESSAGES = 100


class WithdrawnError(CommonGroundError):
    message = "You have taken this back, so nothing can be added. You can always write anew."


class ThreadFullError(CommonGroundError):
    message = "This conversation is very long. Please write anew, so that nothing is overlooked."


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


def by_receipt(session: Session, actor: Actor, *, receipt: str, keys: Keys, today: date) -> Thread:
    """The thread under these six words; its answers count as seen from now on."""
    require(actor, Permission.GIVE_FEEDBACK)
    found = session.scalar(
        select(Feedback.id).where(Feedback.receipt_hash == receipts.stored_hash(receipt, keys))
    )
    if found is None:
        raise ReceiptUnknownError
    return _opened(session, found, today)


def by_proof(session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime) -> Thread:
    """The same for a page that the six words opened."""
    require(actor, Permission.GIVE_FEEDBACK)
    return _opened(session, _proven(proof, keys, now), now.date())


def proof_of(thread: Thread, *, keys: Keys, now: datetime) -> str:
    """What the page carries instead of the six words."""
    until = now + links.PROOF_LIVES
    return links.token(LinkPurpose.OPEN_THREAD, thread.id, until=until, key=keys.links)


def say(
    session: Session, actor: Actor, *, proof: str, words: str, nonce: bytes, keys: Keys,
    now: datetime, today: date,
) -> None:  # fmt: skip
    """Add what the owner says. A form sent twice says it once. Staff find the piece anew."""
    require(actor, Permission.GIVE_FEEDBACK)
    row = _owned(session, proof, keys, now)
    said = texts.clean(words, limit=texts.FORM_LIMIT)
    once = hashlib.sha256(nonce).digest()
    if session.scalar(select(Message.id).where(Message.nonce_hash == once)):
        return
    if _many(session, row.id) >= MOST_MESSAGES:
        raise ThreadFullError
    session.add(Message(feedback_id=row.id, words=said, said_on=today, nonce_hash=once))
    row.looked_at_on = row.looked_at_by = None
    session.flush()


def correct(
    session: Session, actor: Actor, *, proof: str, words: str, keys: Keys, now: datetime,
    today: date,
) -> None:  # fmt: skip
    """Put the owner's better words in the place of the old ones, which are kept nowhere.

    They are read anew and, until then, in no figure.
    """
    require(actor, Permission.GIVE_FEEDBACK)
    row = _owned(session, proof, keys, now)
    said = texts.clean(words, limit=texts.FORM_LIMIT)
    if said == row.words:
        return
    retention.uncount(session, [row.id])
    row.words, row.looked_at_on, row.looked_at_by = said, None, None
    session.add(UnreadFeedback(feedback_id=row.id))
    _note(session, actor, AuditAction.FEEDBACK_CHANGED, row.id, today)


def withdraw(
    session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime, today: date
) -> None:
    """Take the piece back: out of every figure at once, and erased as soon as that is allowed."""
    require(actor, Permission.GIVE_FEEDBACK)
    row = _owned(session, proof, keys, now)
    retention.uncount(session, [row.id])
    row.withdrawn_on = today
    session.flush()
    _note(session, actor, AuditAction.FEEDBACK_WITHDRAWN, row.id, today)
    free = retention.erasable_from(session, row)
    if free is not None and free <= today:
        retention.erase(session, [row.id], today=today)
        session.expire(row)


def _proven(proof: str, keys: Keys, now: datetime) -> int:
    return links.subject_of(proof, LinkPurpose.OPEN_THREAD, now=now, key=keys.links)


def _owned(session: Session, proof: str, keys: Keys, now: datetime) -> Feedback:
    """The row behind a proof, its owner's alone until the transaction ends."""
    row = session.get(Feedback, _proven(proof, keys, now), with_for_update=True)
    if row is None:
        raise ReceiptUnknownError
    if row.withdrawn_on is not None or row.erased_on is not None:
        raise WithdrawnError
    return row


def _many(session: Session, feedback_id: int) -> int:
    asked = select(func.count()).where(Message.feedback_id == feedback_id)
    return session.scalar(asked) or 0


def _opened(session: Session, feedback_id: int, today: date) -> Thread:
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
    if row.withdrawn_on is not None or row.erased_on is not None:
        return ThreadState.TAKEN_BACK
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


def _note(
    session: Session, actor: Actor, action: AuditAction, feedback_id: int, today: date
) -> None:
    # The day and no more: the hour would tell when somebody without a name sat at a keyboard.
    audit.note(
        session, actor, action, subject=f"feedback {feedback_id:x}", now=clock.start_of(today)
    )
