"""A stranger's calendar (RFC 5545, as Google, Outlook and Apple write it) as plain values.

What may be in it is checked before any library sees it: a rule that never ends, a hundred thousand
events, a time zone that a file gives another meaning. Only then is it expanded.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import recurring_ical_events
from icalendar import Calendar, Event

from core.texts import plain
from imports.ics_lines import CalendarRefusedError, Line, taken_apart
from imports.ics_rules import Repetitions
from imports.ics_times import Zones, duration, times, wall_time, zone_of

OCCURRENCE_LIMIT = 2_000
TEXT_LIMIT = 5_000
_MARGIN = timedelta(days=32)
"""How far beyond the days asked for a repetition is looked for: it may have been moved, or last."""

_ESCAPED = re.compile(r"\\([\\;,nN])")
_TEXTS = ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS")


class TooManyOccurrencesError(CalendarRefusedError):
    message = (
        "The calendar has more than {limit:,} events from {first} to {last}. "
        "Choose fewer days, or export less of it."
    )


class NoDayError(CalendarRefusedError):
    message = "“{title}” has no day in this calendar. Correct that event, or leave it out."


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """One event on one occasion. A whole-day event has dates, and ends on the day after its last.

    Times are naive, on the wall clock in ``tzid``; without one they are meant wherever one is.
    """

    uid: str
    title: str
    starts: datetime | date
    ends: datetime | date | None
    tzid: str | None
    place: str
    description: str
    is_cancelled: bool


def read(content: bytes, *, first: date, last: date) -> list[FoundEvent]:
    """The events in ``content`` from the day ``first`` to ``last``, the earliest first.

    Raises a ``CalendarRefusedError`` with one sentence for whoever chose the file.
    """
    parts = taken_apart(content)
    zones = Zones(parts.zones)
    repetitions = Repetitions(first - _MARGIN, last + _MARGIN)
    calendar = Calendar()
    for lines in parts.events:
        calendar.add_component(_event(lines, zones, repetitions))
    try:
        between = recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
        found = [_found(event) for event in between]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise CalendarRefusedError from error
    shown = [one for one in found if _is_between(one, first, last)]
    if len(shown) > OCCURRENCE_LIMIT:
        raise TooManyOccurrencesError(limit=OCCURRENCE_LIMIT, first=first, last=last)
    return sorted(shown, key=lambda one: (_day(one.starts), str(one.starts), one.title, one.uid))


def _event(lines: list[Line], zones: Zones, repetitions: Repetitions) -> Event:
    """What expands to the same days without a rule: these are days already."""
    event = Event()
    for name in _TEXTS:
        event.add(name, _text(lines, name))
    if not event["UID"]:
        event["UID"] = hashlib.sha256(repr(lines).encode("utf-8", "replace")).hexdigest()
    title = str(event["SUMMARY"])
    starts = _times(lines, "DTSTART", zones)
    if not starts:
        raise NoDayError(title=title)
    event.add("DTSTART", starts[0])
    if ends := _times(lines, "DTEND", zones)[:1]:
        event.add("DTEND", _like(ends[0], starts[0]))
    elif lasting := [line.value for line in lines if line.name == "DURATION"]:
        event.add("DTEND", starts[0] + duration(lasting[0]))
    if sequence := re.match("[0-9]{1,9}", _text(lines, "SEQUENCE")):
        event.add("SEQUENCE", int(sequence[0]))
    dates = _times(lines, "RDATE", zones)
    for rule in (line.value for line in lines if line.name == "RRULE"):
        dates += repetitions.times(title, rule.strip(), starts[0])
    _add_recurrence(event, lines, zones, [_like(one, starts[0]) for one in dates])
    return event


def _add_recurrence(
    event: Event, lines: list[Line], zones: Zones, dates: list[date | datetime]
) -> None:
    if dates:
        event.add("RDATE", dates)
    if excepted := _times(lines, "EXDATE", zones):
        event.add("EXDATE", excepted)
    for line in [line for line in lines if line.name == "RECURRENCE-ID"][:1]:
        is_onwards = line.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
        event.add(
            "RECURRENCE-ID",
            times(line, zones)[0],
            parameters={"RANGE": "THISANDFUTURE"} if is_onwards else {},
        )


def _like(at: date | datetime, starts: date | datetime) -> date | datetime:
    """A day where ``starts`` is a day, a time where it is one: some programs mix them up.

    A time without a zone is one on the clock of ``starts``.
    """
    if isinstance(at, datetime) and isinstance(starts, datetime):
        return at if at.tzinfo and starts.tzinfo else at.replace(tzinfo=starts.tzinfo)
    if isinstance(starts, datetime) and not isinstance(at, datetime):
        return starts.replace(year=at.year, month=at.month, day=at.day)
    if isinstance(at, datetime) and not isinstance(starts, datetime):
        return at.date()
    return at


def _times(lines: Iterable[Line], name: str, zones: Zones) -> list[date | datetime]:
    """Of every line called ``name``; empty ones say nothing."""
    found = [line for line in lines if line.name == name and line.value.strip()]
    return [at for line in found for at in times(line, zones)]


def _text(lines: Iterable[Line], name: str) -> str:
    said = next((line.value for line in lines if line.name == name), "")
    unescaped = _ESCAPED.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], said)
    return plain(unescaped.replace("\0", ""))[:TEXT_LIMIT]


def _found(event: Event) -> FoundEvent:
    starts, ends = event.start, event.end
    tzid = zone_of(starts)
    return FoundEvent(
        uid=str(event["UID"]),
        title=str(event["SUMMARY"]),
        starts=wall_time(starts, tzid),
        ends=wall_time(ends, tzid) if ends > starts else None,
        tzid=tzid,
        place=str(event["LOCATION"]),
        description=str(event["DESCRIPTION"]),
        is_cancelled=str(event["STATUS"]).upper() == "CANCELLED",
    )


def _is_between(one: FoundEvent, first: date, last: date) -> bool:
    ends = _day(one.ends) if one.ends is not None else _day(one.starts)
    if one.ends is not None and not isinstance(one.ends, datetime):
        ends -= timedelta(days=1)
    return _day(one.starts) <= last and ends >= first


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at
