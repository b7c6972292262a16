"""What staff say to the people behind receipts: to one, or to many on one concern."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, NoticeKind, Permission
from db.models import AnswerTemplate, Assignment, Feedback, FeedbackContact, Message
from services import audit, cards, counts
from services.access import require
from services.meetings import notices

LIMIT = 5_000
MOST_AT_ONCE = 500


class NoReceiptError(CommonGroundError):
    message = "Nobody can read an answer to this: it came without a receipt."


class TooManyError(CommonGroundError):
    message = "That would answer {n:,} pieces at once; {most:,} is the most. Narrow the filters."


@dataclass(frozen=True)
class AnswerTemplateCard:
    """Words to begin an answer from."""

    id: int
    name: str
    words: str


@dataclass(frozen=True)
class SaidCard:
    """One message as staff see it; ``who`` is empty where its owner wrote it."""

    who: str | None
    words: str
    said_on: date
    seen_on: date | None


def answer(
    session: Session, actor: Actor, *, feedback_id: int, words: str, now: datetime, today: date
) -> None:
    """Add an answer to a thread; who left an address is told that one waits, not what it says."""
    require(actor, Permission.HANDLE_FEEDBACK)
    said = texts.clean(words, limit=LIMIT)
    row = cards.locked(session, actor, feedback_id)
    if row.receipt_hash is None:
        raise NoReceiptError
    _add(session, actor, [row], said, now, today)


def answer_many(
    session: Session, actor: Actor, *, feedback_ids: Collection[int], words: str, now: datetime,
    today: date,
) -> int:  # fmt: skip
    """The same answer to every piece of these that has a receipt; how many it reached."""
    require(actor, Permission.HANDLE_FEEDBACK)
    said = texts.clean(words, limit=LIMIT)
    if len(feedback_ids) > MOST_AT_ONCE:
        raise TooManyError(n=len(feedback_ids), most=MOST_AT_ONCE)
    counts.alone(session)  # before so many rows: a worker takes them in an order of its own
    rows = [cards.locked(session, actor, one) for one in sorted(feedback_ids)]
    reached = [row for row in rows if row.receipt_hash is not None]
    _add(session, actor, reached, said, now, today)
    return len(reached)


def beside(
    session: Session, actor: Actor, *, feedback_ids: Collection[int], today: date
) -> dict[int, tuple[SaidCard, ...]]:
    """The threads of these pieces as far as ``actor`` may read them, the newest message last.

    What their owners said counts as seen from now on.
    """
    require(actor, Permission.HANDLE_FEEDBACK)
    asked = select(Feedback.id).where(Feedback.id.in_(feedback_ids))
    wanted, _withheld = cards.readable(actor, asked)
    mine = session.scalars(wanted).all()
    of_them = Message.feedback_id.in_(mine)
    session.execute(
        update(Message)
        .where(of_them, Message.who.is_(None), Message.seen_on.is_(None))
        .values(seen_on=today)
    )
    found: dict[int, tuple[SaidCard, ...]] = {}
    for row in session.scalars(select(Message).where(of_them).order_by(Message.id)):
        card = SaidCard(row.who, row.words, row.said_on, row.seen_on)
        found[row.feedback_id] = (*found.get(row.feedback_id, ()), card)
    return found


def templates(session: Session, actor: Actor) -> list[AnswerTemplateCard]:
    """Every template by its name."""
    require(actor, Permission.HANDLE_FEEDBACK)
    rows = session.scalars(select(AnswerTemplate).order_by(AnswerTemplate.name))
    return [AnswerTemplateCard(row.id, row.name, row.words) for row in rows]


def keep_template(session: Session, actor: Actor, *, name: str, words: str) -> None:
    """Keep words under a name; a name that is there already gets the new words."""
    require(actor, Permission.HANDLE_FEEDBACK)
    called = texts.clean(name, limit=100).replace("\n", " ")
    said = texts.clean(words, limit=LIMIT)
    row = session.scalar(select(AnswerTemplate).where(AnswerTemplate.name == called))
    if row is None:
        session.add(AnswerTemplate(name=called, words=said))
    else:
        row.words = said
    session.flush()


def remove_template(session: Session, actor: Actor, *, template_id: int) -> None:
    """Take a template off the list; answers that began from it stay as they are."""
    require(actor, Permission.HANDLE_FEEDBACK)
    session.execute(delete(AnswerTemplate).where(AnswerTemplate.id == template_id))


def _was_just_said(session: Session, feedback_id: int, words: str) -> bool:
    last = session.scalar(
        select(Message)
        .where(Message.feedback_id == feedback_id)
        .order_by(Message.id.desc())
        .limit(1)
    )
    return last is not None and last.who is not None and last.words == words


def _add(
    session: Session, actor: Actor, rows: Sequence[Feedback], words: str, now: datetime,
    today: date,
) -> None:  # fmt: skip
    for row in rows:
        if _was_just_said(session, row.id, words):
            continue  # the same words twice are a second press
        message = Message(
            feedback_id=row.id, account_id=actor.account_id, who=actor.name, words=words,
            said_on=today,
        )  # fmt: skip
        session.add(message)
        session.flush()
        session.execute(
            update(Assignment).where(Assignment.feedback_id == row.id).values(due_on=None)
        )
        contact_id = session.scalar(
            select(FeedbackContact.contact_id).where(FeedbackContact.feedback_id == row.id)
        )
        if contact_id is not None:
            notices.put(
                session, NoticeKind.ANSWER_WAITS, once=f"answer:{message.id}", now=now,
                contact_id=contact_id, feedback_id=row.id,
            )  # fmt: skip
        audit.note(session, actor, AuditAction.ANSWERED, subject=f"feedback {row.id:x}", now=now)
