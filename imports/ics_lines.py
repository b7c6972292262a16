"""A stranger's calendar file taken apart into the few lines that say when and what.

Alarms, guests and whatever a program adds of its own are left behind before anything is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.errors import CommonGroundError

SIZE_LIMIT = 5 * 10**6
EVENT_LIMIT = 5_000
ZONE_LIMIT = 100
DATE_LIMIT = 50_000
_DEPTH_LIMIT = 10

_WANTED = {
    "VEVENT": {
        "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "SEQUENCE", "DTSTART", "DTEND",
        "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
    },
    "VTIMEZONE": {
        "BEGIN", "END", "TZID", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME",
    },
}  # fmt: skip
_INSIDE = {"VEVENT": set[str](), "VTIMEZONE": {"STANDARD", "DAYLIGHT"}}

_EVENT = re.compile(rb"(?i)BEGIN[ \t]*:[ \t]*VEVENT")
_CALENDAR = re.compile(r"(?im)^[ \t]*BEGIN[ \t]*:[ \t]*VCALENDAR")
_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_LINE = re.compile(r'[ \t]*([A-Za-z0-9-]+)[ \t]*((?:;(?:"[^"]*"|[^":])*)?):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';[ \t]*([A-Za-z0-9-]+)[ \t]*=[ \t]*("[^"]*"|[^;"]*)')


class CalendarRefusedError(CommonGroundError):
    """The calendar as a whole cannot be used; nothing of it was taken."""

    message = (
        "This calendar cannot be read. Export it again as an .ics file from where you keep it."
    )


class NotACalendarError(CalendarRefusedError):
    message = "This is not a calendar file. Export your calendar as an .ics file, then choose that."


class CalendarTooLargeError(CalendarRefusedError):
    message = "The calendar is larger than {limit} MB. Export fewer months of it."


class TooManyEventsError(CalendarRefusedError):
    message = "The calendar has {count:,} events; we can read {limit:,}. Export fewer months of it."


class TooManyZonesError(CalendarRefusedError):
    message = "The calendar describes {count:,} time zones; we can read {limit}. Export less of it."


class TooManyDatesError(CalendarRefusedError):
    message = (
        "The calendar lists {count:,} single days; we can read {limit:,}. "
        "Export fewer months of it."
    )


class CalendarCutShortError(CalendarRefusedError):
    message = "The calendar ends in the middle of an event. Export it again, then choose that file."


@dataclass(frozen=True, slots=True)
class Line:
    """One property: ``value`` is still written as the file writes it."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The wanted lines of each event, and of each time zone by its name."""

    events: list[list[Line]] = field(default_factory=list)
    zones: dict[str, list[Line]] = field(default_factory=dict)


def taken_apart(content: bytes) -> Parts:
    """The events and time zones in a calendar file; a ``CalendarRefusedError`` if it is none.

    Too many events are counted before anything is parsed, so that a bomb costs milliseconds.
    """
    if len(content) > SIZE_LIMIT:
        raise CalendarTooLargeError(limit=SIZE_LIMIT // 10**6)
    _check_count(len(_EVENT.findall(content)))
    text = content.decode(_encoding(content), errors="replace")
    if not _CALENDAR.search(text[:4_096].lstrip("\ufeff")):
        raise NotACalendarError
    parts = Parts()
    for kind, lines in _blocks(_LINE_END.split(_FOLD.sub("", text))):
        if kind == "VEVENT":
            parts.events.append(lines)
            _check_count(len(parts.events))  # a folded BEGIN was not counted above
        else:
            names = [line.value.strip() for line in lines if line.name == "TZID"]
            parts.zones.update(dict.fromkeys(names[:1], lines))
            if len(parts.zones) > ZONE_LIMIT:
                raise TooManyZonesError(count=len(parts.zones), limit=ZONE_LIMIT)
    _check_dates(parts)
    return parts


def _check_dates(parts: Parts) -> None:
    lists = [line for lines in parts.events for line in lines if line.name in ("EXDATE", "RDATE")]
    count = sum(1 + line.value.count(",") for line in lists)
    if count > DATE_LIMIT:
        raise TooManyDatesError(count=count, limit=DATE_LIMIT)


def _check_count(count: int) -> None:
    if count > EVENT_LIMIT:
        raise TooManyEventsError(count=count, limit=EVENT_LIMIT)


def _encoding(content: bytes) -> str:
    return "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _blocks(lines: list[str]) -> Iterator[tuple[str, list[Line]]]:
    """Each event and time zone with the wanted lines of its own, not those of parts inside it."""
    kind, kept, inside = "", list[Line](), list[str]()
    for line in filter(None, map(_parsed, lines)):
        what = line.value.strip().upper()
        if not kind:
            if line.name == "BEGIN" and what in _WANTED:
                kind, kept, inside = what, [], []
            continue
        if line.name == "BEGIN":
            inside.append(what)
            if len(inside) > _DEPTH_LIMIT:
                raise CalendarRefusedError
        if line.name == "END" and not inside:
            if what != kind:
                raise CalendarCutShortError
            yield kind, kept
            kind = ""
        elif line.name in _WANTED[kind] and set(inside) <= _INSIDE[kind]:
            kept.append(line)
        if line.name == "END" and inside:
            inside.pop()
    if kind:
        raise CalendarCutShortError


def _parsed(line: str) -> Line | None:
    found = _LINE.match(line)
    if found is None:
        return None
    name, parameters, value = found.groups()
    pairs = {key.upper(): text.strip().strip('"') for key, text in _PARAMETER.findall(parameters)}
    return Line(name.upper(), pairs, value)
