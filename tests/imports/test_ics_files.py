"""Calendars of strangers: as Google, Outlook and Apple write them, broken, and hostile."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

import pytest
import recurring_ical_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from icalendar import Calendar

from core.errors import CommonGroundError
from core.recurrence import zone
from imports.ics_files import NoDayError, TooManyOccurrencesError, read
from imports.ics_lines import (
    CalendarCutShortError,
    CalendarRefusedError,
    CalendarTooLargeError,
    NotACalendarError,
    TooManyDatesError,
    TooManyEventsError,
    TooManyZonesError,
)
from imports.ics_rules import RepetitionError, TooMuchWorkError, TooQuickError
from imports.ics_times import (
    TimeUnreadableError,
    TooManyOwnZonesError,
    ZoneMissingError,
    ZoneUnreadableError,
)

CALENDARS = sorted((Path(__file__).parent / "calendars").glob("*.ics"))
MARCH = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
NEW_YORK = "America/New_York"


def file(name):
    return (Path(__file__).parent / "calendars" / name).read_bytes()


def calendar(*lines, zones=()):
    body = ["BEGIN:VCALENDAR", "VERSION:2.0", *zones, *lines, "END:VCALENDAR", ""]
    return "\r\n".join(body).encode()


def event(*lines, starts="DTSTART:20260310T180000"):
    return calendar("BEGIN:VEVENT", "UID:1", "SUMMARY:Walk", starts, *lines, "END:VEVENT")


def days(content, **between):
    return [f"{one.starts:%m-%d}" for one in read(content, **(between or MARCH))]


def local(text):
    return datetime.fromisoformat(text)


def test_public_holidays_as_the_federal_government_publishes_them():
    """Days that do not say they are days, and lines that end in LF alone."""
    published = event("DTEND:20260311", "DESCRIPTION:", starts="DTSTART:20260310")

    (day,) = read(published.replace(b"\r\n", b"\n"), **MARCH)

    assert (day.starts, day.ends) == (date(2026, 3, 10), date(2026, 3, 11))


def test_google_rules_exceptions_and_moved_days():
    found = read(file("google.ics"), **MARCH)

    assert [(one.starts, one.title, one.tzid, one.is_cancelled) for one in found] == [
        (local("2026-03-02T19:00"), "Tenants’ association", NEW_YORK, False),
        (local("2026-03-10T18:00"), "Tenants’ association (moved)", NEW_YORK, False),
        (local("2026-03-15T15:00"), "Clean-up day", "UTC", True),
        (local("2026-03-23T19:00"), "Tenants’ association", NEW_YORK, False),
        (local("2026-03-30T19:00"), "Tenants’ association", NEW_YORK, False),
    ]
    assert found[0].uid == "4k2s0c9jbook@google.com"
    assert found[0].ends == local("2026-03-02T20:30")
    assert found[0].place == "Community Room, 12 Main St, Springfield"
    assert found[0].description == (
        "Bring your own chair, please.<br>Door code at the desk; ask for it.\nThank you"
    )


def test_outlook_names_zones_its_own_way_and_begins_with_a_mark():
    found = read(file("outlook.ics"), **MARCH)

    calls = [one.starts for one in found if one.title == "Roll call with the clergy"]
    assert [f"{one:%m-%d %H}" for one in calls] == [
        "03-05 09", "03-07 09", "03-09 09", "03-11 09", "03-13 09", "03-15 09",
    ]  # fmt: skip
    assert {one.tzid for one in found if one.title.startswith("Roll")} == {NEW_YORK}
    sister = next(one for one in found if one.title.startswith("Call"))
    assert (sister.starts, sister.tzid) == (local("2026-03-06T05:00"), "UTC")
    closed = next(one for one in found if one.title == "Station closed")
    assert (closed.starts, closed.ends) == (date(2026, 3, 20), date(2026, 3, 21))
    assert closed.tzid is None
    assert closed.description == ""


def test_apple_lengths_floating_times_and_birthdays():
    found = read(file("apple.ics"), **MARCH)

    assert [(one.title, str(one.starts), str(one.ends), one.tzid) for one in found] == [
        ("Café con la policía", "2026-03-08 17:30:00", "2026-03-08 19:00:00",
         "America/Los_Angeles"),
        ("Lt. Diaz’s birthday", "2026-03-10", "2026-03-11", None),
        ("Run, wherever you are", "2026-03-14 08:00:00", "2026-03-14 09:00:00", None),
    ]  # fmt: skip
    assert found[0].place == "Parque Chávez\n200 2nd St, Oxnard"


def test_public_holidays_are_whole_days():
    found = read(file("us-holidays-2026.ics"), first=date(2026, 1, 1), last=date(2026, 12, 31))

    assert len(found) == 12
    assert (found[10].starts, found[10].title) == (date(2026, 11, 26), "Thanksgiving Day")
    assert all((one.ends - one.starts).days == 1 for one in found)


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.stem)
def test_the_days_are_those_of_the_library_that_is_given_the_rules(path):
    """Ours hands it days only; on files of good will both must come to the same."""
    alone = recurring_ical_events.of(Calendar.from_ical(path.read_bytes()))
    year = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}

    theirs = [(one["UID"], one.start) for one in alone.between(date(2026, 1, 1), date(2027, 1, 1))]

    ours = read(path.read_bytes(), **year)
    assert sorted((one.uid, _instant(one.starts, one.tzid)) for one in ours) == sorted(
        (str(uid), _instant(starts, None)) for uid, starts in theirs
    )
    assert len(ours) >= 5


def _instant(at, tzid):
    if isinstance(at, datetime) and tzid is not None:
        at = at.replace(tzinfo=zone(tzid))
    return f"{at.astimezone(UTC):%c}" if getattr(at, "tzinfo", None) else f"{at:%c}"


@pytest.mark.parametrize(
    ("lines", "starts", "expected"),
    [
        (["RRULE:FREQ=DAILY;COUNT=3"], "DTSTART:20260330T180000", ["03-30", "03-31"]),
        (["RRULE:FREQ=DAILY;COUNT=3"], "DTSTART:20260227", ["03-01"]),
        (["RRULE:FREQ=DAILY;UNTIL=20260311"], "DTSTART:20260310T180000", ["03-10", "03-11"]),
        (["RRULE:FREQ=DAILY;UNTIL=20260311T215959Z"],
         "DTSTART;TZID=America/New_York:20260310T180000", ["03-10"]),
        (["RRULE:FREQ=DAILY;UNTIL=20260311T220000Z"],
         "DTSTART;TZID=America/New_York:20260310T180000", ["03-10", "03-11"]),
        (["RDATE:20260312T180000,20260314", "EXDATE:20260310T180000"],
         "DTSTART:20260310T180000", ["03-12", "03-14"]),
        (["RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"], "DTSTART:20260310", ["03-10"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=-1FR"], "DTSTART:20250131", ["03-27"]),
        (["DTEND:20260302"], "DTSTART:20260220", ["02-20"]),
        (["DTEND:20260301"], "DTSTART:20260220", []),
        ([], "DTSTART:20260401T000000", []),
        ([], "DTSTART:20260331T235900", ["03-31"]),
        (["DTEND:20260309T180000"], "DTSTART:20260310T180000", ["03-09"]),
    ],
)  # fmt: skip
def test_what_is_between_the_days_is_found(lines, starts, expected):
    assert days(event(*lines, starts=starts)) == expected


def test_a_time_without_an_end_has_none():
    assert read(event(), **MARCH)[0].ends is None


def test_an_event_without_a_name_of_its_own_gets_one_that_stays():
    content = calendar("BEGIN:VEVENT", "DTSTART:20260310", "SUMMARY:A", "END:VEVENT")

    assert len(read(content, **MARCH)[0].uid) == 64
    assert read(content, **MARCH) == read(content, **MARCH)


ODD_ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
{more}
END:STANDARD
END:VTIMEZONE"""


