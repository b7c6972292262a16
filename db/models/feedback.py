"""What residents say: where it came from, what was asked, and their words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import Sentiment, SourceKind
from core.voice import ComplaintChoice, Mode
from db.base import Base, RandomId, growing, random_id

ERASED = "-"
"""Stands where words were."""

IMPORTED = "imported"
"""The retention class of what a department brings in: it keeps its own records elsewhere."""


class Source(Base):
    """One way by which feedback reached us. Figures are for one source at a time."""

    __tablename__ = "source"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[SourceKind]


class Question(Base):
    """A question across its wordings. ``code`` never changes."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    position: Mapped[int]
    retired_at: Mapped[datetime | None]


class QuestionVersion(Base):
    """One wording, never edited: new words are a new version, so answers keep what was asked."""

    __tablename__ = "question_version"
    __table_args__ = (
        UniqueConstraint("question_id", "version"),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    version: Mapped[int]
    wording: Mapped[str]
    since_on: Mapped[date]


def _one_to_five(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN 1 AND 5", name=f"{column}_one_to_five")


class Feedback(Base):
    """One submission. No instant, address or device: a local day and a random id are all.

    ``sentiment`` is empty until it was read, and then what it is counted as: the reader's, or that
    of the person who corrected the reader. ``waits_for_triage``: it names an officer or tells of
    conduct, and nobody with the right to has looked at it yet. ``looked_at_on`` is empty while it
    waits in the inbox; that is apart from triage, which only says who may read it.

    ``mode`` is what was promised: an anonymous piece can have no row in ``feedback_contact``, which
    refers to both columns. What was withdrawn has no sentiment, so nothing counts or shows it;
    what was erased has ``ERASED`` for words. ``keep_until`` is the last day before it is erased by
    itself. Only what is urgent keeps the hour.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("receipt_hash"),
        UniqueConstraint("source_id", "import_key"),
        CheckConstraint("length(words) > 0", name="words_not_empty"),
        CheckConstraint("erased_on IS NULL OR words = '-'", name="erased_has_no_words"),
        CheckConstraint("withdrawn_on IS NULL OR sentiment IS NULL", name="withdrawn_is_no_figure"),
        CheckConstraint("erased_on IS NULL OR sentiment IS NULL", name="erased_is_no_figure"),
        Index("ix_feedback_mode", "id", "mode", unique=True),
        Index(
            "ix_feedback_urgent",
            "urgent_at",
            postgresql_where=text("urgent_at IS NOT NULL"),
            sqlite_where=text("urgent_at IS NOT NULL"),
        ),
        Index(
            "ix_feedback_withdrawn",
            "withdrawn_on",
            postgresql_where=text("withdrawn_on IS NOT NULL AND erased_on IS NULL"),
            sqlite_where=text("withdrawn_on IS NOT NULL AND erased_on IS NULL"),
        ),
        Index(
            "ix_feedback_taken_back",
            "source_id",
            "withdrawn_on",
            postgresql_where=text("withdrawn_on IS NOT NULL"),
            sqlite_where=text("withdrawn_on IS NOT NULL"),
        ),
        Index(
            "ix_feedback_keep_until",
            "keep_until",
            postgresql_where=text("keep_until IS NOT NULL AND erased_on IS NULL"),
            sqlite_where=text("keep_until IS NOT NULL AND erased_on IS NULL"),
        ),
        *(
            _one_to_five(f"rating_{scale}")
            for scale in ("voice", "respect", "fairness", "trust", "safety")
        ),
        Index("ix_feedback_source_id_received_on", "source_id", "received_on", "id"),
        Index("ix_feedback_by_district", "source_id", "district_id", "received_on", "id"),
        Index("ix_feedback_by_sentiment", "source_id", "sentiment", "received_on", "id"),
        Index(
            "ix_feedback_by_district_and_sentiment",
            "source_id",
            "district_id",
            "sentiment",
            "received_on",
            "id",
        ),
        Index(
            "ix_feedback_waits_for_triage",
            "source_id",
            "received_on",
            postgresql_where=text("waits_for_triage"),
            sqlite_where=text("waits_for_triage"),
        ),
        Index(
            "ix_feedback_in_the_inbox",
            "source_id",
            "received_on",
            "id",
            "waits_for_triage",
            postgresql_where=text("looked_at_on IS NULL"),
            sqlite_where=text("looked_at_on IS NULL"),
        ),
        Index(
            "ix_feedback_looked_at",
            "source_id",
            "received_on",
            "id",
            "waits_for_triage",
            postgresql_where=text("looked_at_on IS NOT NULL"),
            sqlite_where=text("looked_at_on IS NOT NULL"),
        ),
        Index(
            "ix_feedback_district_said",
            "district_said",
            postgresql_where=text("district_id IS NULL"),
            sqlite_where=text("district_id IS NULL"),
        ),
    )

    id: Mapped[RandomId] = mapped_column(default=random_id)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    question_version_id: Mapped[int | None] = mapped_column(ForeignKey("question_version.id"))
    words: Mapped[str]
    language_said: Mapped[str | None]
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    district_said: Mapped[str | None]
    category_said: Mapped[str | None]
    received_on: Mapped[date | None]
    receipt_hash: Mapped[bytes | None]
    import_key: Mapped[str | None]
    sentiment: Mapped[Sentiment | None] = mapped_column(growing(Sentiment))
    waits_for_triage: Mapped[bool] = mapped_column(default=False, server_default=false())
    triaged_on: Mapped[date | None]
    looked_at_on: Mapped[date | None]
    looked_at_by: Mapped[str | None]
    rating_voice: Mapped[int | None]
    rating_respect: Mapped[int | None]
    rating_fairness: Mapped[int | None]
    rating_trust: Mapped[int | None]
    rating_safety: Mapped[int | None]
    mode: Mapped[Mode] = mapped_column(default=Mode.ANONYMOUS, server_default=Mode.ANONYMOUS)
    retention: Mapped[str] = mapped_column(default=IMPORTED, server_default=IMPORTED)
    keep_until: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    erased_on: Mapped[date | None]
    urgent_at: Mapped[datetime | None]
    handled_on: Mapped[date | None]
    handled_by: Mapped[str | None]
    dangers: Mapped[list[Any] | None]
    complaint: Mapped[ComplaintChoice | None] = mapped_column(growing(ComplaintChoice))
