"""Narrowing the counts, and the feedback behind them, to one scope in the same way."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, literal, select

from core import periods
from core.scope import Scope
from db.models import (
    ALL,
    NONE,
    ConcernCount,
    District,
    Feedback,
    FeedbackConcern,
    QuestionVersion,
    SentimentCount,
    TextCopy,
)
from db.queries.themes import TAGGING

_EVERY_PLACE = select(District.id).union_all(select(literal(NONE)))


def counted_in(
    scope: Scope, table: type[SentimentCount] | type[ConcernCount], *, each_district: bool = False,
    each_question: bool = False,
) -> list[ColumnElement[bool]]:  # fmt: skip
    """Conditions on ``table`` for the cells of ``scope``, whose sum is the scope's figure.

    ``each_district``, ``each_question``: of every one by itself, where the scope names none.
    """
    wanted = [
        table.source_id == scope.source_id,
        table.period >= scope.first,
        table.period <= scope.last,
        table.n > 0,
    ]
    if table is ConcernCount:
        wanted.append(ConcernCount.tagging == TAGGING)
    if scope.district_id is not None:
        wanted.append(table.district_id == scope.district_id)
    elif each_district:
        # Not "other than all": then every wording of every question would be gone through too.
        wanted.append(table.district_id.in_(_EVERY_PLACE))
    else:
        wanted.append(table.district_id == ALL)
    if scope.question_id is None:
        of_all = table.question_version_id == ALL
        wanted.append(~of_all if each_question else of_all)
    else:
        wanted.append(table.question_version_id.in_(_versions(scope.question_id)))
    return wanted


def feedback_in(
    scope: Scope, table: type[Feedback] | type[FeedbackConcern] | type[TextCopy] = Feedback
) -> list[ColumnElement[bool]]:
    """Conditions on ``Feedback`` for the same cells; source and day are looked up in ``table``."""
    wanted = [table.source_id == scope.source_id]
    if table is FeedbackConcern:
        wanted.append(FeedbackConcern.tagging == TAGGING)
    if scope.is_undated:
        wanted.append(table.received_on.is_(None))
    else:
        wanted.append(table.received_on >= periods.first_day(scope.first))
        wanted.append(table.received_on < periods.first_day(periods.shifted(scope.last, 1)))
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
