"""The days, times and time zones of a stranger's calendar file."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from io import StringIO
from zoneinfo import ZoneInfo

from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from core.recurrence import ZoneUnknownError, zone
from imports.ics_lines import CalendarRefusedError, Line

_TIME = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")
_DURATION = re.compile(
    r"\+?P(?:([0-9]{1,3})W)?(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})S)?)?"
)
_YEARLY = re.compile("FREQ=YEARLY(?:;(?:BYMONTH|BYDAY|BYMONTHDAY|UNTIL|WKST)=[A-Z0-9,+-]+)*")
_ANY_TIME = datetime(2026, 1, 1)  # noqa: DTZ001 -- wall time is naive
_OWN_LIMIT = 5
_EARLIEST, _LATEST = 1600, 2199  # Apple keeps birthdays without a year in 1604


class TimeUnreadableError(CalendarRefusedError):
    message = "“{value}” is no time that a calendar has. Correct that event, or leave it out."


class ZoneMissingError(CalendarRefusedError):
    message = (
        "The calendar uses a time zone “{tzid}” without saying what it is. "
        "Export it again with its time zones, or with another program."
    )


class ZoneUnreadableError(CalendarRefusedError):
    message = (
        "The calendar's own description of the time zone “{tzid}” cannot be read. "
        "Set another time zone for its events, then export it again."
    )


class TooManyOwnZonesError(CalendarRefusedError):
    message = "The calendar makes up {count} time zones of its own; we can read {limit}."


class Zones:
    """The time zones a file names: those everybody knows, and else as the file describes them."""

    def __init__(self, described: dict[str, list[Line]]) -> None:
        self._described = described
        self._found: dict[str, tzinfo] = {}

    def named(self, tzid: str) -> tzinfo:
        """The zone ``tzid``: as everybody, Windows, or the file itself calls it."""
        if tzid not in self._found:
            self._found[tzid] = _known(tzid) or self._own(tzid)
        return self._found[tzid]

    def _own(self, tzid: str) -> tzinfo:
        if tzid not in self._described:
            raise ZoneMissingError(tzid=tzid)
        own = 1 + sum(not isinstance(one, ZoneInfo) for one in self._found.values())
        if own > _OWN_LIMIT:
            raise TooManyOwnZonesError(count=own, limit=_OWN_LIMIT)
        return _described(tzid, self._described[tzid])


def _known(tzid: str) -> ZoneInfo | None:
    """A zone known as ``tzid``, as Windows calls it, or at the end of a longer name."""
    bare = tzid.strip("/ ")
    parts = bare.split("/")[-4:]
    tails = ["/".join(parts[start:]) for start in range(1, len(parts) - 1)]
    for name in (bare, WINDOWS_TO_OLSON.get(bare, ""), *tails):
        with suppress(ZoneUnknownError):
            return zone(name)
    return None


def _described(tzid: str, lines: list[Line]) -> tzinfo:
    rules = [line.value.upper() for line in lines if line.name == "RRULE"]
    written = "\n".join(f"{line.name}:{line.value.strip()}" for line in lines)
    try:
        if not all(_YEARLY.fullmatch(rule.strip()) for rule in rules):
            raise ValueError(rules)
        found = tzical(StringIO(f"BEGIN:VTIMEZONE\n{written}\nEND:VTIMEZONE\n")).get()
        if found is None or found.utcoffset(_ANY_TIME) is None:
            raise ValueError(written)
    except Exception as error:  # what a stranger wrote, in a parser that checks little
        raise ZoneUnreadableError(tzid=tzid) from error
    return found


def times(line: Line, zones: Zones) -> list[date | datetime]:
    """What a line such as DTSTART or EXDATE says: days, or times, aware where it has a zone."""
    return [_time(one.split("/")[0].strip(), line, zones) for one in line.value.split(",")]


def _time(text: str, line: Line, zones: Zones) -> date | datetime:
    found = _TIME.fullmatch(text.upper())
    try:
        if found is None or not _EARLIEST <= int(text[:4]) <= _LATEST:
            raise ValueError(text)
        day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
        if found[2] is None:
            return day
        hour, minute, second = (int(found[2][at : at + 2]) for at in (0, 2, 4))
        local = datetime(day.year, day.month, day.day, hour, minute, min(second, 59))  # noqa: DTZ001
    except ValueError:
        raise TimeUnreadableError(value=text[:40]) from None
    if found[3]:
        return local.replace(tzinfo=UTC)
    tzid = line.parameters.get("TZID")
    return local.replace(tzinfo=zones.named(tzid)) if tzid else local


def duration(text: str) -> timedelta:
    """How long a DURATION is."""
    found = _DURATION.fullmatch(text.strip().upper())
    if found is None or not any(found.groups()):
        raise TimeUnreadableError(value=text[:40])
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(days, seconds, weeks=weeks, hours=hours, minutes=minutes)


def zone_of(at: date | datetime) -> str | None:
    """The name under which everybody knows the zone of ``at``: UTC where only the file knows it."""
    if not isinstance(at, datetime) or at.tzinfo is None:
        return None
    return at.tzinfo.key if isinstance(at.tzinfo, ZoneInfo) else "UTC"


def wall_time(at: date | datetime, tzid: str | None) -> date | datetime:
    """``at`` as the wall clock in ``tzid`` shows it, naive; days and floating times as they are."""
    if not isinstance(at, datetime) or at.tzinfo is None or tzid is None:
        return at
    return at.astimezone(zone(tzid)).replace(tzinfo=None, fold=0)
