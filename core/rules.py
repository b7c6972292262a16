"""How often something comes back: an RRULE value (RFC 5545), checked before it is ever expanded.

What is refused here would run for ever (``INTERVAL=0``), for seconds (``FREQ=SECONDLY``), or means
something else in every calendar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time

from core.errors import CommonGroundError

LENGTH_LIMIT = 300
COUNT_LIMIT = 1_000
INTERVAL_LIMIT = 99
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WHOLE = re.compile(r"[0-9]{1,9}")
_SIGNED = re.compile(r"[+-]?[0-9]{1,3}")
_DAY = re.compile(rf"([+-]?[0-9]{{1,2}})?({'|'.join(WEEKDAYS)})")
_UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{6})Z?)?")
_LISTS = {"BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYSETPOS": (-366, 366)}
_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", *_LISTS}


class RuleError(CommonGroundError):
    """How something comes back cannot be used; nothing was planned."""

    message = "We cannot read how often this comes back. Choose it again from the list."


class RuleTooLongError(RuleError):
    message = (
        "How often this comes back takes {length:,} characters to say; we can keep {limit}. "
        "Choose fewer days."
    )


class PartUnknownError(RuleError):
    message = (
        "“{part}” is no part of how often a meeting can come back. Choose it again from the list."
    )


class PartTwiceError(RuleError):
    message = "“{part}” is said twice in how often this comes back. Say it once."


class FrequencyError(RuleError):
    message = "A meeting can come back every day, week, month or year. Choose one of these."


class IntervalError(RuleError):
    message = "“Every {value}” does not work. Choose a whole number from 1 to {limit}."


class CountError(RuleError):
    message = "“{value} times” does not work. Choose a whole number from 1 to {limit:,}."


class LastDayError(RuleError):
    message = "“{value}” is not a last day that a calendar has. Choose the last day again."


class TwoEndsError(RuleError):
    message = "This ends twice: after a number of times and on a day. Choose one of the two."


class DaysError(RuleError):
    message = "“{value}” names no days that can come back. Choose the days again."


@dataclass(frozen=True, slots=True)
class Rule:
    """A checked rule. ``days`` are pairs: which one of the month or year (0: each), and the day."""

    frequency: str
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[tuple[int, str], ...] = ()
    positions: tuple[int, ...] = ()
    count: int | None = None
    until: str = ""
    week_start: str = "MO"

    @property
    def last(self) -> datetime | None:
        """The last wall time that ``until`` lets through. A ``Z`` is read past: of zones the
        rule knows nothing."""
        found = _UNTIL.fullmatch(self.until)
        return _moment(*found.groups()) if found else None

    def __str__(self) -> str:
        """The one way in which we write this rule."""
        days = ",".join(f"{which or ''}{day}" for which, day in self.days)
        parts = {
            "FREQ": self.frequency,
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYMONTH": ",".join(map(str, self.months)),
            "BYMONTHDAY": ",".join(map(str, self.month_days)),
            "BYDAY": days,
            "BYSETPOS": ",".join(map(str, self.positions)),
            "COUNT": str(self.count or ""),
            "UNTIL": self.until,
            "WKST": self.week_start if self.week_start != "MO" else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def rule(text: str) -> str:
    """``text``, an RRULE value without its name, as we write it; a ``RuleError`` if unusable."""
    return str(parsed(text))


def parsed(text: str) -> Rule:
    """The checked parts of an RRULE value; a ``RuleError`` if it is unusable."""
    if len(text) > LENGTH_LIMIT:
        raise RuleTooLongError(length=len(text), limit=LENGTH_LIMIT)
    parts = _split(text.strip().upper())
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES:
        raise FrequencyError
    if "COUNT" in parts and "UNTIL" in parts:
        raise TwoEndsError
    found = Rule(
        frequency,
        interval=_whole(parts.get("INTERVAL", "1"), INTERVAL_LIMIT, IntervalError),
        months=_numbers("BYMONTH", parts),
        month_days=_numbers("BYMONTHDAY", parts),
        days=_days(parts),
        positions=_numbers("BYSETPOS", parts),
        count=_whole(parts["COUNT"], COUNT_LIMIT, CountError) if "COUNT" in parts else None,
        until=_until(parts["UNTIL"]) if "UNTIL" in parts else "",
        week_start=parts.get("WKST", "MO"),
    )
    _check_together(found)
    return found


def _split(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.removesuffix(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals:
            raise RuleError
        if name not in _PARTS:
            raise PartUnknownError(part=name)
        if name in parts:
            raise PartTwiceError(part=name)
        parts[name] = value
    return parts


def _whole(value: str, limit: int, refusal: type[RuleError]) -> int:
    if not _WHOLE.fullmatch(value) or not 1 <= int(value) <= limit:
        raise refusal(value=value, limit=limit)
    return int(value)


def _numbers(name: str, parts: dict[str, str]) -> tuple[int, ...]:
    if name not in parts:
        return ()
    low, high = _LISTS[name]
    values = parts[name].split(",")
    if not all(_SIGNED.fullmatch(one) and low <= int(one) <= high and int(one) for one in values):
        raise DaysError(value=f"{name}={parts[name]}")
    return tuple(sorted({int(one) for one in values}))


def _days(parts: dict[str, str]) -> tuple[tuple[int, str], ...]:
    if "BYDAY" not in parts:
        return ()
    most = {"MONTHLY": 5, "YEARLY": 5 if "BYMONTH" in parts else 53}.get(parts["FREQ"], 0)
    days = set()
    for one in parts["BYDAY"].split(","):
        found = _DAY.fullmatch(one)
        if found is None:
            raise DaysError(value=f"BYDAY={parts['BYDAY']}")
        which, day = found.groups()
        if which and not 1 <= abs(int(which)) <= most:
            raise DaysError(value=f"BYDAY={one}")
        days.add((int(which or 0), day))
    return tuple(sorted(days, key=lambda pair: (pair[0], WEEKDAYS.index(pair[1]))))


def _until(value: str) -> str:
    found = _UNTIL.fullmatch(value)
    if found is None or _moment(*found.groups()) is None:
        raise LastDayError(value=value)
    return value


def _moment(day: str, at: str | None) -> datetime | None:
    try:
        if at is None:
            return datetime.combine(_naive(f"{day}000000"), time.max)
        return _naive(day + at)
    except ValueError:
        return None


def _naive(digits: str) -> datetime:
    year, rest = int(digits[:4]), digits[4:]
    month, day, hour, minute, second = (int(rest[at : at + 2]) for at in range(0, 10, 2))
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 -- wall time is naive


def _check_together(found: Rule) -> None:
    """Refuse what RFC 5545 forbids in company."""
    if found.week_start not in WEEKDAYS:
        raise DaysError(value=f"WKST={found.week_start}")
    if found.frequency == "WEEKLY" and found.month_days:
        raise DaysError(value="BYMONTHDAY")
    if found.positions and not (found.months or found.month_days or found.days):
        raise DaysError(value="BYSETPOS")