def odd_zone(name, offset="+0500", more="TZNAME:ODD"):
    return ODD_ZONE.format(name=name, offset=offset, more=more).splitlines()


def in_zone(*names, zones):
    return calendar(
        *(line for name in names for line in (
            "BEGIN:VEVENT", f"UID:{name}", f"DTSTART;TZID={name}:20260310T180000", "END:VEVENT",
        )),
        zones=zones,
    )  # fmt: skip


@pytest.mark.parametrize("offset", ["+0500", "-0300"])
def test_a_zone_of_its_own_counts_in_one_file_only(offset):
    found = read(in_zone("Ours", zones=odd_zone("Ours", offset)), **MARCH)

    assert found[0].tzid == "UTC"
    assert found[0].starts == local("2026-03-10T13:00" if offset == "+0500" else "2026-03-10T21:00")
    with pytest.raises(ZoneMissingError, match="Ours"):
        read(in_zone("Ours", zones=[]), **MARCH)


def test_a_file_cannot_give_a_known_zone_another_meaning():
    for name in (NEW_YORK, "Eastern Standard Time", "/example.org/2026/America/New_York"):
        assert read(in_zone(name, zones=odd_zone(name)), **MARCH)[0].tzid == NEW_YORK


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NotACalendarError),
        (b"PK\x03\x04 not a calendar", NotACalendarError),
        (b"<html>BEGIN:VCALENDAR</html>", NotACalendarError),
        (b"x" * 5_000_001, CalendarTooLargeError),
        (calendar("BEGIN:VEVENT", "DTSTART:20260310"), CalendarCutShortError),
        (calendar("BEGIN:VEVENT", "SUMMARY:Walk", "END:VEVENT"), NoDayError),
        (event(starts="DTSTART:20260230"), TimeUnreadableError),
        (event(starts="DTSTART:00010101"), TimeUnreadableError),
        (event("DTEND:tomorrow"), TimeUnreadableError),
        (event("DURATION:P"), TimeUnreadableError),
        (event("EXDATE:20260310T180000,x"), TimeUnreadableError),
        (event("EXDATE:" + "20260310," * 50_000 + "20260310"), TooManyDatesError),
        (event(*["BEGIN:X"] * 11), CalendarRefusedError),
        (event("RRULE:FREQ=SECONDLY"), TooQuickError),
        (event("RRULE:FREQ=HOURLY;COUNT=3"), TooQuickError),
        (event("RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3"), TooQuickError),
        (event("RRULE:FREQ=DAILY;INTERVAL=0"), RepetitionError),
        (event("RRULE:FREQ=DAILY;INTERVAL=-1"), RepetitionError),
        (event("RRULE:FREQ=DAILY;FREQ=DAILY"), RepetitionError),
        (event("RRULE:FREQ=DAILY;BYDAY=XX"), RepetitionError),
        (event("RRULE:FREQ=DAILY;UNTIL=soon"), RepetitionError),
        (event("RRULE:FREQ=DAILY;BYEASTER=1"), RepetitionError),
        (event("RRULE:sometimes"), RepetitionError),
        (in_zone("Nowhere", zones=[]), ZoneMissingError),
        (in_zone("Odd", zones=odd_zone("Odd", "rather late")), ZoneUnreadableError),
        (in_zone("Odd", zones=odd_zone("Odd", more="RRULE:FREQ=SECONDLY")), ZoneUnreadableError),
        (in_zone(*"abcdef", zones=[line for z in "abcdef" for line in odd_zone(z)]),
         TooManyOwnZonesError),
        (calendar(zones=[line for n in range(101) for line in odd_zone(str(n))]),
         TooManyZonesError),
        (calendar(*(line for n in range(2_001) for line in
                    ("BEGIN:VEVENT", f"UID:{n}", "DTSTART:20260310", "END:VEVENT"))),
         TooManyOccurrencesError),
        (calendar(*["BEGIN:VEV\r\n ENT", "DTSTART:20260310", "END:VEVENT"] * 5_001),
         TooManyEventsError),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_a_sentence(content, refusal):
    with pytest.raises(refusal) as refused:
        read(content, **MARCH)

    assert str(refused.value).endswith(".")


