"""The calendar file, line by line, and as two programs read it that did not write it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from core.entries import Entry
from core.recurrence import SkippedTimeError, ZoneUnknownError, instant, wall
from core.texts import plain
from exports.ics import to_ics

CHANGED = datetime(2026, 3, 2, 15, 30, 12, 999, tzinfo=UTC)
MEETING = Entry(
    uid="meeting-7@example.org",
    sequence=3,
    starts=datetime(2026, 3, 10, 18),  # noqa: DTZ001 -- wall time is naive
    ends=datetime(2026, 3, 10, 20),  # noqa: DTZ001
    tzid="America/New_York",
    title="Coffee, and questions; District 4",
    description="Bring a friend.\nWe listen – en español también.",
    place="Library, 12 Main St",
    url="https://example.org/meetings/7",
    kind="Coffee, informal",
    organizer='The "Springfield" Police, Dept.',
    changed_at=CHANGED,
)


def lines(content):
    return re.sub(rb"\r\n[ \t]", b"", content).decode().split("\r\n")


def test_a_meeting_is_written_with_every_property():
    text = lines(to_ics([MEETING]))

    assert text[:4] == [
        "BEGIN:VCALENDAR",
        "PRODID:-//Common Ground//Meetings//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
    ]
    assert text[text.index("BEGIN:VEVENT") :] == [
        "BEGIN:VEVENT",
        "UID:meeting-7@example.org",
        "DTSTAMP:20260302T153012Z",
        "LAST-MODIFIED:20260302T153012Z",
        "SEQUENCE:3",
        "DTSTART;TZID=America/New_York:20260310T180000",
        "DTEND;TZID=America/New_York:20260310T200000",
        "SUMMARY:Coffee\\, and questions\\; District 4",
        "STATUS:CONFIRMED",
        "DESCRIPTION:Bring a friend.\\nWe listen – en español también.",
        "LOCATION:Library\\, 12 Main St",
        "URL:https://example.org/meetings/7",
        "CATEGORIES:Coffee\\, informal",
        "ORGANIZER;CN=\"The 'Springfield' Police, Dept.\":invalid:nomail",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_feed_has_a_name_and_asks_to_be_read_every_hour():
    text = lines(to_ics([], name="Meetings, all"))

    assert "NAME:Meetings\\, all" in text
    assert "X-WR-CALNAME:Meetings\\, all" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text
    assert "X-PUBLISHED-TTL:PT1H" in text
    assert not [line for line in lines(to_ics([])) if line.startswith(("X-", "NAME", "METHOD"))]


def test_a_method_is_written_when_it_is_given():
    assert "METHOD:PUBLISH" in lines(to_ics([MEETING], method="PUBLISH"))


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, "CONFIRMED"),
        ({"is_postponed": True}, "TENTATIVE"),
        ({"is_cancelled": True, "is_postponed": True}, "CANCELLED"),
    ],
)
def test_a_meeting_has_a_status(change, status):
    assert f"STATUS:{status}" in lines(to_ics([replace(MEETING, **change)]))


def test_each_zone_is_described_once_for_the_years_that_are_used():
    later = replace(
        MEETING, starts=MEETING.starts.replace(year=2028), ends=MEETING.ends.replace(year=2028)
    )
    west = replace(MEETING, tzid="America/Los_Angeles")
    everywhere = replace(MEETING, tzid="UTC")

    text = lines(to_ics([MEETING, west, later, everywhere]))

    tzids = [line for line in text if line.startswith("TZID:")]
    assert tzids == ["TZID:America/Los_Angeles", "TZID:America/New_York"]
    changes = [line[8:16] for line in text if line.startswith("DTSTART:") and line[-1] != "Z"]
    assert changes[3:] == [
        "20251230", "20260308", "20261101", "20270314", "20271107", "20280312", "20281105",
    ]  # fmt: skip
    assert "DTSTART:20260310T180000Z" in text


def test_a_clock_change_is_written_as_the_clock_showed_it_before():
    text = lines(to_ics([MEETING]))

    summer = text.index("BEGIN:DAYLIGHT")
    assert text[summer + 1 : summer + 5] == [
        "DTSTART:20260308T020000",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "TZNAME:EDT",
    ]


def test_a_zone_that_is_none_is_refused():
    with pytest.raises(ZoneUnknownError):
        to_ics([replace(MEETING, tzid="Eastern Standard Time")])


def test_lines_are_folded_at_75_octets_and_end_as_they_must():
    content = to_ics([replace(MEETING, description="ñ—🦉 " * 200)], name="é" * 100)

    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert "ñ—🦉 ñ" in "".join(lines(content))


def test_what_people_write_cannot_become_lines_of_the_file():
    hostile = "a\r\nEND:VEVENT\rBEGIN:VALARM\x00\x07\x0b\x85\u2028X:1\ud800"
    entry = replace(
        MEETING, uid=hostile, title=hostile, description=hostile, place=hostile, url=hostile,
        kind=hostile, organizer=hostile,
    )  # fmt: skip

    text = lines(to_ics([entry], name=hostile))

    assert [line for line in text if line.startswith(("END:", "BEGIN:VA", "X:"))][-2:] == [
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    assert text.count("END:VEVENT") == 1
    assert "SUMMARY:a\\nEND:VEVENT\\nBEGIN:VALARM\\nX:1" in text
    assert "URL:aEND:VEVENTBEGIN:VALARMX:1" in text


def test_the_same_entries_give_the_same_bytes():
    assert to_ics([MEETING], name="Meetings") == to_ics([replace(MEETING)], name="Meetings")


def test_khal_reads_it(khal):
    cancelled = replace(MEETING, uid="other", title="Walk", description="", is_cancelled=True)

    assert khal(to_ics([MEETING, cancelled], name="Meetings", method="PUBLISH")) == [
        "2026-03-10 18:00|2026-03-10 20:00|Coffee, and questions; District 4|Library, 12 Main St"
        "|CONFIRMED |Bring a friend.",
        "We listen – en español también.",
        "2026-03-10 18:00|2026-03-10 20:00|Walk|Library, 12 Main St|CANCELLED |",
    ]


def test_ical_js_reads_the_calendar_itself(judged):
    found = judged(to_ics([MEETING], name="Meetings", method="PUBLISH"))

    assert found["tzids"] == ["America/New_York"]
    assert found["properties"] == {
        "prodid": "-//Common Ground//Meetings//EN",
        "version": "2.0",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "name": "Meetings",
        "x-wr-calname": "Meetings",
        "x-published-ttl": "PT1H",
        "refresh-interval": "PT1H",
    }


ZONES = some.sampled_from(
    ["America/New_York", "America/Los_Angeles", "America/Phoenix", "America/St_Johns", "UTC"]
)
TEXTS = some.text(max_size=300)
ENTRIES = some.builds(
    Entry,
    uid=some.just(""),
    sequence=some.integers(0, 10_000),
    starts=some.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001
    ends=some.just(MEETING.ends),
    tzid=ZONES,
    title=TEXTS,
    description=TEXTS,
    place=TEXTS,
    url=some.integers(1).map("https://example.org/meetings/{}".format),
    kind=TEXTS,
    is_cancelled=some.booleans(),
    is_postponed=some.booleans(),
    organizer=TEXTS,
    changed_at=some.just(CHANGED),
)


def kept(text):
    return plain(re.sub("[\u2028\u2029]", "\n", text.replace("\0", "")))


def expected(entry):
    status = "TENTATIVE" if entry.is_postponed else "CONFIRMED"
    starts, ends = (time.replace(microsecond=0, fold=0) for time in (entry.starts, entry.ends))
    mark = "Z" if entry.tzid == "UTC" else ""
    return {
        "uid": entry.uid,
        "title": kept(entry.title),
        "description": kept(entry.description),
        "place": kept(entry.place),
        "starts": starts.isoformat() + mark,
        "ends": ends.isoformat() + mark,
        "tzid": entry.tzid,
        "sequence": entry.sequence,
        "status": "CANCELLED" if entry.is_cancelled else status,
        "url": entry.url,
        "kinds": [kept(entry.kind)] if entry.kind else [],
        "organizer": " ".join(kept(entry.organizer).replace('"', "'").split()),
        "changed_at": int(CHANGED.timestamp()),
    }


def instants(entry):
    """Both ends, or nothing where the clocks skip or repeat one: programs differ about these."""
    times = [time.replace(microsecond=0, fold=0) for time in (entry.starts, entry.ends)]
    try:
        found = [instant(time, entry.tzid) for time in times]
    except SkippedTimeError:
        return []
    hour = timedelta(hours=1)
    twice = any(wall(at + hour, entry.tzid) == time for at, time in zip(found, times, strict=True))
    return [] if twice else [int(at.timestamp()) for at in found]


def test_ical_js_reads_what_was_written(judged):
    """Two hundred made-up meetings in one file, for starting a judge is slow."""
    entries = []

    @settings(max_examples=200, deadline=None, phases=[Phase.generate])
    @given(entry=ENTRIES)
    def make_up(entry):
        ends = entry.starts + timedelta(minutes=90)
        entries.append(replace(entry, uid=f"{len(entries)}@example.org", ends=ends))

    make_up()
    found = judged(to_ics(entries))["events"]

    times = [[one.pop("starts_at"), one.pop("ends_at")] for one in found]
    assert found == [expected(entry) for entry in entries]
    for entry, read in zip(entries, times, strict=True):
        assert instants(entry) in ([], read), entry
    assert len(entries) == 200
    assert sum(bool(instants(entry)) for entry in entries) > 150  # the control
