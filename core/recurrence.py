"""When something that comes back takes place, in wall time: 6 pm stays 6 pm when clocks change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_time
from dateutil import rrule

from core import i18n
from core.errors import CommonGroundError
from core.rule_words import in_words
from core.rules import WEEKDAYS, Rule, RuleError, parsed, rule

__all__ = [
    "OCCURRENCE_LIMIT", "RuleError", "SeriesTooLongError", "SkippedTimeError", "ZoneUnknownError",
    "in_words", "instant", "occurrences", "rule", "wall", "zone",
]  # fmt: skip

OCCURRENCE_LIMIT = 1_000
_HORIZON = timedelta(days=36_525)
"""Nothing is planned further ahead, for a rule that fits no day is tried on each of them."""

_CYCLE = timedelta(days=146_097)
"""400 years: after as many, each day of the year has its weekday and each leap year its place."""

_FREQUENCY: Final[dict[str, Literal[0, 1, 2, 3]]] = {
    "DAILY": rrule.DAILY,
    "WEEKLY": rrule.WEEKLY,
    "MONTHLY": rrule.MONTHLY,
    "YEARLY": rrule.YEARLY,
}


class ZoneUnknownError(CommonGroundError):
    message = "There is no time zone called “{tzid}”. Choose one from the list."


class SkippedTimeError(CommonGroundError):
    message = "On {day} there is no {time}: the clocks go forward and skip it. Choose another time."


class SeriesTooLongError(RuleError):
    message = (
        "This comes back more than {limit:,} times. "
        "Choose an earlier last day, or let it come back less often."
    )


def zone(tzid: str) -> ZoneInfo:
    """The rules of a time zone; refused where the name is none."""
    try:
        return ZoneInfo(tzid)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: a folder of zones
        raise ZoneUnknownError(tzid=tzid) from error


def instant(local: datetime, tzid: str) -> datetime:
    """When the clock in ``tzid`` shows ``local``, in UTC. Shown twice, the first time counts."""
    at = local.replace(tzinfo=zone(tzid), fold=0).astimezone(UTC)
    if wall(at, tzid) != local:
        language = i18n.locale()
        raise SkippedTimeError(
            day=format_date(local, "full", locale=language),
            time=format_time(local, "short", locale=language),
        )
    return at


def wall(at: datetime, tzid: str) -> datetime:
    """What the wall clock in ``tzid`` shows at the instant ``at``; naive."""
    return at.astimezone(zone(tzid)).replace(tzinfo=None, fold=0)


def occurrences(
    rule: str, first: datetime, *, until: date, skipped: Collection[date] = ()
) -> list[datetime]:
    """The wall times from ``first`` to the day ``until``, both included, without ``skipped`` days.

    ``first`` is the first one whether the rule names it or not, and counts (RFC 5545, DTSTART).
    A skipped day counts too. Nothing is planned for more than a hundred years ahead.
    """
    found = parsed(rule)
    first = first.replace(microsecond=0, fold=0)
    times = [first] if first.date() <= until else []
    for at in _expanded(found, first, until):
        if len(times) == found.count:
            break
        if len(times) == OCCURRENCE_LIMIT:
            raise SeriesTooLongError(limit=OCCURRENCE_LIMIT)
        times.append(at)
    return [at for at in times if at.date() not in skipped]


def _expanded(found: Rule, first: datetime, until: date) -> Iterator[datetime]:
    """What the rule names after ``first``."""
    day = min(until, first.date() + min(_HORIZON, date.max - first.date()))
    end = datetime.combine(day, time.max)

    def every(start: datetime) -> rrule.rrule:
        return rrule.rrule(
            _FREQUENCY[found.frequency],
            dtstart=start,
            interval=found.interval,
            wkst=WEEKDAYS.index(found.week_start),
            bymonth=found.months or None,
            bymonthday=found.month_days or None,
            byweekday=[_weekday(*pair) for pair in found.days] or None,
            bysetpos=found.positions or None,
        )

    return (at for at in expanded(every, first, min(end, found.last or end)) if at > first)


def _weekday(which: int, day: str) -> rrule.weekday:
    return rrule.weekday(WEEKDAYS.index(day), which or None)


def expanded(
    every: Callable[[datetime], Iterable[datetime]], first: datetime, end: datetime
) -> Iterator[datetime]:
    """The wall times from ``first`` to ``end`` of a rule, which ``every`` makes for a first time.

    dateutil tries a rule that fits no day on every day until the year 9999, whatever its end. So it
    is asked about a time shortly before: the calendar is the same again after 400 years.
    """
    room = max(1, end.year - first.year + 1)
    later = max(0, (date.max.year - room - first.year) // 400) * _CYCLE
    for at in every(first + later):
        if at - later > end:
            return
        yield at - later
