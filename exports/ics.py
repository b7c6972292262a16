"""Events as a calendar file (RFC 5545). The same entries give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import (
    Calendar,
    Event,
    vCalAddress,
    vCategory,
    vDDDTypes,
    vDuration,
    vInt,
    vText,
    vUri,
)

from core.entries import Entry
from core.texts import plain
from exports.ics_zones import described

PRODUCT = "-//Common Ground//Meetings//EN"
REFRESHED = timedelta(hours=1)
"""How often a calendar that follows us is asked to look again."""

_NO_ADDRESS = "invalid:nomail"
"""What calendars themselves write for an organizer without e-mail; nobody can be mailed by it."""

_UNWRITABLE = re.compile(r"[\0\ud800-\udfff]")
_LINE_SIGNS = re.compile("[\u2028\u2029]")
_NOT_IN_ADDRESSES = re.compile(r"[\s\x00-\x20\x7f-\x9f\ud800-\udfff]")


def to_ics(entries: Iterable[Entry], *, name: str = "", method: str | None = None) -> bytes:
    """A calendar with ``entries``; with a ``name`` it is one to follow, which is asked for anew."""
    entries = list(entries)
    calendar = Calendar()
    calendar["PRODID"] = vText(PRODUCT)
    calendar["VERSION"] = vText("2.0")
    calendar["CALSCALE"] = vText("GREGORIAN")
    if method is not None:
        calendar["METHOD"] = vText(method)
    if name:
        calendar["NAME"] = calendar["X-WR-CALNAME"] = _text(name)
        refreshed = vDuration(REFRESHED)
        calendar["X-PUBLISHED-TTL"] = vDuration(REFRESHED)
        refreshed.params["VALUE"] = "DURATION"
        calendar["REFRESH-INTERVAL"] = refreshed
    for tzid in sorted({entry.tzid for entry in entries} - {"UTC"}):
        there = [entry for entry in entries if entry.tzid == tzid]
        first, last = min(one.starts for one in there), max(one.ends for one in there)
        calendar.add_component(described(tzid, first.year, last.year))
    for entry in entries:
        calendar.add_component(_event(entry))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _event(entry: Entry) -> Event:
    event = Event()
    changed = vDDDTypes(entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event["UID"] = _text(entry.uid)
    event["DTSTAMP"] = event["LAST-MODIFIED"] = changed
    event["SEQUENCE"] = vInt(entry.sequence)
    event["DTSTART"] = _time(entry.starts, entry.tzid)
    event["DTEND"] = _time(entry.ends, entry.tzid)
    event["SUMMARY"] = _text(entry.title)
    event["STATUS"] = vText(_status(entry))
    if entry.description:
        event["DESCRIPTION"] = _text(entry.description)
    if entry.place:
        event["LOCATION"] = _text(entry.place)
    if entry.url:
        event["URL"] = vUri(_NOT_IN_ADDRESSES.sub("", entry.url))
    if entry.kind:
        event["CATEGORIES"] = vCategory([_text(entry.kind)])
    if entry.organizer:
        event["ORGANIZER"] = organizer = vCalAddress(_NO_ADDRESS)
        organizer.params["CN"] = " ".join(_text(entry.organizer).replace('"', "'").split())
    return event


def _status(entry: Entry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_postponed else "CONFIRMED"


def _time(local: datetime, tzid: str) -> vDDDTypes:
    if tzid == "UTC":
        return vDDDTypes(local.replace(tzinfo=UTC, microsecond=0))
    time = vDDDTypes(local.replace(microsecond=0))
    time.params["TZID"] = tzid  # as it stands: an aware time would be written in a kindred zone
    return time


def _text(text: str) -> vText:
    """What people wrote, without signs that end a line or a file in some program."""
    return vText(plain(_UNWRITABLE.sub("", _LINE_SIGNS.sub("\n", text))))
