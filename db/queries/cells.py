"""Narrowing the counts, and the feedback behind them, to one scope in the same way."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, select

from core import months
from core.scope import Scope
from db.models import ConcernCount, Feedback, QuestionVersion, SentimentCount


def counted_in(
    scope: Scope, table: type[SentimentCount] | type[ConcernCount]
) -> list[ColumnElement[bool]]:
    """Conditions on ``table`` for the cells of ``scope``."""
    wanted = [
        table.source_id == scope.source_id,
        table.month >= scope.first,
        table.month <= scope.last,
        table.n > 0,
    ]
    if scope.district_id is not None:
        wanted.append(table.district_id == scope.district_id)
    if scope.question_id is not None:
        wanted.append(table.question_version_id.in_(_versions(scope.question_id)))
    return wanted


def feedback_in(scope: Scope) -> list[ColumnElement[bool]]:
    """Conditions on ``Feedback`` for the same cells."""
    wanted = [Feedback.source_id == scope.source_id]
    if scope.is_undated:
        wanted.append(Feedback.received_on.is_(None))
    else:
        wanted.append(Feedback.received_on >= months.first_day(scope.first))
        wanted.append(Feedback.received_on < months.first_day(months.shifted(scope.last, 1)))
    if scope.district_id is not None:
        wanted.append(
            Feedback.district_id == scope.district_id
            if scope.district_id
            else Feedback.district_id.is_(None)
        )
    if scope.question_id is not None:
        wanted.append(Feedback.question_version_id.in_(_versions(scope.question_id)))
    return wanted


def _versions(question_id: int) -> Select[int]:
    return select(QuestionVersion.id).where(QuestionVersion.question_id == question_id)
