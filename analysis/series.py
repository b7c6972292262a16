"""A share over time: one row for every period, also for those in which nothing was heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from analysis import reading_error
from analysis.reading_error import Readers
from analysis.shares import FEWEST_TO_COMPARE
from core import periods


class Point(NamedTuple):
    """``n`` of ``total`` in one period that ``starts`` on a day.

    ``share``, ``low`` and ``high`` go from 0 to 1 (95 %, with the reader's own mistakes where they
    are known) and are missing (NaN) where nothing was heard. ``enough`` says whether ``total``
    bears a statement.
    """

    period: int
    starts: date
    n: int
    total: int
    share: float
    low: float
    high: float
    enough: bool


class Line(NamedTuple):
    """The share of one thing over time: which one, what it is called, and every period's point."""

    id: int
    name: str
    points: list[Point]


class Mark(NamedTuple):
    """A day on which something else may have moved a line, and what happened on it."""

    starts: date
    said: str


FLOATS = {"share": float, "low": float, "high": float}
"""For ``DataFrame.astype``: a column of nothing but missing shares is still one of numbers."""


def point(
    period: int, n: int, total: int, readers: Readers | None = None, indicative: int = 0
) -> Point:
    share = reading_error.share(n, total, readers, indicative)
    told = share[:3] if share else (float("nan"),) * 3
    enough = total >= FEWEST_TO_COMPARE
    return Point(period, periods.first_day(period), n, total, *told, enough)


def points(
    heard: Mapping[int, int], totals: Mapping[int, int], when: Iterable[int],
    readers: Readers | None, indicative: Mapping[int, int],
) -> list[Point]:  # fmt: skip
    """``heard`` of ``totals`` and how many of these are ``indicative``, all by period, for every
    period of ``when``."""
    return [
        point(one, heard.get(one, 0), totals.get(one, 0), readers, indicative.get(one, 0))
        for one in when
    ]
