"""The one place where the time is read, so that tests can hold it still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def _real() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _real


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _source()


def hold(instant: datetime | None) -> None:
    """Answer ``instant`` from here on; ``None`` lets time run again. For tests."""
    global _source
    _source = _real if instant is None else lambda: instant


def local_date(instant: datetime, tzid: str) -> date:
    """The day ``instant`` falls on in the zone ``tzid``."""
    return instant.astimezone(ZoneInfo(tzid)).date()


def hour_of(instant: datetime) -> datetime:
    """The hour of ``instant`` and no more: when somebody sat at a keyboard is their own."""
    return instant.replace(minute=0, second=0, microsecond=0)


def start_of(day: date) -> datetime:
    """The first instant of ``day`` in UTC, for a trace that may tell the day and no more."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
