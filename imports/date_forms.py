"""The ways in which people and machines write a day, and how each is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from imports.refused import RowRefusedError

EARLIEST_YEAR = 1900
_SHOWN = 40  # characters of a value that a sentence repeats


class DateNotReadError(RowRefusedError):
    message = "“{value}” is not a date of the form {form}."


class DateTooEarlyError(RowRefusedError):
    message = "The date “{value}” is before the year 1900."


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a column writes its days. ``name`` is for people.

    A time after the day is read too. With an offset, and in epochs, it is an instant, and the day
    is the one on the wall of ``tz``; without, the day is the one written.
    """

    name: str
    read: Callable[[str, ZoneInfo], date]

    def parse(self, value: str, *, tz: ZoneInfo) -> date:
        """The day in ``value``; raises ``DateNotReadError`` or ``DateTooEarlyError``.

        Two-digit years from 69 on are of the 1900s, others of the 2000s: one that lies ahead is
        left for ``check_not_future`` to refuse, since the century would be a guess.
        """
        try:
            day = self.read(value.strip(), tz)
        except (ValueError, OverflowError, OSError):
            raise DateNotReadError(value=shortened(value), form=self.name) from None
        if day.year < EARLIEST_YEAR:
            raise DateTooEarlyError(value=shortened(value))
        return day


def shortened(value: str) -> str:
    """``value`` as a sentence repeats it."""
    stripped = " ".join(value.split())
    return stripped if len(stripped) <= _SHOWN else f"{stripped[: _SHOWN - 1]}…"


_TIME = (
    r"(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?: ?(?P<half>[AP])\.?M\.?)?(?: ?(?P<offset>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?"
)
_YEAR = r"(?P<year>\d{4}|\d{2})"
_MONTHS = "january february march april may june july august september october november december"


def _pattern(day: str) -> re.Pattern[str]:
    return re.compile(day + _TIME, re.ASCII | re.IGNORECASE)


ISO = _pattern(r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})")
COMPACT = _pattern(r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])")
MONTH_FIRST = _pattern(rf"(?P<month>\d{{1,2}})(?P<sign>[-/.])(?P<day>\d{{1,2}})(?P=sign){_YEAR}")
DAY_FIRST = _pattern(rf"(?P<day>\d{{1,2}})(?P<sign>[-/.])(?P<month>\d{{1,2}})(?P=sign){_YEAR}")
DAY_WORD = _pattern(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<month>[a-z]{{3,9}})\.?,?[ -]{_YEAR}"
)
WORD_DAY = _pattern(rf"(?P<month>[a-z]{{3,9}})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}")
# Fewer digits than these are identifiers, or the zero of a missing time: 1973 is the earliest.
SECONDS = re.compile(r"(?P<number>\d{9,10})(?:\.\d*)?", re.ASCII)
MILLISECONDS = re.compile(r"(?P<number>\d{12,13})(?:\.\d*)?", re.ASCII)


def _reader(*patterns: re.Pattern[str]) -> Callable[[str, ZoneInfo], date]:
    def read(value: str, tz: ZoneInfo) -> date:
        for pattern in patterns:
            if found := pattern.fullmatch(value):
                return _day(found, tz)
        raise ValueError(value)

    return read


def _epoch_reader(pattern: re.Pattern[str], unit: timedelta) -> Callable[[str, ZoneInfo], date]:
    def read(value: str, tz: ZoneInfo) -> date:
        found = pattern.fullmatch(value)
        if not found:
            raise ValueError(value)
        moment = datetime(1970, 1, 1, tzinfo=UTC) + int(found["number"]) * unit
        return moment.astimezone(tz).date()

    return read


def _day(found: re.Match[str], tz: ZoneInfo) -> date:
    hour = int(found["hour"] or 0)
    if half := found["half"]:
        hour = hour % 12 + 12 * (half in "pP")
    moment = datetime(
        _year(found["year"]),
        _month(found["month"]),
        int(found["day"]),
        hour,
        int(found["minute"] or 0),
        int(found["second"] or 0),
        tzinfo=_zone(found["offset"]),
    )
    return (moment.astimezone(tz) if found["offset"] else moment).date()


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year > 68 else 2000)


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    names = [name.startswith(written.lower()) for name in _MONTHS.split()]
    return names.index(True) + 1  # ValueError for a word that is no month


def _zone(offset: str | None) -> timezone:
    if offset is None or offset.isalpha():
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-ahead if offset[0] == "-" else ahead)


FORMS = {
    form.name: form
    for form in (
        DateForm("YYYY-MM-DD", _reader(ISO)),
        DateForm("YYYYMMDD", _reader(COMPACT)),
        DateForm("M/D/YY", _reader(MONTH_FIRST)),
        DateForm("M/D/YYYY", _reader(MONTH_FIRST)),
        DateForm("D/M/YY", _reader(DAY_FIRST)),
        DateForm("D/M/YYYY", _reader(DAY_FIRST)),
        DateForm("D Month YYYY", _reader(DAY_WORD, WORD_DAY)),
        DateForm("epoch seconds", _epoch_reader(SECONDS, timedelta(seconds=1))),
        DateForm("epoch milliseconds", _epoch_reader(MILLISECONDS, timedelta(milliseconds=1))),
    )
}
"""Every form by its name. Any sign of ``/ - .`` may stand between numbers, and any time follow."""
