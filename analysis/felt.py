"""From counts by sentiment to shares: over time, by district, and both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from analysis import reading_error
from analysis.comparison import Comparison, compare
from analysis.series import FLOATS, Line, Point, points
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

    sentiment: Sentiment
    names: tuple[tuple[int, str], ...]
    now: tuple[FeltIn, ...]
    before: tuple[tuple[int, int, int], ...]
    """``district_id``, ``n`` and ``total``."""


def lines(heard: Iterable[Felt], when: Sequence[int], grain: Grain) -> dict[Sentiment, list[Point]]:
    """Every sentiment of ``READ`` in every period of ``when``."""
    counted: dict[Sentiment, Counter[int]] = defaultdict(Counter)
    for period, sentiment, n in heard:
        counted[sentiment][periods.within(period, grain)] += n
    totals = sum(counted.values(), Counter[int]())
    known = reading_error.of_sentiments()
    return {
        sentiment: points(counted[sentiment], totals, when, known.get(sentiment))
        for sentiment in READ
    }


def by_period(heard: Iterable[Felt], when: Sequence[int], grain: Grain) -> pd.DataFrame:
    """``lines`` as a frame; columns ``PERIOD_COLUMNS``."""
    table = [
        (sentiment.value, *row)
        for sentiment, told in lines(heard, when, grain).items()
        for row in told
    ]
    return pd.DataFrame(table, columns=PERIOD_COLUMNS).astype(FLOATS)


def district_lines(places: Places, when: Sequence[int], grain: Grain) -> list[Line]:
    """The share in every period of ``when``, by districts; without those that were not heard."""
    heard: dict[int, Counter[int]] = defaultdict(Counter)
    totals: dict[int, Counter[int]] = defaultdict(Counter)
    for district_id, period, n, total in places.now:
        heard[district_id][periods.within(period, grain)] += n
        totals[district_id][periods.within(period, grain)] += total
    mistakes = reading_error.of_sentiments().get(places.sentiment)
    return [
        Line(district_id, name, points(heard[district_id], totals[district_id], when, mistakes))
        for district_id, name in places.names
        if totals[district_id]
    ]


def districts(places: Places) -> dict[int, Comparison]:
    """The share in each district, now and before, by its id in the order of their names."""
    now = _summed(places.now)
    before = {district_id: (n, total) for district_id, n, total in places.before}
    mistakes = reading_error.of_sentiments().get(places.sentiment)
    rows = {
        district_id: compare(
            *now.get(district_id, (0, 0)), *before.get(district_id, (0, 0)), mistakes
        )
        for district_id, _name in places.names
    }
    return {district_id: row for district_id, row in rows.items() if row}


def by_district(places: Places) -> pd.DataFrame:
    """``districts`` as a frame; columns ``DISTRICT_COLUMNS``."""
    names = dict(places.names)
    table = [(one, names[one], *row) for one, row in districts(places).items()]
    return pd.DataFrame(table, columns=DISTRICT_COLUMNS)


def _summed(rows: Iterable[FeltIn]) -> dict[int, tuple[int, int]]:
    """``n`` and ``total`` of each district, all its periods together."""
    found: dict[int, tuple[int, int]] = {}
    for row in rows:
        n, total = found.get(row.district_id, (0, 0))
        found[row.district_id] = n + row.n, total + row.total
    return found
