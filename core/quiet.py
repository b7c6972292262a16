"""Quiet hours: reminders, thanks and results wait from eight in the evening to eight."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEGINS, ENDS = time(20), time(8)


def first_moment(at: datetime, tzid: str) -> datetime:
    """``at`` itself, or the end of the quiet hours that it falls into, on the clock of ``tzid``."""
    local = at.astimezone(ZoneInfo(tzid))
    if ENDS <= local.time() < BEGINS:
        return at
    day = local.date() + timedelta(days=1) if local.time() >= BEGINS else local.date()
    return datetime.combine(day, ENDS, ZoneInfo(tzid)).astimezone(UTC)
