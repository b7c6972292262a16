"""How fast a calendar of meetings is written, beside icalendar alone writing ready objects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from bench.timing import Measure, seconds
from core.entries import Entry
from exports.ics import to_ics

ENTRIES = 5_000


def measures() -> Iterator[Measure]:
    entries = [_entry(number) for number in range(ENTRIES)]
    ready = Calendar.from_ical(to_ics(entries, name="Meetings"))
    ours = seconds(lambda: to_ics(entries, name="Meetings"))
    theirs = seconds(ready.to_ical)
    yield Measure(
        f"write a calendar of {ENTRIES:,} meetings", ours * 1_000, "ms",
        "icalendar, objects ready", theirs * 1_000,
    )  # fmt: skip


def _entry(number: int) -> Entry:
    starts = datetime(2026, 1, 1, 18) + timedelta(days=number % 700)  # noqa: DTZ001 -- wall time
    return Entry(
        uid=f"meeting-{number}@example.org",
        sequence=number % 4,
        starts=starts,
        ends=starts + timedelta(hours=2),
        tzid="America/New_York",
        title=f"Coffee with your officers, No. {number}",
        description="Bring your questions; we listen, and tell you what we did.\n" * 5,
        place="Springfield Public Library, 12 Main Street",
        url=f"https://example.org/meetings/{number}",
        kind="Coffee",
        organizer="Springfield Police Department",
        changed_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
