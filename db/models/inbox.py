"""What staff do about a piece of feedback: who has it, what they corrected, what they noted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import Sentiment
from db.base import Base, BigId, growing


class Assignment(Base):
    """Who has a piece in hand; no row, nobody has."""

    __tablename__ = "assignment"

    feedback_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    due_on: Mapped[date | None]


class Correction(Base):
    """How a person read one feedback. Never changed: the latest is in force, all are kept.

    ``themes`` are codes. With what was there before it is a labelled example for a later reader.
    """

    __tablename__ = "correction"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a screen remembers the id it has seen

    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("feedback.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None]  # no foreign key: it outlives the account, as the audit does
    who: Mapped[str]
    made_at: Mapped[datetime]
    sentiment: Mapped[Sentiment] = mapped_column(growing(Sentiment))
    themes: Mapped[list[Any]]
    sentiment_before: Mapped[Sentiment] = mapped_column(growing(Sentiment))
    themes_before: Mapped[list[Any]]


class Note(Base):
    """What one member of staff wrote for the others beside a feedback."""

    __tablename__ = "note"
    __table_args__ = (CheckConstraint("length(words) > 0", name="words_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("feedback.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None]  # as above
    who: Mapped[str]
    written_at: Mapped[datetime]
    words: Mapped[str]