def test_a_hundred_thousand_events_are_refused_at_once():
    bomb = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nDTSTART:20260310\r\nEND:VEVENT\r\n" * 100_000

    started = perf_counter()
    with pytest.raises(TooManyEventsError, match="100,000"):
        read(bomb, **MARCH)

    assert perf_counter() - started < 0.5


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=60",
        "FREQ=DAILY",
    ],
)
def test_rules_that_would_take_for_ever_do_not(rule):
    one = ["BEGIN:VEVENT", "DTSTART:16000310T180000", f"RRULE:{rule}", "END:VEVENT"]

    started = perf_counter()
    with suppress(TooMuchWorkError, RepetitionError):
        read(calendar(*one * 5_000), **MARCH)

    assert perf_counter() - started < 20


REAL = [path.read_bytes() for path in CALENDARS]
VALUES = some.sampled_from(
    [b"", b"\r\n", b"\r\n ", b":", b";", b'"', b"BEGIN:", b"END:VEVENT\r\n", b"20269999", b"0",
     b"RRULE:FREQ=DAILY;INTERVAL=0\r\n", b"RRULE:FREQ=YEARLY;BYWEEKNO=53\r\n", b"T", b"Z", b",",
     b"DTSTART:99991231T235959Z\r\n", b"DURATION:P9999D\r\n", b"RDATE:21991231\r\n", b"\xff\x00",
     b"RECURRENCE-ID;RANGE=THISANDFUTURE:20260309T190000\r\n", b"SEQUENCE:9\r\n", b"TZID=Odd:",
     b"EXDATE:20260309\r\n", "\u2028🦉".encode()]
)  # fmt: skip


@given(content=some.binary() | some.text().map(lambda text: calendar("BEGIN:VEVENT", text)))
def test_any_bytes_are_read_or_refused(content):
    try:
        read(content, **MARCH)
    except CommonGroundError:
        return


@settings(max_examples=300, deadline=5_000, suppress_health_check=[HealthCheck.too_slow])
@given(seed=some.integers(), values=some.lists(VALUES, min_size=1, max_size=8))
def test_a_damaged_calendar_is_read_or_refused(seed, values):
    dice = random.Random(seed)
    content = dice.choice(REAL)
    for value in values:
        start = dice.randrange(len(content))
        cut = dice.choice([0, 0, 1, 2, 8, 40])
        content = content[:start] + value + content[start + cut :]
    try:
        found = read(content, **MARCH)
    except CommonGroundError:
        return

    assert all(isinstance(one.starts, date) for one in found)
