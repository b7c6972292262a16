"""Public quotes: somebody masks what must not be public, and somebody else releases them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from analysis import masking
from core import texts
from core.actor import Actor
from core.errors import CommonGroundError, NotAllowedError
from core.vocabulary import AuditAction, Permission
from core.voice import MaskReason
from db.models import Account, Feedback, PublicQuote
from services import audit, cards
from services.access import require


class ReasonMissingError(CommonGroundError):
    message = "Say why it is masked: choose at least one reason."


class NothingLeftError(CommonGroundError):
    message = "With that masked no words are left. Mask less, or do not quote this piece."


class SecondPersonError(CommonGroundError):
    message = "Whoever masked it cannot release it. Ask a colleague to look and release it."


class QuoteChangedError(CommonGroundError):
    message = "The masked words changed meanwhile, so nothing was released. Read them again."


@dataclass(frozen=True)
class QuoteCard:
    """Masked words and who saw to them; ``released_by`` is empty until somebody released them."""

    words: str
    reasons: tuple[MaskReason, ...]
    masked_by: int
    masked_name: str
    masked_on: date
    released_name: str
    released_on: date | None


def mask(
    session: Session, actor: Actor, *, feedback_id: int, hidden: Collection[str],
    reasons: Collection[MaskReason], now: datetime, today: date,
) -> None:  # fmt: skip
    """Keep the piece's words with ``hidden`` masked, for somebody else to look at.

    Other masks take the place of earlier ones, and what was released before is so no more.
    """
    require(actor, Permission.HANDLE_FEEDBACK)
    row = cards.locked(session, actor, feedback_id)
    words = masking.masked(row.words, hidden)
    if words != row.words and not reasons:
        raise ReasonMissingError
    if not texts.says_something(words.replace(masking.MASK, "")):
        raise NothingLeftError
    why = sorted(set(reasons)) if words != row.words else []
    quote = session.get(PublicQuote, feedback_id)
    if quote is not None and (quote.words, quote.reasons) == (words, why):
        return
    quote = quote or PublicQuote(feedback_id=feedback_id)
    quote.words, quote.reasons = words, why
    quote.masked_by, quote.masked_on = _account(actor), today
    quote.released_by = quote.released_on = None
    session.add(quote)
    session.flush()
    _note(session, actor, AuditAction.QUOTE_MASKED, feedback_id, now, ", ".join(why))


def release(
    session: Session, actor: Actor, *, feedback_id: int, seen: str, now: datetime, today: date
) -> None:
    """Make the masked words public as the actor has ``seen`` them; twice is once."""
    require(actor, Permission.HANDLE_FEEDBACK)
    cards.locked(session, actor, feedback_id)
    quote = session.get(PublicQuote, feedback_id)
    if quote is None or quote.words != seen:
        raise QuoteChangedError
    if quote.masked_by == _account(actor):
        raise SecondPersonError
    if quote.released_by is not None:
        return
    quote.released_by, quote.released_on = actor.account_id, today
    session.flush()
    _note(session, actor, AuditAction.QUOTE_RELEASED, feedback_id, now)


def take_off(session: Session, actor: Actor, *, feedback_id: int, now: datetime) -> None:
    """Quote the piece no more."""
    require(actor, Permission.HANDLE_FEEDBACK)
    cards.locked(session, actor, feedback_id)
    quote = session.get(PublicQuote, feedback_id)
    if quote is None:
        return
    session.delete(quote)
    session.flush()
    _note(session, actor, AuditAction.QUOTE_TAKEN_OFF, feedback_id, now)


def beside(
    session: Session, actor: Actor, *, feedback_ids: Collection[int]
) -> dict[int, QuoteCard]:
    """The quotes made from these pieces, as far as ``actor`` may read them."""
    require(actor, Permission.HANDLE_FEEDBACK)
    mine, _withheld = cards.readable(
        actor, select(Feedback.id).where(Feedback.id.in_(feedback_ids))
    )
    masker, releaser = aliased(Account), aliased(Account)
    rows = session.execute(
        select(PublicQuote, masker.email, releaser.email)
        .outerjoin(masker, masker.id == PublicQuote.masked_by)
        .outerjoin(releaser, releaser.id == PublicQuote.released_by)
        .where(PublicQuote.feedback_id.in_(mine))
    )
    return {
        quote.feedback_id: QuoteCard(
            quote.words, tuple(map(MaskReason, quote.reasons)), quote.masked_by, masked or "",
            quote.masked_on, released or "", quote.released_on,
        )
        for quote, masked, released in rows
    }  # fmt: skip


def _account(actor: Actor) -> int:
    """Two people must have looked, so whoever has no account cannot be either of them."""
    if actor.account_id is None:
        raise NotAllowedError
    return actor.account_id


def _note(
    session: Session, actor: Actor, action: AuditAction, feedback_id: int, now: datetime,
    details: str = "",
) -> None:  # fmt: skip
    audit.note(
        session, actor, action, subject=f"feedback {feedback_id:x}", now=now, details=details
    )
