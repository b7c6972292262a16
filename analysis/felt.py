"""From counts by sentiment to frames: over time, by district, and both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from analysis.comparison import Comparison, compare
from analysis.series import FLOATS, Point, points
from core import periods
from core.vocabulary import Grain, Sentiment

READ = (
    Sentiment.NEGATIVE,
    Sentiment.MIXED,
    Sentiment.NEUTRAL,
    Sentiment.POSITIVE,
    Sentiment.UNCERTAIN,
)
"""What a share can be of: a text that no reader could read is neither in it nor under it."""

PERIOD_COLUMNS = ["sentiment", *Point._fields]
DISTRICT_PERIOD_COLUMNS = ["district_id", "district", *Point._fields]
DISTRICT_COLUMNS = ["district_id", "district", *Comparison._fields]


class Felt(NamedTuple):
    """``n`` pieces of one sentiment in one month or week."""

    period: int
    sentiment: Sentiment
    n: int


class FeltIn(NamedTuple):
    """``n`` pieces of the chosen sentiment among ``total``, in one district and month or week."""

    district_id: int
    period: int
    n: int
    total: int


class Places(NamedTuple):
    """One sentiment in each district of ``names``, in a period and in the one before it.

    Plain values that can be compared: what is drawn from them can be kept under them.
    """

    names: tuple[tuple[int, str], ...]
    now: tuple[FeltIn, ...]
    before: tuple[FeltIn, ...]


def by_period(heard: Iterable[Felt], when: Sequence[int], grain: Grain) -> pd.DataFrame:
    """Every sentiment in every period of ``when``; columns ``PERIOD_COLUMNS``."""
    counted: dict[Sentiment, Counter[int]] = defaultdict(Counter)
    for period, sentiment, n in heard:
        counted[sentiment][periods.within(period, grain)] += n
    totals = sum(counted.values(), Counter[int]())
    table = [
        (sentiment.value, *row)
        for sentiment in READ
        for row in points(counted[sentiment], totals, when)
    ]
    return pd.DataFrame(table, columns=PERIOD_COLUMNS).astype(FLOATS)


def by_district_and_period(places: Places, when: Sequence[int], grain: Grain) -> pd.DataFrame:
    """The share in every district and period of ``when``; columns ``DISTRICT_PERIOD_COLUMNS``.

    Districts in which nothing was heard are left out.
    """
    heard: dict[int, Counter[int]] = defaultdict(Counter)
    totals: dict[int, Counter[int]] = defaultdict(Counter)
    for district_id, period, n, total in places.now:
        heard[district_id][periods.within(period, grain)] += n
        totals[district_id][periods.within(period, grain)] += total
    table = [
        (district_id, name, *row)
        for district_id, name in places.names
        if totals[district_id]
        for row in points(heard[district_id], totals[district_id], when)
    ]
    return pd.DataFrame(table, columns=DISTRICT_PERIOD_COLUMNS).astype(FLOATS)


def by_district(places: Places) -> pd.DataFrame:
    """The share in each district, now and before; columns ``DISTRICT_COLUMNS``."""
    now, before = _summed(places.now), _summed(places.before)
    table = []
    for district_id, name in places.names:
        row = compare(*now.get(district_id, (0, 0)), *before.get(district_id, (0, 0)))
        if row:
            table.append((district_id, name, *row))
    return pd.DataFrame(table, columns=DISTRICT_COLUMNS)


def _summed(rows: Iterable[FeltIn]) -> dict[int, tuple[int, int]]:
    """``n`` and ``total`` of each district, all its periods together."""
    found: dict[int, tuple[int, int]] = {}
    for row in rows:
        n, total = found.get(row.district_id, (0, 0))
        found[row.district_id] = n + row.n, total + row.total
    return found
