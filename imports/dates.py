"""Read the days in a column, after finding out from the whole column how they are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from core.errors import CommonGroundError
from imports.date_forms import (
    COMPACT,
    DAY_WORD,
    FORMS,
    ISO,
    MILLISECONDS,
    MONTH_FIRST,
    SECONDS,
    WORD_DAY,
    DateForm,
    shortened,
)
from imports.refused import RowRefusedError

__all__ = ["DateForm", "check_not_future", "explicit", "recognise"]


class FutureDateError(RowRefusedError):
    message = "The date {day} is in the future."


class AmbiguousDatesError(CommonGroundError):
    message = (
        "Dates such as “{value}” could have the month or the day first, and nothing in the file "
        "decides it. Say which: --date-format {month_first} or --date-format {day_first}."
    )


class DatesNotRecognisedError(CommonGroundError):
    message = (
        "Dates such as “{value}” are written in no known form. "
        "Say how, for example --date-format '%d %b %Y'."
    )


class DateFormatRefusedError(CommonGroundError):
    message = (
        "“{format}” does not name a day, a month and a year. "
        "Write for example M/D/YYYY, D/M/YYYY or '%Y-%m-%d'."
    )


def check_not_future(day: date, today: date) -> None:
    """Raise ``FutureDateError`` for a day after ``today``."""
    if day > today:
        raise FutureDateError(day=day.isoformat())


def recognise(values: Iterable[str]) -> DateForm:
    """The form most of the ``values`` have; blank ones have no say.

    Month or day first is decided by numbers over 12, and by the majority where values contradict
    each other. Raises ``AmbiguousDatesError`` or ``DatesNotRecognisedError``.
    """
    seen: Counter[str] = Counter()
    example: dict[str, str] = {}
    for value in filter(None, map(str.strip, values)):
        kind = _kind(value)
        seen[kind] += 1
        example.setdefault(kind, value)
    if not seen:
        return FORMS["YYYY-MM-DD"]  # nothing will be asked of it
    numeric = Counter({kind: seen.pop(kind) for kind in tuple(seen) if "/" in kind})
    del seen[_UNKNOWN]
    if not seen and not numeric:
        raise DatesNotRecognisedError(value=shortened(example[_UNKNOWN]))
    if numeric.total() > max(seen.values(), default=0):
        return FORMS[_numeric_name(numeric, example)]
    return FORMS[seen.most_common(1)[0][0]]


def explicit(format: str) -> DateForm:
    """The form somebody named: one of ``FORMS``, or in the letters of ``strptime``."""
    for name, form in FORMS.items():
        if name.casefold() == format.strip().casefold():
            return form
    letters = set(re.findall(r"%(.)", format.replace("%%", "")))
    if not all(letters & wanted for wanted in ({*"djcx"}, {*"mbBjcx"}, {*"yYcx"})):
        raise DateFormatRefusedError(format=format)

    def read(value: str, tz: ZoneInfo) -> date:
        moment = datetime.strptime(value, format)  # noqa: DTZ007 -- without an offset it is local
        return (moment.astimezone(tz) if moment.tzinfo else moment).date()

    try:  # a letter that strptime does not know shows only when it is used
        read(datetime(2024, 12, 30, 22, 45, tzinfo=UTC).strftime(format), ZoneInfo("UTC"))
    except ValueError:
        raise DateFormatRefusedError(format=format) from None
    return DateForm(format, read)


_UNKNOWN = "unknown"
_KINDS = (
    (ISO, "YYYY-MM-DD"),
    (COMPACT, "YYYYMMDD"),
    (DAY_WORD, "D Month YYYY"),
    (WORD_DAY, "D Month YYYY"),
    (SECONDS, "epoch seconds"),
    (MILLISECONDS, "epoch milliseconds"),
)


def _kind(value: str) -> str:
    """The name of the form ``value`` has; ``?/?/YY`` where month and day could change places."""
    if found := MONTH_FIRST.fullmatch(value):
        month, day = int(found["month"]), int(found["day"])
        year = "Y" * len(found["year"])
        if month > 12 and day > 12:
            return _UNKNOWN
        order = "D/M" if month > 12 else "M/D" if day > 12 else "?/?"
        return f"{order}/{year}"
    return next((name for pattern, name in _KINDS if pattern.fullmatch(value)), _UNKNOWN)


def _numeric_name(seen: Counter[str], example: dict[str, str]) -> str:
    year = max(("YY", "YYYY"), key=lambda y: sum(n for k, n in seen.items() if k[4:] == y))
    month_first, day_first = f"M/D/{year}", f"D/M/{year}"
    lead = sum(n if kind[0] == "M" else -n for kind, n in seen.items() if kind[0] in "MD")
    if lead == 0:
        value = shortened(example.get(f"?/?/{year}", example[next(iter(seen))]))
        raise AmbiguousDatesError(value=value, month_first=month_first, day_first=day_first)
    return month_first if lead > 0 else day_first
