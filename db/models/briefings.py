"""Briefings: what the figures said on a day, to whom it goes, and how often."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import Grain
from db.base import Base, RandomId, growing, random_id


class BriefingSchedule(Base):
    """A briefing that is made again and again: each ``every``, next on ``next_on``."""

    __tablename__ = "briefing_schedule"
    __table_args__ = (CheckConstraint("every IN ('week', 'month')", name="every_week_or_month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"))
    every: Mapped[Grain] = mapped_column(growing(Grain))
    language: Mapped[str]
    next_on: Mapped[date]
    made_by: Mapped[str]


class BriefingReader(Base):
    """Who is told that a scheduled briefing is there."""

    __tablename__ = "briefing_reader"

    schedule_id: Mapped[int] = mapped_column(
        ForeignKey("briefing_schedule.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Briefing(Base):
    """One briefing as it was made. Its ``content`` holds figures and sentences, and of residents'
    words only the places where they stand: what was withdrawn is not there to be shown.

    ``once`` names the occasion of a scheduled one, so that two workers make one.
    """

    __tablename__ = "briefing"

    id: Mapped[RandomId] = mapped_column(default=random_id)
    once: Mapped[str | None] = mapped_column(unique=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"), index=True)
    made_on: Mapped[date]
    made_by: Mapped[str]
    content: Mapped[dict[str, Any]]
