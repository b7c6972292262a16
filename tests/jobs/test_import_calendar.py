"""Calendar files: holidays to plan around, and meetings as drafts; the same file adds nothing."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from core.vocabulary import EventState
from db.models import CalendarDay, Event
from db.session import reading
from imports.event_rows import RowUnreadableError
from jobs.import_calendar import FileAwayError, import_days, import_events

HOLIDAYS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//holidays//EN
BEGIN:VEVENT
UID:1@holidays
DTSTART;VALUE=DATE:20260525
DTEND;VALUE=DATE:20260526
SUMMARY:Memorial Day
END:VEVENT
BEGIN:VEVENT
UID:2@holidays
DTSTART;VALUE=DATE:20261126
DTEND;VALUE=DATE:20261128
SUMMARY:Thanksgiving
END:VEVENT
END:VCALENDAR
"""
MEETINGS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//elsewhere//EN
BEGIN:VEVENT
UID:3@elsewhere
DTSTART:20260401T170000
DTEND:20260401T180000
SUMMARY:Tea with neighbours
LOCATION:Hall
RRULE:FREQ=WEEKLY;COUNT=3
END:VEVENT
END:VCALENDAR
"""


def written(tmp_path, text):
    file = tmp_path / "days.ics"
    file.write_bytes(text.replace("\n", "\r\n").encode())
    return file


def test_holidays_are_kept_once_each_day_of_them(engine, tmp_path):
    file = written(tmp_path, HOLIDAYS)

    assert import_days(engine, file, name="US") == (3, 3)
    assert import_days(engine, file, name="US") == (3, 0)
    with reading(engine) as session:
        days = set(session.execute(select(CalendarDay.falls_on, CalendarDay.name)).all())
    assert days == {
        (date(2026, 5, 25), "Memorial Day"),
        (date(2026, 11, 26), "Thanksgiving"),
        (date(2026, 11, 27), "Thanksgiving"),
    }


def test_meetings_become_drafts_once(engine, tmp_path):
    file = written(tmp_path, MEETINGS)

    assert import_events(engine, file) == (3, 3)
    assert import_events(engine, file) == (3, 0)
    with reading(engine) as session:
        rows = session.execute(select(Event.title, Event.state, Event.room_instructions)).all()
    assert rows == [("Tea with neighbours", EventState.DRAFT, "Hall")] * 3


def test_a_file_that_is_not_there_is_said(engine, tmp_path):
    with pytest.raises(FileAwayError, match=r"gone\.ics"):
        import_days(engine, tmp_path / "gone.ics", name="x")


TABLE = """title,starts,ends,place,about
Tea,2026-04-01 18:00,2026-04-01 19:30,Hall,"Cake, and talk"
Walk,2026-04-02T09:00,2026-04-02T10:00,,
Long ago,2020-01-01 10:00,2020-01-01 11:00,,
"""


def test_a_table_of_meetings_becomes_drafts_once(engine, tmp_path):
    file = tmp_path / "meetings.csv"
    file.write_text(TABLE)

    assert import_events(engine, file) == (2, 2)
    assert import_events(engine, file) == (2, 0)
    with reading(engine) as session:
        rows = session.execute(select(Event.title, Event.purpose).order_by(Event.title)).all()
    assert [tuple(row) for row in rows] == [("Tea", "Cake, and talk"), ("Walk", "")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",2026-04-01 18:00,2026-04-01 19:00,,", "It has no title."),
        ("Tea,the first of April,2026-04-01 19:00,,", "A time in it is not one."),
        ("Tea,2026-04-01 18:00,2026-04-01 17:00,,", "It ends before it starts"),
        ("Tea,2026-04-01 18:00", "The row has 2 cells"),
    ],
)
def test_one_bad_row_refuses_the_table_and_nothing_is_stored(engine, tmp_path, row, reason):
    file = tmp_path / "meetings.csv"
    file.write_text(TABLE + row + "\n")

    with pytest.raises(RowUnreadableError, match=reason) as refused:
        import_events(engine, file)

    assert "Row 5 cannot be read" in str(refused.value)
    with reading(engine) as session:
        assert session.scalar(select(Event.id)) is None
