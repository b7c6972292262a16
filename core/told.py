"""Figures, days and periods in words: rounded to what is known."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel.dates import format_date

from core import i18n, periods
from core.i18n import N_, _
from core.vocabulary import Grain

VERDICT = {
    "rose": N_("More than before"),
    "fell": N_("Less than before"),
    "no clear change": N_("No clear change"),
    "too few to tell": N_("Too few to tell"),
}


def period(number: int, grain: Grain) -> str:
    """A week, month or quarter as people say it."""
    return _period(number, grain, i18n.locale())


@lru_cache(maxsize=5_000)  # a screen says a hundred of them in every run
def _period(number: int, grain: Grain, language: str) -> str:
    if number == periods.NO_DATE:
        return _("Without a date")
    first = periods.first_day(number)
    if grain is Grain.WEEK:
        return _("Week of {day}").format(day=day(first))
    return format_date(first, "QQQQ y" if grain is Grain.QUARTER else "MMMM y", locale=language)


def span(first: int, last: int, grain: Grain) -> str:
    """From one period to another; the one alone where both are the same."""
    if periods.within(first, grain) == last:
        return period(last, grain)
    return _("{first} to {last}").format(first=period(first, grain), last=period(last, grain))


def day(day: date) -> str:
    return format_date(day, "long", locale=i18n.locale())


def percent(share: float) -> str:
    return f"{share:.0%}"


def between(low: float, high: float) -> str:
    """An interval as people read it: ``between 41% and 52%``."""
    return _("between {low} and {high}").format(low=percent(low), high=percent(high))
