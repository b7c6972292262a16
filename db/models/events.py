"""Meetings: when and where, by whom and with whom, and the series they belong to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import AgendaState, EventState
from db.base import Base


class EventKind(Base):
    """A kind of meeting. Data, not code: departments call things by their own names."""

    __tablename__ = "event_kind"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    position: Mapped[int]
    retired_at: Mapped[datetime | None]


class Venue(Base):
    """A place where meetings are held, described once: how to get in, and where on the map."""

    __tablename__ = "venue"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("length(name) > 0", name="name_not_empty"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_on_earth"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_on_earth"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]
    entrance: Mapped[str]
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]


class Series(Base):
    """A meeting that comes again. ``starts`` is wall time (``2026-03-04T18:00``) in ``tzid``.

    ``plan`` is what each new occurrence is made from; ``until_on`` is the last day up to which
    occurrences have been made. A pause makes none from ``paused_on`` on; an ended series none ever.
    """

    __tablename__ = "series"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str]
    starts: Mapped[str]
    minutes: Mapped[int]
    tzid: Mapped[str]
    plan: Mapped[dict[str, Any]]
    skipped: Mapped[list[Any]]
    until_on: Mapped[date | None]
    paused_on: Mapped[date | None]
    ended_on: Mapped[date | None]


class EventTemplate(Base):
    """A plan to begin new meetings from; the columns as in ``Series``, the day of no meaning."""

    __tablename__ = "event_template"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("length(name) > 0", name="name_not_empty"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    starts: Mapped[str]
    minutes: Mapped[int]
    tzid: Mapped[str]
    plan: Mapped[dict[str, Any]]


def _taken_fits(way: str) -> CheckConstraint:
    """Nobody is ever promised a place that is not there, whatever a program tries."""
    return CheckConstraint(
        f"{way}_taken >= 0 AND ({way}_capacity IS NULL OR {way}_taken <= {way}_capacity)",
        name=f"{way}_not_overbooked",
    )


class Event(Base):
    """One meeting. ``uid`` is its name in calendars for ever; ``sequence`` rises with each change.

    Occurrences of a series are events of their own: each has its replies, its minutes and promises.
    ``recurs_on`` is the day the series put it on, also where it was moved since. Capacities that
    are empty have no limit; ``..._taken`` counts places that are held, guarded by the table itself.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("uid"),
        UniqueConstraint("series_id", "recurs_on"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("length(title) > 0", name="title_not_empty"),
        CheckConstraint("is_in_room OR is_online", name="is_somewhere"),
        CheckConstraint(
            "(state = 'draft') = (published_at IS NULL)", name="published_unless_draft"
        ),
        CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_its_moment"
        ),
        _taken_fits("room"),
        _taken_fits("online"),
        Index("ix_event_starts_at", "starts_at", "id"),
        Index(
            "ix_event_not_closed",
            "state",
            "ends_at",
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str]
    sequence: Mapped[int] = mapped_column(default=0)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"))
    recurs_on: Mapped[date | None]
    kind_id: Mapped[int] = mapped_column(ForeignKey("event_kind.id"))
    state: Mapped[EventState] = mapped_column(default=EventState.DRAFT)
    state_reason: Mapped[str | None]
    title: Mapped[str]
    purpose: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    tzid: Mapped[str]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)
    is_in_room: Mapped[bool]
    is_online: Mapped[bool]
    room_instructions: Mapped[str]
    online_instructions: Mapped[str]
    room_capacity: Mapped[int | None]
    online_capacity: Mapped[int | None]
    room_taken: Mapped[int] = mapped_column(default=0)
    online_taken: Mapped[int] = mapped_column(default=0)
    languages: Mapped[list[Any]]
    offers: Mapped[list[Any]]
    organizer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reminder_hours: Mapped[int | None]
    reminder_text: Mapped[str]
    published_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    minutes: Mapped[str | None]
    none_because: Mapped[str | None]
    closed_at: Mapped[datetime | None]


class EventDistrict(Base):
    """A district that a meeting is for; one meeting may be for several."""

    __tablename__ = "event_district"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    district_id: Mapped[int] = mapped_column(
        ForeignKey("district.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class EventPartner(Base):
    """An organisation that holds a meeting with us."""

    __tablename__ = "event_partner"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), primary_key=True, index=True)


class AgendaItem(Base):
    """One item: put on by staff, or proposed beforehand by a resident, without a name."""

    __tablename__ = "agenda_item"
    __table_args__ = (CheckConstraint("length(words) > 0", name="words_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    words: Mapped[str]
    state: Mapped[AgendaState]
    is_residents: Mapped[bool]
    nonce_hash: Mapped[bytes | None] = mapped_column(unique=True)


class CalendarDay(Base):
    """A public holiday, or a religious or school day, brought in from a calendar file."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("falls_on", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    falls_on: Mapped[date]
    name: Mapped[str]
    calendar: Mapped[str]
