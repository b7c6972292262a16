"""The thread under a receipt: its owner reads, answers, corrects and withdraws, without an account.

A page that the six words opened acts by a proof, good for an hour; the words are asked for once.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from analysis import complaints, danger
from core import clock, links, receipts, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.links import LinkPurpose
from core.vocabulary import AuditAction, Permission
from db.models import (
    Correction,
    Feedback,
    Message,
    UnreadFeedback,
)
from services import audit, cards, counts, officers, retention, thread_cards, urgent
from services.access import require
from services.feedback import ReceiptUnknownError, SentAlreadyError
from services.thread_cards import Thread

MOST_MESSAGES = 100


class WithdrawnError(CommonGroundError):
    message = "You have taken this back, so nothing can be added. You can always write anew."


class MustBeKeptError(CommonGroundError):
    message = (
        "A rule of our records says that these words must be kept for now, so they cannot be "
        "replaced. You can add what is right below, or take them back."
    )


class ThreadFullError(CommonGroundError):
    message = "This conversation is very long. Please write anew, so that nothing is overlooked."


def by_receipt(session: Session, actor: Actor, *, receipt: str, keys: Keys, today: date) -> Thread:
    """The thread under these six words; its answers count as seen from now on."""
    require(actor, Permission.GIVE_FEEDBACK)
    found = session.scalar(
        select(Feedback.id).where(Feedback.receipt_hash == receipts.stored_hash(receipt, keys))
    )
    if found is None:
        raise ReceiptUnknownError
    return thread_cards.read(session, found, today)


def by_proof(
    session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime, today: date
) -> Thread:
    """The same for a page that the six words opened."""
    require(actor, Permission.GIVE_FEEDBACK)
    return thread_cards.read(session, _proven(proof, keys, now), today)


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
    counts.alone(session)  # before the row, as the worker that links pieces does
    row = _owned(session, proof, keys, now)
    said = texts.clean(words, limit=texts.FORM_LIMIT)
    once = hashlib.sha256(nonce).digest()
    first = session.scalar(select(Message.words).where(Message.nonce_hash == once))
    if first is not None:
        if first != said:
            raise SentAlreadyError
        return
    if _many(session, row.id) >= MOST_MESSAGES:
        raise ThreadFullError
    session.add(Message(feedback_id=row.id, words=said, said_on=today, nonce_hash=once))
    row.looked_at_on = row.looked_at_by = None
    if complaints.is_sensitive(said) or officers.names_somebody(session, said):
        row.triaged_on = None
        cards.withhold(session, [row.id])
        officers.find(session, [row.id])
    _look_for_danger(session, row, said, now)
    session.flush()


def correct(
    session: Session, actor: Actor, *, proof: str, words: str, keys: Keys, now: datetime,
    today: date,
) -> None:  # fmt: skip
    """Put the owner's better words in the place of the old ones, which are kept nowhere.

    They are read anew and, until then, in no figure; what staff found in the old ones goes with
    them. Refused while the old ones must be kept.
    """
    require(actor, Permission.GIVE_FEEDBACK)
    counts.alone(session)  # before the row, as whoever keeps readings does
    row = _owned(session, proof, keys, now)
    said = texts.clean(words, limit=texts.FORM_LIMIT)
    if said == row.words:
        return
    free = retention.erasable_from(session, row)
    if free is None or free > today:
        raise MustBeKeptError
    retention.uncount(session, [row.id])
    session.execute(delete(Correction).where(Correction.feedback_id == row.id))
    row.words, row.triaged_on, row.looked_at_on, row.looked_at_by = said, None, None, None
    row.dangers = row.urgent_at = row.handled_on = row.handled_by = None
    _look_for_danger(session, row, said, now)
    added = session.scalars(
        select(Message.words).where(Message.feedback_id == row.id, Message.who.is_(None))
    )
    row.waits_for_triage = any(map(complaints.is_sensitive, added))  # better words undo none of it
    session.add(UnreadFeedback(feedback_id=row.id))
    _note(session, actor, AuditAction.FEEDBACK_CHANGED, row.id, today)


def withdraw(
    session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime, today: date
) -> None:
    """Take the piece back: out of every figure at once, and erased as soon as that is allowed."""
    require(actor, Permission.GIVE_FEEDBACK)
    counts.alone(session)
    row = _owned(session, proof, keys, now)
    retention.uncount(session, [row.id])
    retention.forget_traces(session, [row.id])
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


def _look_for_danger(session: Session, row: Feedback, words: str, now: datetime) -> None:
    signs = danger.find(words)
    if signs:
        row.dangers = [sign.kind for sign in signs]
        row.urgent_at, row.handled_on, row.handled_by = clock.hour_of(now), None, None
        session.flush()
        urgent.tell(session, row, now=now)


def _many(session: Session, feedback_id: int) -> int:
    asked = select(func.count()).where(Message.feedback_id == feedback_id)
    return session.scalar(asked) or 0


def _note(
    session: Session, actor: Actor, action: AuditAction, feedback_id: int, today: date
) -> None:
    # The day and no more: the hour would tell when somebody without a name sat at a keyboard.
    audit.note(
        session, actor, action, subject=f"feedback {feedback_id:x}", now=clock.start_of(today)
    )
