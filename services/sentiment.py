"""How residents sound: shares of each sentiment, over months and by district."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.comparison import Comparison, compare
from analysis.series import FLOATS, Point, points
from core import periods
from core.actor import Actor
from core.scope import Scope
from core.vocabulary import Grain, Permission, Sentiment
from db.models import NONE, SentimentCount
from db.queries.cells import counted_in
from services import districts
from services.access import require

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
COMPARED_COLUMNS = ["sentiment", *Comparison._fields]
DISTRICT_COLUMNS = ["district_id", "district", *Comparison._fields]


@dataclass(frozen=True)
class Overall:
    """All of a scope at once: ``counts`` by sentiment, and how many could not be read."""

    counts: dict[Sentiment, int]
    not_read: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def overall(session: Session, actor: Actor, *, scope: Scope) -> Overall:
    """How many pieces of feedback carry each sentiment."""
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(
        select(SentimentCount.sentiment, func.sum(SentimentCount.n))
        .where(*counted_in(scope, SentimentCount))
        .group_by(SentimentCount.sentiment)
    )
    found = {sentiment: int(n) for sentiment, n in rows}
    return Overall({word: found.get(word, 0) for word in READ}, found.get(Sentiment.NOT_READ, 0))


def compared(session: Session, actor: Actor, *, scope: Scope, other: Scope) -> pd.DataFrame:
    """Each sentiment's share in the scope, and how it differs from the ``other`` one.

    Columns ``COMPARED_COLUMNS``; see ``analysis.comparison``. Empty where nothing was read.
    """
    require(actor, Permission.READ_FIGURES)
    here = overall(session, actor, scope=scope)
    there = overall(session, actor, scope=other)
    rows = {
        word: compare(here.counts[word], here.total, there.counts[word], there.total)
        for word in READ
    }
    table = [(word.value, *row) for word, row in rows.items() if row]
    return pd.DataFrame(table, columns=COMPARED_COLUMNS)


def by_period(
    session: Session, actor: Actor, *, scope: Scope, grain: Grain = Grain.MONTH
) -> pd.DataFrame:
    """Every sentiment in every period of the scope; columns ``PERIOD_COLUMNS``.

    See ``analysis.series`` for what a row says. Undated feedback is in no period.
    """
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(
        select(SentimentCount.period, SentimentCount.sentiment, func.sum(SentimentCount.n))
        .where(*counted_in(scope, SentimentCount), SentimentCount.sentiment.in_(READ))
        .group_by(SentimentCount.period, SentimentCount.sentiment)
    )
    heard: dict[Sentiment, Counter[int]] = defaultdict(Counter)
    for period, sentiment, n in rows:
        heard[sentiment][periods.within(period, grain)] += int(n)
    totals = sum(heard.values(), Counter[int]())
    when = periods.series(scope.first, scope.last, grain)
    table = [
        (sentiment.value, *row)
        for sentiment in READ
        for row in points(heard[sentiment], totals, when)
    ]
    return pd.DataFrame(table, columns=PERIOD_COLUMNS).astype(FLOATS)


def by_district_and_period(
    session: Session, actor: Actor, *, scope: Scope, sentiment: Sentiment,
    grain: Grain = Grain.MONTH,
) -> pd.DataFrame:  # fmt: skip
    """One sentiment's share in every district and period; columns ``DISTRICT_PERIOD_COLUMNS``.

    Districts in which nothing was heard are left out; the unknown one has id 0 and no name.
    """
    require(actor, Permission.READ_FIGURES)
    chosen = func.sum(SentimentCount.n).filter(SentimentCount.sentiment == sentiment)
    rows = session.execute(
        select(
            SentimentCount.district_id,
            SentimentCount.period,
            func.coalesce(chosen, 0),
            func.sum(SentimentCount.n),
        )
        .where(
            *counted_in(scope, SentimentCount, each_district=True),
            SentimentCount.sentiment.in_(READ),
        )
        .group_by(SentimentCount.district_id, SentimentCount.period)
    )
    heard: dict[int, Counter[int]] = defaultdict(Counter)
    totals: dict[int, Counter[int]] = defaultdict(Counter)
    for district_id, period, n, total in rows:
        heard[district_id][periods.within(period, grain)] += int(n)
        totals[district_id][periods.within(period, grain)] += int(total)
    when = periods.series(scope.first, scope.last, grain)
    table = [
        (district_id, name, *row)
        for district_id, name in _names(session, actor)
        if totals[district_id]
        for row in points(heard[district_id], totals[district_id], when)
    ]
    return pd.DataFrame(table, columns=DISTRICT_PERIOD_COLUMNS).astype(FLOATS)


def by_district(
    session: Session, actor: Actor, *, scope: Scope, sentiment: Sentiment
) -> pd.DataFrame:
    """The share of one sentiment in each district, now and in the period before.

    Columns ``DISTRICT_COLUMNS``; see ``analysis.comparison``. Feedback whose
    district is not known has ``district_id`` 0 and an empty name.
    """
    require(actor, Permission.READ_FIGURES)
    now = _of_districts(session, scope, sentiment)
    before = _of_districts(session, scope.before(), sentiment)
    table = []
    for district_id, name in _names(session, actor):
        row = compare(*now.get(district_id, (0, 0)), *before.get(district_id, (0, 0)))
        if row:
            table.append((district_id, name, *row))
    return pd.DataFrame(table, columns=DISTRICT_COLUMNS)


def _of_districts(
    session: Session, scope: Scope, sentiment: Sentiment
) -> dict[int, tuple[int, int]]:
    chosen = func.sum(SentimentCount.n).filter(SentimentCount.sentiment == sentiment)
    rows = session.execute(
        select(SentimentCount.district_id, func.coalesce(chosen, 0), func.sum(SentimentCount.n))
        .where(
            *counted_in(scope, SentimentCount, each_district=True),
            SentimentCount.sentiment.in_(READ),
        )
        .group_by(SentimentCount.district_id)
    )
    return {district_id: (int(n), int(total)) for district_id, n, total in rows}


def _names(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The districts in their order, and the unknown one last."""
    return [*((card.id, card.name) for card in districts.every(session, actor)), (NONE, "")]
