"""Conversations: a question put before people of one kind, who vote on each other's statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.instruments import SampleKind
from core.vocabulary import AuditAction, Permission
from db.models import Conversation, Statement, Vote
from services import audit
from services.access import require
from services.surveys import statements
from services.surveys.surveys import BY_CARD


class ConversationGoneError(CommonGroundError):
    message = "We do not ask this any more. Thank you for wanting to have a say."


class ConversationExistsError(CommonGroundError):
    message = "There is a conversation called {title} already. Give this one another name."


class CertainPeopleError(CommonGroundError):
    message = (
        "Anybody who has the address can vote here, so it cannot stand for people drawn by chance "
        "or after a contact. Choose anyone, or people at a meeting."
    )


class OtherConversationError(CommonGroundError):
    message = (
        "{title} was asked of other people, so these votes do not belong to it. Give them a name "
        "of their own with --title."
    )


@dataclass(frozen=True)
class ConversationCard:
    """A conversation as a list shows it: how many people voted, and on how many statements."""

    id: int
    title: str
    question: str
    kind: SampleKind
    is_open: bool
    people: int
    statements: int


def every(session: Session, actor: Actor) -> list[ConversationCard]:
    """All of them, the newest first."""
    require(actor, Permission.READ_FIGURES)
    people = (
        select(func.count(distinct(Vote.person)))
        .join(Statement, Statement.id == Vote.statement_id)
        .where(Statement.conversation_id == Conversation.id)
        .scalar_subquery()
    )
    approved = (
        select(func.count())
        .where(Statement.conversation_id == Conversation.id, Statement.is_approved.is_(True))
        .scalar_subquery()
    )
    rows = session.execute(select(Conversation, people, approved).order_by(Conversation.id.desc()))
    return [
        ConversationCard(row.id, row.title, row.question, row.kind, row.is_open, n, said)
        for row, n, said in rows
    ]


def open_to_all(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """What anybody may vote on now: number and question."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    rows = session.execute(
        select(Conversation.id, Conversation.question)
        .where(Conversation.is_open, Conversation.kind == SampleKind.OPEN)
        .order_by(Conversation.id.desc())
    )
    return [(number, question) for number, question in rows]


def asked(session: Session, actor: Actor, *, conversation_id: int) -> str:
    """The question of an open conversation; closed ones are as if they were not there."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    return open_one(session, conversation_id).question


def start(
    session: Session, actor: Actor, *, title: str, question: str, kind: SampleKind,
    said: Sequence[str] = (), is_open: bool = True, now: datetime,
) -> int:  # fmt: skip
    """Ask a question; what staff ``said`` to begin with is voted on at once. Answers its number."""
    require(actor, Permission.EDIT_QUESTIONS)
    if is_open:
        _refuse_certain_people(kind)
    called = texts.clean(title, limit=120).replace("\n", " ")
    if session.scalar(select(Conversation.id).where(Conversation.title == called)) is not None:
        raise ConversationExistsError(title=called)
    row = Conversation(
        title=called, question=texts.clean(question, limit=300), kind=kind, is_open=is_open
    )
    session.add(row)
    session.flush()
    for words in said:
        statements.begin_with(session, actor, row, words, now)
    _note(session, actor, row, "opened" if is_open else "made", now)
    return row.id


def to_import_into(
    session: Session, actor: Actor, *, title: str, question: str, kind: SampleKind, now: datetime
) -> int:  # fmt: skip
    """The number of the conversation that a file's votes belong to, made where it is new.

    It stays closed: nobody votes in it here.
    """
    require(actor, Permission.BRING_IN_RECORDS)
    row = session.scalar(select(Conversation).where(Conversation.title == title))
    if row is None:
        return start(
            session, actor, title=title, question=question, kind=kind, is_open=False, now=now
        )
    if row.kind != kind:
        raise OtherConversationError(title=title)
    return row.id


def set_open(
    session: Session, actor: Actor, *, conversation_id: int, is_open: bool, now: datetime
) -> None:
    """Open or close a conversation."""
    require(actor, Permission.EDIT_QUESTIONS)
    row = get(session, conversation_id)
    if is_open:
        _refuse_certain_people(row.kind)
    if row.is_open != is_open:
        row.is_open = is_open
        _note(session, actor, row, "opened" if is_open else "closed", now)


def _refuse_certain_people(kind: SampleKind) -> None:
    if kind in BY_CARD:
        raise CertainPeopleError


def get(session: Session, conversation_id: int) -> Conversation:
    """The row; refused where there is none."""
    row = session.get(Conversation, conversation_id, with_for_update=True)
    if row is None:
        raise ConversationGoneError
    return row


def open_one(session: Session, conversation_id: int) -> Conversation:
    """The row of an open conversation, looked at and not locked."""
    row = session.get(Conversation, conversation_id)
    if row is None or not row.is_open:
        raise ConversationGoneError
    return row


def _note(session: Session, actor: Actor, row: Conversation, what: str, now: datetime) -> None:
    audit.note(session, actor, AuditAction.SURVEY_CHANGED, subject=row.title, now=now, details=what)
