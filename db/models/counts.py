"""The counts that every figure is drawn from, kept in step with the readings."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import Sentiment
from db.base import Base

NONE = 0
"""Stands in the counts for "no district", "no question", "no date": a key cannot be empty."""
ALL = -1
"""Stands for all districts, or all questions, together: a trend of a million pieces then reads a
few rows for each month, whatever the number of districts."""

_KEPT_IN_THE_KEY = {"sqlite_with_rowid": False}
"""A figure then reads its counts one after the other, without looking each up by its row id."""


class SentimentCount(Base):
    """How many feedbacks of one cell were read so.

    ``period`` is a month or a week (see ``core.periods``), or ``NONE``; every feedback is counted
    in its month and in its week, each with its own district and with ``ALL``, each with its own
    question and with ``ALL``. ``is_indicative``: in another language than English, where the reader
    errs more often.
    """

    __tablename__ = "sentiment_count"
    __table_args__ = (CheckConstraint("n >= 0", name="n_not_negative"), _KEPT_IN_THE_KEY)

    source_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    district_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question_version_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sentiment: Mapped[Sentiment] = mapped_column(primary_key=True)
    is_indicative: Mapped[bool] = mapped_column(primary_key=True)
    n: Mapped[int]


class ConcernCount(Base):
    """How many feedbacks of one cell carry a theme. Apart, for one feedback may carry several.

    ``tagging``: under which version of the themes, as in ``FeedbackConcern``.
    """

    __tablename__ = "concern_count"
    __table_args__ = (CheckConstraint("n >= 0", name="n_not_negative"), _KEPT_IN_THE_KEY)

    tagging: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    district_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question_version_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    theme_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]


class FiguresVersion(Base):
    """Goes up with every change to districts or themes, which stand beside the figures.

    Maps are kept under this number. 0 asks for all to be counted anew. ``theme_version`` is the
    version of the themes in force: the whole switch from one to the next is this one number.
    """

    __tablename__ = "figures_version"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    theme_version: Mapped[int | None]
