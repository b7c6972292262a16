"""The questions residents are asked. Words change by a new version, never under an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from analysis.series import Mark
from core import periods, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import _
from core.scope import Scope
from core.vocabulary import AuditAction, Permission
from db.base import random_id
from db.models import AuditHead, Question, QuestionVersion, SentimentCount
from services import audit, departments
from services.access import require

LONGEST = 300


class QuestionGoneError(CommonGroundError):
    message = "That question is not there any more. Load the page again."


class QuestionExistsError(CommonGroundError):
    message = "There is a question with these words already."


class LastQuestionError(CommonGroundError):
    message = "This is the only question on the form. Add another one before you take it off."


@dataclass(frozen=True)
class QuestionCard:
    """A question as it is asked now."""

    id: int
    version_id: int
    version: int
    wording: str
    since_on: date
    is_retired: bool


def asked(session: Session, actor: Actor) -> list[QuestionCard]:
    """What the form asks now, in its order."""
    require(actor, Permission.GIVE_FEEDBACK)
    return [card for card in _cards(session) if not card.is_retired]


def every(session: Session, actor: Actor) -> list[QuestionCard]:
    """All questions, those off the form too: answers to them are still there."""
    require(actor, Permission.READ_FIGURES)
    return _cards(session)


def rewordings(session: Session, actor: Actor, *, scope: Scope) -> list[Mark]:
    """The days from which a question was asked in other words.

    Only for questions that were answered in the scope's source: a line may break there.
    """
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(_reworded(scope))
    return [
        Mark(since_on, _("asked in these words: {wording}").format(wording=wording))
        for since_on, wording in rows
    ]


@lru_cache(maxsize=1_000)
def _reworded(scope: Scope) -> Select[date, str]:
    answered = exists().where(
        SentimentCount.source_id == scope.source_id,
        SentimentCount.question_version_id == QuestionVersion.id,
    )
    wanted = select(QuestionVersion.since_on, QuestionVersion.wording).where(
        QuestionVersion.version > 1, answered
    )
    if scope.question_id is not None:
        wanted = wanted.where(QuestionVersion.question_id == scope.question_id)
    if not scope.is_undated:
        begins, ends = periods.first_day(scope.first), periods.shifted(scope.last, 1)
        wanted = wanted.where(
            QuestionVersion.since_on >= begins, QuestionVersion.since_on < periods.first_day(ends)
        )
    return wanted.order_by(QuestionVersion.since_on)


def add(session: Session, actor: Actor, *, wording: str, now: datetime) -> int:
    """Put a new question on the form and answer its id."""
    require(actor, Permission.EDIT_QUESTIONS)
    words = texts.clean(wording, limit=LONGEST)
    _refuse_twice(session, words)
    last = session.scalar(select(func.max(Question.position))) or 0
    question = Question(code=_code(session, words), position=last + 1)
    session.add(question)
    session.flush()
    _write_version(session, actor, question, words, version=1, now=now)
    return question.id


def reword(
    session: Session, actor: Actor, *, question_id: int, wording: str, now: datetime
) -> None:
    """Ask ``question_id`` in other words from now on; earlier answers keep what was asked."""
    require(actor, Permission.EDIT_QUESTIONS)
    question = _question(session, question_id)
    words = texts.clean(wording, limit=LONGEST)
    newest = _newest(session, question.id)
    if newest.wording != words:
        _refuse_twice(session, words)
        _write_version(session, actor, question, words, version=newest.version + 1, now=now)


def retire(session: Session, actor: Actor, *, question_id: int, now: datetime) -> None:
    """Take a question off the form."""
    require(actor, Permission.EDIT_QUESTIONS)
    question = _question(session, question_id)
    if question.retired_at is None:
        # Two people who take off two questions at once take turns here: one of them is the last.
        session.get(AuditHead, 1, with_for_update=True)
        if len(asked(session, actor)) == 1:
            raise LastQuestionError
        question.retired_at = now
        _note(session, actor, question, "taken off the form", now)


def bring_back(session: Session, actor: Actor, *, question_id: int, now: datetime) -> None:
    """Put a retired question back on the form."""
    require(actor, Permission.EDIT_QUESTIONS)
    question = _question(session, question_id)
    if question.retired_at is not None:
        _refuse_twice(session, _newest(session, question.id).wording)
        question.retired_at = None
        _note(session, actor, question, "back on the form", now)


def _refuse_twice(session: Session, words: str) -> None:
    if any(card.wording == words for card in _cards(session) if not card.is_retired):
        raise QuestionExistsError


def _cards(session: Session) -> list[QuestionCard]:
    rows = session.execute(_newest_of_each())
    return [
        QuestionCard(id, version_id, version, wording, since_on, retired_at is not None)
        for id, version_id, version, wording, since_on, retired_at in rows
    ]


@cache  # it takes longer to write a statement than to answer it
def _newest_of_each() -> Select[*tuple[Any, ...]]:
    newest = (
        select(QuestionVersion.question_id, func.max(QuestionVersion.version).label("version"))
        .group_by(QuestionVersion.question_id)
        .subquery()
    )
    return (
        select(
            Question.id,
            QuestionVersion.id,
            QuestionVersion.version,
            QuestionVersion.wording,
            QuestionVersion.since_on,
            Question.retired_at,
        )
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .join(
            newest,
            (newest.c.question_id == QuestionVersion.question_id)
            & (newest.c.version == QuestionVersion.version),
        )
        .order_by(Question.position)
    )


def _question(session: Session, question_id: int) -> Question:
    # The lock makes two people who reword at once take turns: their versions get two numbers.
    question = session.get(Question, question_id, with_for_update=True)
    if question is None:
        raise QuestionGoneError
    return question


def off_the_form(session: Session, wording: str, today: date) -> int:
    """The id of the version that asks ``wording``; a question off the form where there is none."""
    known = select(QuestionVersion.id).where(QuestionVersion.wording == wording)
    found = session.scalar(known.limit(1))
    if found is not None:
        return found
    midnight = datetime.combine(today, time(), UTC)
    question = Question(code=f"elsewhere-{random_id():x}", position=0, retired_at=midnight)
    session.add(question)
    session.flush()
    version = QuestionVersion(question_id=question.id, version=1, wording=wording, since_on=today)
    session.add(version)
    session.flush()
    return version.id


def _newest(session: Session, question_id: int) -> QuestionVersion:
    newest = session.scalars(
        select(QuestionVersion)
        .where(QuestionVersion.question_id == question_id)
        .order_by(QuestionVersion.version.desc())
        .limit(1)
    )
    return newest.one()


def _write_version(
    session: Session, actor: Actor, question: Question, wording: str, *, version: int,
    now: datetime,
) -> None:  # fmt: skip
    today = departments.today(session, actor, now=now)
    session.add(
        QuestionVersion(question_id=question.id, version=version, wording=wording, since_on=today)
    )
    session.flush()
    _note(session, actor, question, f"version {version}: {wording}", now)


def _note(session: Session, actor: Actor, question: Question, details: str, now: datetime) -> None:
    audit.note(
        session, actor, AuditAction.QUESTION_CHANGED, subject=f"question {question.code}",
        now=now, details=details,
    )  # fmt: skip


def _code(session: Session, words: str) -> str:
    stem = "-".join(re.findall(r"[a-z0-9]+", words.lower())[:6]) or "question"
    taken = set(session.scalars(select(Question.code)))
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)
