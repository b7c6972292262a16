"""A time zone as a calendar file describes it: each clock change of the years it is used in.

Ours and not icalendar's: that one puts the spring change an hour late, and several changes on one
line, of which ical.js (and with it Thunderbird) reads the first and shows every later summer an
hour off.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import (
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vDDDTypes,
    vText,
    vUTCOffset,
)

from core.recurrence import zone

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=64)
def described(tzid: str, first: int, last: int) -> Timezone:
    """The zone from the year ``first`` to the year ``last``, both included."""
    rules = zone(tzid)
    found = Timezone()
    found["TZID"] = vText(tzid)
    starts, ends = datetime(first, 1, 1, tzinfo=UTC) - _DAY, datetime(last + 1, 1, 2, tzinfo=UTC)
    for onset in (starts, *_changes(rules, starts, ends)):
        found.add_component(_observance(rules, onset))
    return found


def _changes(rules: ZoneInfo, starts: datetime, ends: datetime) -> Iterator[datetime]:
    """The instants from which the clock is ahead of UTC by another time than before."""
    day = starts
    while day < ends:
        if _ahead(rules, day) != _ahead(rules, day + _DAY):
            yield _first_after(rules, day, day + _DAY)
        day += _DAY


def _first_after(rules: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = _ahead(rules, before)
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if _ahead(rules, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _observance(rules: ZoneInfo, onset: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds from ``onset`` on, which is written as the clock showed it until then."""
    before, now = _ahead(rules, onset - _SECOND), onset.astimezone(rules)
    is_summer = (now.dst() or timedelta()) > timedelta()
    observance = TimezoneDaylight() if is_summer else TimezoneStandard()
    observance["DTSTART"] = vDDDTypes((onset + before).replace(tzinfo=None))
    observance["TZOFFSETFROM"] = vUTCOffset(before)
    observance["TZOFFSETTO"] = vUTCOffset(_ahead(rules, onset))
    observance["TZNAME"] = vText(now.tzname() or rules.key)
    return observance


def _ahead(rules: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(rules).utcoffset() or timedelta()
