"""Pieces of feedback behind a figure or in the inbox: which, how many, what was corrected."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, text
from sqlalchemy.orm import Session

from core.scope import Scope
from core.vocabulary import Sentiment
from db.models import Correction, Feedback, FeedbackConcern
from db.queries.cells import feedback_in
from db.queries.themes import TAGGING

MOST_COUNTED = 1_000  # of what no count is kept of; beyond it a page says "more than"

WAITS_FOR_TRIAGE = text("feedback.waits_for_triage")
"""In the words of its index: SQLite would not know it again in SQLAlchemy's ``... = 1``."""


def behind(scope: Scope, sentiment: Sentiment | None, theme_id: int | None) -> Select[int]:
    """The ids of all pieces behind a figure; those that were not read yet are behind none."""
    if theme_id is None:
        wanted = select(Feedback.id).where(*feedback_in(scope))
        wanted = wanted.where(Feedback.sentiment.is_not(None))
    elif sentiment is not None and scope.district_id is not None:
        # Few: each is asked for its theme, rather than the many of the theme for all the rest.
        tagged = exists().where(
            FeedbackConcern.feedback_id == Feedback.id,
            FeedbackConcern.tagging == TAGGING,
            FeedbackConcern.theme_id == theme_id,
        )
        wanted = select(Feedback.id).where(*feedback_in(scope), tagged)
        wanted = wanted.where(Feedback.sentiment != Sentiment.NOT_READ)
    else:
        # The theme's own rows say which are newest, so that not all of them must be looked at.
        wanted = (
            select(FeedbackConcern.feedback_id)
            .join(Feedback, Feedback.id == FeedbackConcern.feedback_id)
            .where(FeedbackConcern.theme_id == theme_id, *feedback_in(scope, FeedbackConcern))
            .where(Feedback.sentiment != Sentiment.NOT_READ)  # as they are counted
        )
    return wanted if sentiment is None else wanted.where(Feedback.sentiment == sentiment)


def read_from(source_id: int) -> Select[int]:
    """The ids of all pieces of a source that were read, of whatever day."""
    # Not IS NOT NULL: SQLite would take that for a reason to go through all by sentiment.
    return select(Feedback.id).where(
        Feedback.source_id == source_id, func.length(Feedback.sentiment) > 0
    )


def withdrawn_in(session: Session, scope: Scope, since: date) -> int:
    """How many pieces of the scope were withdrawn on ``since`` or later, erased or not."""
    counted = select(func.count()).where(Feedback.withdrawn_on >= since, *feedback_in(scope))
    return session.scalar(counted) or 0


def newest(wanted: Select[int]) -> tuple[ColumnElement[Any], ...]:
    """The order, newest first, in which the rows of ``behind`` can be had without sorting them."""
    (number,) = wanted.selected_columns
    return number.table.c.received_on.desc(), number.desc()


def counted(session: Session, wanted: Select[int]) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def counted_up_to(session: Session, wanted: Select[int], most: int) -> tuple[int, bool]:
    """How many there are, or ``most``; and whether there are more."""
    found = counted(session, wanted.limit(most + 1))
    return min(found, most), found > most


def corrections_in_force(session: Session, feedback_ids: Collection[int]) -> dict[int, Correction]:
    """The latest correction of each of these pieces that has one."""
    latest = (
        select(func.max(Correction.id))
        .where(Correction.feedback_id.in_(feedback_ids))
        .group_by(Correction.feedback_id)
    )
    rows = session.scalars(select(Correction).where(Correction.id.in_(latest)))
    return {row.feedback_id: row for row in rows}
