"""Meetings from a table: one a row, under columns that people would call so."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from core.errors import CommonGroundError
from core.i18n import _
from imports.csv_files import Row, open_table, require_columns
from imports.ics_files import FoundEvent

NEEDED = ("title", "starts", "ends")
MOST = 2_000


class TooManyRowsError(CommonGroundError):
    message = "The file has more than {most:,} meetings. Split it, and bring the parts in."


class RowUnreadableError(CommonGroundError):
    message = (
        "Row {line} cannot be read: {reason} Nothing was stored. It needs a title, and starts and "
        "ends as 2026-04-01 18:00."
    )


def read(path: Path, *, first: date, last: date) -> list[FoundEvent]:
    """The meetings that begin between two days.

    Columns: ``title``, ``starts``, ``ends``, and perhaps ``place`` and ``about``. One row that
    cannot be read refuses the file: half a calendar is worse than none.
    """
    found: list[FoundEvent] = []
    with open_table(path) as table:
        require_columns(table, NEEDED)
        for row in table:
            if len(found) >= MOST:
                raise TooManyRowsError(most=MOST)
            event, day = _event(row)
            if first <= day <= last:
                found.append(event)
    return found


def _event(row: Row) -> tuple[FoundEvent, date]:
    title = row.values.get("title", "").strip()
    if row.problem or not title:
        raise RowUnreadableError(line=row.number, reason=row.problem or _("It has no title."))
    try:
        starts, ends = (datetime.fromisoformat(row.values[name].strip()) for name in NEEDED[1:])
    except ValueError as error:
        raise RowUnreadableError(line=row.number, reason=_("A time in it is not one.")) from error
    if starts.tzinfo or ends.tzinfo or ends <= starts:
        raise RowUnreadableError(
            line=row.number, reason=_("It ends before it starts, or names a zone.")
        )
    event = FoundEvent(
        uid=f"{title} {starts.isoformat()}", title=title, starts=starts, ends=ends, tzid=None,
        place=row.values.get("place", "").strip(), is_cancelled=False,
        description=row.values.get("about", "").strip(),
    )  # fmt: skip
    return event, starts.date()
