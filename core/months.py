"""Months as whole numbers ``yyyymm``, as the counts keep them."""

from __future__ import annotations

from datetime import date

NO_DATE = 0
FIRST, LAST = 190001, 299912


def of(day: date | None) -> int:
    return NO_DATE if day is None else day.year * 100 + day.month


def is_one(number: int) -> bool:
    """Whether ``number`` is a month that a calendar of ours has."""
    return FIRST <= number <= LAST and 1 <= number % 100 <= 12


def first_day(month: int) -> date:
    return date(month // 100, month % 100, 1)


def shifted(month: int, by: int) -> int:
    """The month ``by`` months after ``month`` (before it, where ``by`` is negative)."""
    years, months = divmod(month // 100 * 12 + month % 100 - 1 + by, 12)
    return years * 100 + months + 1


def span(first: int, last: int) -> tuple[int, ...]:
    """Every month from ``first`` to ``last``, both included; empty where they are upside down."""
    return tuple(shifted(first, by) for by in range(length(first, last)))


def length(first: int, last: int) -> int:
    """How many months ``span`` holds."""
    return max(0, (last // 100 - first // 100) * 12 + last % 100 - first % 100 + 1)
