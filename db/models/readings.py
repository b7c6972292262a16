"""What analysis made of each feedback, and the counts that figures are drawn from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import Sentiment
from db.base import Base, BigId


class Reading(Base):
    """The latest reading of one feedback, with the method and versions that made it.

    ``is_sensitive``: it names an officer or carries a theme of conduct, so its words are shown only
    to people with the right to triage, until one of them has.
    """

    __tablename__ = "reading"

    feedback_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    language: Mapped[str | None]
    sentiment: Mapped[Sentiment]
    sentences: Mapped[list[Any]]
    method: Mapped[str]
    version: Mapped[str]
    theme_version: Mapped[int] = mapped_column(ForeignKey("theme_version.version"))
    is_sensitive: Mapped[bool]


class FeedbackConcern(Base):
    """One concern heard in one feedback; ``spans`` are the [start, end) places that say so."""

    __tablename__ = "feedback_concern"
    __table_args__ = (Index("ix_feedback_concern_theme_id", "theme_id", "feedback_id"),)

    feedback_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    spans: Mapped[list[Any]]


NONE = 0
"""Stands in the counts for "no district", "no question", "no date": a key cannot be empty."""


class SentimentCount(Base):
    """How many feedbacks of one cell were read so. ``month`` is ``yyyymm``, or ``NONE``."""

    __tablename__ = "sentiment_count"
    __table_args__ = (CheckConstraint("n >= 0", name="n_not_negative"),)

    source_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    district_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question_version_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sentiment: Mapped[Sentiment] = mapped_column(primary_key=True)
    n: Mapped[int]


class ConcernCount(Base):
    """How many feedbacks of one cell carry a theme. Apart, for one feedback may carry several."""

    __tablename__ = "concern_count"
    __table_args__ = (CheckConstraint("n >= 0", name="n_not_negative"),)

    source_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    district_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question_version_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    theme_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]
