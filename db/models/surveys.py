"""Surveys: what is asked, whom it could reach, and what was answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.instruments import SampleKind
from db.base import Base, BigId, RandomId, growing, random_id


class InstrumentVersion(Base):
    """One version of a questionnaire, never edited. ``content`` is ``core.instruments``'."""

    __tablename__ = "instrument_version"
    __table_args__ = (
        UniqueConstraint("name", "version"),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    since_on: Mapped[date]


class Survey(Base):
    """A questionnaire put before people of one kind. Never pooled with another.

    ``version`` goes up with every response; figures with a lower one are to be worked out again.
    ``n`` counts those who finished, so that a list need not.
    """

    __tablename__ = "survey"
    __table_args__ = (UniqueConstraint("title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[SampleKind] = mapped_column(growing(SampleKind))
    instrument_version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="SET NULL"))
    is_open: Mapped[bool]
    version: Mapped[int] = mapped_column(default=0)
    n: Mapped[int] = mapped_column(default=0)


class SurveyResponse(Base):
    """What one person answered, without a name, address or hour.

    A draft has no ``answered_on``: it is saved as the person goes, and counts nowhere. ``answers``
    holds a code for each item that was answered, and "don't know" as its own code; what was skipped
    is not there. Words are in it only while it is a draft: finished, they are feedback of a source
    of the survey's own, and nothing leads from them to the rest of what the person answered.
    """

    __tablename__ = "survey_response"
    __table_args__ = (
        UniqueConstraint("survey_id", "record_key"),
        CheckConstraint("answered_on IS NULL OR card_id IS NULL", name="no_way_to_the_card"),
        Index(
            "ix_survey_response_draft",
            "begun_on",
            postgresql_where=text("answered_on IS NULL"),
            sqlite_where=text("answered_on IS NULL"),
        ),
        Index("ix_survey_response_of", "survey_id", "answered_on"),
    )

    id: Mapped[RandomId] = mapped_column(default=random_id)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    instrument_version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    district_id: Mapped[int | None] = mapped_column(
        ForeignKey("district.id", ondelete="SET NULL"), index=True
    )
    district_said: Mapped[str | None]
    begun_on: Mapped[date]
    answered_on: Mapped[date | None]
    channel: Mapped[str]
    language: Mapped[str]
    answers: Mapped[dict[str, Any]]
    record_key: Mapped[str | None]
    card_id: Mapped[int | None] = mapped_column(BigId)  # of a draft; gone with it when it is sent


class SurveyFigures(Base):
    """What a survey says, worked out by a worker from all of its responses at once.

    A dashboard of a hundred thousand responses then costs what one of a thousand does.
    ``version`` is the survey's when it was worked out; ``content`` is ``services.surveys.scores``'.
    """

    __tablename__ = "survey_figures"

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    version: Mapped[int]
    worked_out_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]


class RecentlyInvited(Base):
    """An address, as a keyed hash, that is not invited again before ``until``."""

    __tablename__ = "recently_invited"
    __table_args__ = (CheckConstraint("length(address_hash) = 32", name="address_is_hashed"),)

    address_hash: Mapped[bytes] = mapped_column(primary_key=True)
    until: Mapped[date]


class PopulationShare(Base):
    """Which share of those who live here is of a group: what who answered is set beside."""

    __tablename__ = "population_share"
    __table_args__ = (CheckConstraint("share >= 0 AND share <= 1", name="share_is_one_at_most"),)

    margin: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    share: Mapped[float]
