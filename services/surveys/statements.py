"""Statements: what people say in a conversation, which staff look at before others do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analysis import complaints, danger
from core import i18n, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, Permission
from core.voice import Danger
from db.models import Conversation, Statement
from db.queries.upserts import insert_into
from services import audit, departments, officers
from services.access import require

LONGEST = 280
"""A statement is one thought that one can agree with or not."""


class OtherStatementsError(CommonGroundError):
    message = (
        "There are other statements under this title already, so these belong to another "
        "conversation. Give it a name of its own with --title. Nothing was changed."
    )


class StatementGoneError(CommonGroundError):
    message = "That statement is not there any more. Load the page again."


@dataclass(frozen=True)
class StatementRecord:
    """A statement of a file; ``record_key`` is the same when it comes again."""

    record_key: str
    words: str
    said_on: date
    is_approved: bool | None


@dataclass(frozen=True)
class WaitingStatement:
    """What staff have to decide on; ``dangers`` that its words tell of come first."""

    id: int
    words: str
    language: str
    said_on: date
    dangers: tuple[Danger, ...]


@dataclass(frozen=True)
class Waiting:
    """What waits; ``withheld`` more are for those who triage complaints alone."""

    statements: tuple[WaitingStatement, ...]
    withheld: int


def say(
    session: Session, actor: Actor, *, conversation_id: int, words: str, language: str,
    now: datetime,
) -> None:  # fmt: skip
    """Keep somebody's own statement, which nobody but staff sees before they approve it.

    The same words twice are one statement, so a double click does nothing more.
    """
    require(actor, Permission.GIVE_FEEDBACK)
    said = _one_line(words)
    known = select(Statement.id).where(
        Statement.conversation_id == conversation_id, Statement.words == said
    )
    if session.scalar(known) is None:
        today = departments.today(session, actor, now=now)
        session.add(
            Statement(conversation_id=conversation_id, words=said, language=language, said_on=today)
        )
        session.flush()


def waiting(session: Session, actor: Actor, *, conversation_id: int) -> Waiting:
    """What nobody has decided on yet, danger first, then the oldest first.

    What names somebody of the staff or tells of conduct is shut as feedback like it is.
    """
    require(actor, Permission.EDIT_QUESTIONS)
    rows = session.scalars(
        select(Statement)
        .where(Statement.conversation_id == conversation_id, Statement.is_approved.is_(None))
        .order_by(Statement.id)
    ).all()
    mine = [row for row in rows if _is_open_to(session, actor, row.words)]
    found = [
        WaitingStatement(
            row.id, row.words, row.language, row.said_on,
            tuple(sign.kind for sign in danger.find(row.words)),
        )
        for row in mine
    ]  # fmt: skip
    first = sorted(found, key=lambda one: not one.dangers)
    return Waiting(tuple(first), len(rows) - len(mine))


def approved(session: Session, actor: Actor, *, conversation_id: int) -> list[tuple[int, str]]:
    """What others may vote on now, the newest first: number and words."""
    require(actor, Permission.EDIT_QUESTIONS)
    rows = session.execute(
        select(Statement.id, Statement.words)
        .where(Statement.conversation_id == conversation_id, Statement.is_approved.is_(True))
        .order_by(Statement.id.desc())
    )
    return [(number, words) for number, words in rows]


def decide(
    session: Session, actor: Actor, *, statement_id: int, is_approved: bool, now: datetime
) -> None:
    """Let others vote on a statement, or not. What was decided can be decided otherwise later."""
    require(actor, Permission.EDIT_QUESTIONS)
    row = session.get(Statement, statement_id, with_for_update=True)
    if row is None or not _is_open_to(session, actor, row.words):
        raise StatementGoneError
    if row.is_approved is is_approved:
        return
    row.is_approved, row.decided_at, row.decided_by = is_approved, now, actor.name
    was = session.get_one(Conversation, row.conversation_id)
    mark_changed(session, was.id)
    audit.note(
        session, actor, AuditAction.SURVEY_CHANGED, subject=was.title, now=now,
        details=f"statement {row.id} {'approved' if is_approved else 'declined'}",
    )  # fmt: skip


def store(
    session: Session, actor: Actor, *, conversation_id: int, records: Sequence[StatementRecord],
    now: datetime,
) -> int:  # fmt: skip
    """Keep the statements of a file, each once; how many are new.

    Refused where a number stands for other words here already: every conversation elsewhere
    numbers its own from 0, and votes would be counted on another's statements.
    """
    require(actor, Permission.BRING_IN_RECORDS)
    words = {one.record_key: one.words for one in records}
    known = session.execute(
        select(Statement.record_key, Statement.words).where(
            Statement.conversation_id == conversation_id, Statement.record_key.in_(words)
        )
    )
    if any(words[key or ""] != before for key, before in known):
        raise OtherStatementsError
    rows = [
        {
            "conversation_id": conversation_id, "words": one.words, "language": "",
            "said_on": one.said_on, "is_approved": one.is_approved, "record_key": one.record_key,
            "decided_at": None if one.is_approved is None else now,
            "decided_by": None if one.is_approved is None else actor.name,
        }
        for one in records
    ]  # fmt: skip
    fresh = session.execute(
        insert_into(session, Statement)
        .on_conflict_do_nothing(index_elements=["conversation_id", "record_key"])
        .returning(Statement.id),
        rows,
    ).all()
    if fresh:
        mark_changed(session, conversation_id)
    return len(fresh)


def begin_with(
    session: Session, actor: Actor, conversation: Conversation, words: str, now: datetime
) -> None:
    """Put in a statement of staff's own, which is approved by being one."""
    session.add(
        Statement(
            conversation_id=conversation.id, words=_one_line(words),
            language=i18n.DEFAULT_LANGUAGE, is_approved=True, decided_at=now,
            said_on=departments.today(session, actor, now=now), decided_by=actor.name,
        )
    )  # fmt: skip
    session.flush()


def mark_changed(session: Session, conversation_id: int) -> None:
    """Have the figures of a conversation worked out again."""
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(version=Conversation.version + 1)
    )


def _is_open_to(session: Session, actor: Actor, words: str) -> bool:
    if actor.may(Permission.TRIAGE_COMPLAINTS):
        return True
    return not (complaints.is_sensitive(words) or officers.names_somebody(session, words))


def _one_line(words: str) -> str:
    return texts.clean(" ".join(words.split()), limit=LONGEST)
