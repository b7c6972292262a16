"""From counts by sentiment to shares: over time, by district, and both.

``indicative`` are pieces in other languages than English, whose reader errs more.
"""

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
_NOTHING = (0, 0, 0)


class Felt(NamedTuple):
    """``n`` pieces of one sentiment in one month or week; so many of them ``indicative``."""

    period: int
    sentiment: Sentiment
    n: int
    indicative: int


class FeltIn(NamedTuple):
    """``n`` pieces of the chosen sentiment among ``total``, in one district and month or week.

    So many of ``total`` are ``indicative``.
    """

    district_id: int
    period: int
    n: int
    total: int
    indicative: int


class Places(NamedTuple):
    """One sentiment in each district of ``names``, in a period and in the one before it.

    Plain values that can be compared: what is drawn from them can be kept under them.
    """

    sentiment: Sentiment
    names: tuple[tuple[int, str], ...]
    now: tuple[FeltIn, ...]
    before: tuple[tuple[int, int, int, int], ...]
    """``district_id``, ``n``, ``total`` and ``indicative``."""


def lines(heard: Iterable[Felt], when: Sequence[int], grain: Grain) -> dict[Sentiment, list[Point]]:
    """Every sentiment of ``READ`` in every period of ``when``."""
    counted: dict[Sentiment, Counter[int]] = defaultdict(Counter)
    indicative: Counter[int] = Counter()
    for period, sentiment, n, less_sure in heard:
        counted[sentiment][periods.within(period, grain)] += n
        indicative[periods.within(period, grain)] += less_sure
    totals = sum(counted.values(), Counter[int]())
    known = reading_error.of_sentiments()
    return {
        sentiment: points(counted[sentiment], totals, when, known.get(sentiment), indicative)
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
    indicative: dict[int, Counter[int]] = defaultdict(Counter)
    for one in places.now:
        period = periods.within(one.period, grain)
        heard[one.district_id][period] += one.n
        totals[one.district_id][period] += one.total
        indicative[one.district_id][period] += one.indicative
    readers = reading_error.of_sentiments().get(places.sentiment)
    return [
        Line(place, name, points(heard[place], totals[place], when, readers, indicative[place]))
        for place, name in places.names
        if totals[place]
    ]


def districts(places: Places) -> dict[int, Comparison]:
    """The share in each district, now and before, by its id in the order of their names."""
    now, before = _summed(places.now), {row[0]: row[1:] for row in places.before}
    readers = reading_error.of_sentiments().get(places.sentiment)
    rows = {}
    for place, _name in places.names:
        n, total, indicative = now.get(place, _NOTHING)
        earlier_n, earlier_total, earlier_indicative = before.get(place, _NOTHING)
        both = (indicative, earlier_indicative)
        rows[place] = compare(n, total, earlier_n, earlier_total, readers, both)
    return {place: row for place, row in rows.items() if row}


def by_district(places: Places) -> pd.DataFrame:
    """``districts`` as a frame; columns ``DISTRICT_COLUMNS``."""
    names = dict(places.names)
    table = [(one, names[one], *row) for one, row in districts(places).items()]
    return pd.DataFrame(table, columns=DISTRICT_COLUMNS)


def _summed(rows: Iterable[FeltIn]) -> dict[int, tuple[int, int, int]]:
    """``n``, ``total`` and ``indicative`` of each district, all its periods together."""
    found: dict[int, tuple[int, int, int]] = {}
    for row in rows:
        n, total, indicative = found.get(row.district_id, _NOTHING)
        found[row.district_id] = n + row.n, total + row.total, indicative + row.indicative
    return found
