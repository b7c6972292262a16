"""Months and weeks as whole numbers, as the counts keep them: ``yyyymm``, and ``yyyymmdd`` of the
week's Monday. A quarter goes by its first month. The two kinds never meet in one comparison."""

from __future__ import annotations

from datetime import date, timedelta

from core.vocabulary import Grain

NO_DATE = 0
FIRST, LAST = 190001, 299912
_DAYS = 10**6  # numbers from here on are days, and those below are months
_WEEK = timedelta(weeks=1)


def of(day: date | None, grain: Grain) -> int:
    """The period of ``grain`` that ``day`` is in."""
    if day is None:
        return NO_DATE
    if grain is Grain.WEEK:
        return _number(day - timedelta(days=day.weekday()))
    return within(day.year * 100 + day.month, grain)


def is_one(number: int) -> bool:
    """Whether ``number`` is a month or a week that a calendar of ours has."""
    if is_week(number):
        try:
            return first_day(number).weekday() == 0 and FIRST <= number // 100 <= LAST
        except ValueError:
            return False
    return FIRST <= number <= LAST and 1 <= number % 100 <= 12


def is_week(number: int) -> bool:
    return number >= _DAYS


def grain_of(number: int) -> Grain:
    """Whether ``number`` is a week or a month."""
    return Grain.WEEK if is_week(number) else Grain.MONTH


def first_day(period: int) -> date:
    if is_week(period):
        return date(period // 10_000, period // 100 % 100, period % 100)
    return date(period // 100, period % 100, 1)


def shifted(period: int, by: int) -> int:
    """The period ``by`` months or weeks after ``period`` (before it, where ``by`` is negative)."""
    if is_week(period):
        return _number(first_day(period) + by * _WEEK)
    years, months = divmod(period // 100 * 12 + period % 100 - 1 + by, 12)
    return years * 100 + months + 1


def span(first: int, last: int) -> tuple[int, ...]:
    """Every period from ``first`` to ``last``, both included; empty where they are upside down."""
    return tuple(shifted(first, by) for by in range(length(first, last)))


def length(first: int, last: int) -> int:
    """How many periods ``span`` holds."""
    if is_week(first):
        return max(0, (first_day(last) - first_day(first)) // _WEEK + 1)
    return max(0, (last // 100 - first // 100) * 12 + last % 100 - first % 100 + 1)


def series(first: int, last: int, grain: Grain) -> tuple[int, ...]:
    """The periods of ``grain`` from ``first`` to ``last``; none where there is no date."""
    if first == last == NO_DATE:
        return ()
    return tuple(dict.fromkeys(within(period, grain) for period in span(first, last)))


def within(period: int, grain: Grain) -> int:
    """The period of ``grain`` that ``period`` is counted in: its quarter, or itself."""
    return period - (period % 100 - 1) % 3 if grain is Grain.QUARTER else period


def last_within(period: int, grain: Grain) -> int:
    """The last month or week of a period of ``grain``."""
    return shifted(period, 2) if grain is Grain.QUARTER else period


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
