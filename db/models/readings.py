"""What analysis made of each feedback."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import Sentiment
from core.voice import Act
from db.base import Base, BigId, growing


class Reading(Base):
    """The latest reading of one feedback, with the method and versions that made it.

    ``is_sensitive``: it names an officer or carries a theme of conduct, so its words are shown only
    to people with the right to triage, until one of them has. ``sentiment`` is the reader's own,
    also where a person corrected it. ``concerns`` is what the reader heard, as [code, spans], where
    a person corrected that; elsewhere it is empty, and ``feedback_concern`` says it. ``act`` is
    what the text does, a request for one; empty where it was not read. ``theme_version`` is the
    list it was read with; its tags may have been made anew since, under a later one.
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
    concerns: Mapped[list[Any] | None]
    act: Mapped[Act | None] = mapped_column(growing(Act))


class FeedbackConcern(Base):
    """One concern heard in one feedback; ``spans`` are the [start, end) places that say so.

    ``tagging``: under which version of the themes. While a new one is being tagged, its rows stand
    beside those in force and nobody reads them; afterwards the old ones are removed.

    The feedback's source and day, which never change, stand here again: the newest of a million
    pieces that raise a concern are then found without sorting all of them.
    """

    __tablename__ = "feedback_concern"
    __table_args__ = (
        Index(
            "ix_feedback_concern_newest",
            "tagging",
            "theme_id",
            "source_id",
            "received_on",
            "feedback_id",
        ),
    )

    feedback_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    tagging: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    source_id: Mapped[int]
    received_on: Mapped[date | None]
    spans: Mapped[list[Any]]
