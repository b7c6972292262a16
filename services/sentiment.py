"""How residents sound: shares of each sentiment, over months and by district."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from analysis import felt, reading_error
from analysis.comparison import Comparison, compare
from analysis.felt import READ, Felt, FeltIn, Places
from core import periods
from core.actor import Actor
from core.scope import Scope
from core.vocabulary import Grain, Permission, Sentiment
from db.models import NONE, SentimentCount
from db.queries.cells import counted_in
from services import districts
from services.access import require

COMPARED_COLUMNS = ["sentiment", *Comparison._fields]
INDICATIVE = func.coalesce(func.sum(SentimentCount.n).filter(SentimentCount.is_indicative), 0)
"""How many of the pieces counted are in another language than English."""


@dataclass(frozen=True)
class Overall:
    """All of a scope at once: ``counts`` by sentiment, and how many could not be read.

    ``indicative``: how many of the ``total`` are in another language than English, where the reader
    errs more.
    """

    counts: dict[Sentiment, int]
    not_read: int
    indicative: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def against(self, before: Overall, word: Sentiment) -> Comparison | None:
        """The share of one sentiment beside the same in another scope; ``None`` of nothing."""
        return compare(
            self.counts[word], self.total, before.counts[word], before.total,
            reading_error.of_sentiments().get(word), (self.indicative, before.indicative),
        )  # fmt: skip


def overall(session: Session, actor: Actor, *, scope: Scope) -> Overall:
    """How many pieces of feedback carry each sentiment."""
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(_asked_together(scope)).all()
    found = {sentiment: int(n) for sentiment, n, _indicative in rows}
    return Overall(
        {word: found.get(word, 0) for word in READ},
        found.get(Sentiment.NOT_READ, 0),
        sum(int(indicative) for _sentiment, _n, indicative in rows),
    )


def compared(session: Session, actor: Actor, *, scope: Scope, other: Scope) -> pd.DataFrame:
    """Each sentiment's share in the scope, and how it differs from the ``other`` one.

    Columns ``COMPARED_COLUMNS``; see ``analysis.comparison``. Empty where nothing was read.
    """
    require(actor, Permission.READ_FIGURES)
    here = overall(session, actor, scope=scope)
    there = overall(session, actor, scope=other)
    rows = {word: here.against(there, word) for word in READ}
    table = [(word.value, *row) for word, row in rows.items() if row]
    return pd.DataFrame(table, columns=COMPARED_COLUMNS)


def heard(session: Session, actor: Actor, *, scope: Scope) -> tuple[Felt, ...]:
    """How many of each sentiment there are in each month or week of the scope, in their order."""
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(_asked_of_all(scope))
    return tuple(Felt(period, word, int(n), int(less_sure)) for period, word, n, less_sure in rows)


def by_period(
    session: Session, actor: Actor, *, scope: Scope, grain: Grain = Grain.MONTH
) -> pd.DataFrame:
    """Every sentiment in every period of the scope; columns ``felt.PERIOD_COLUMNS``.

    See ``analysis.series`` for what a row says. Undated feedback is in no period.
    """
    require(actor, Permission.READ_FIGURES)
    counted = heard(session, actor, scope=scope)
    return felt.by_period(counted, periods.series(scope.first, scope.last, grain), grain)


def places(session: Session, actor: Actor, *, scope: Scope, sentiment: Sentiment) -> Places:
    """One sentiment in each district; the unknown one comes last, has id 0 and no name."""
    require(actor, Permission.READ_FIGURES)
    names = ((card.id, card.name) for card in districts.every(session, actor))
    before = session.execute(_asked_of_districts(scope.before(), sentiment))
    return Places(
        sentiment,
        (*names, (NONE, "")),
        _felt_in(session, scope, sentiment),
        tuple((place, int(n), int(total), int(less_sure)) for place, n, total, less_sure in before),
    )


def by_district(
    session: Session, actor: Actor, *, scope: Scope, sentiment: Sentiment
) -> pd.DataFrame:
    """The share of one sentiment in each district, now and before; see ``felt.by_district``."""
    require(actor, Permission.READ_FIGURES)
    return felt.by_district(places(session, actor, scope=scope, sentiment=sentiment))


def _felt_in(session: Session, scope: Scope, sentiment: Sentiment) -> tuple[FeltIn, ...]:
    rows = session.execute(_asked_of_districts_over_time(scope, sentiment))
    return tuple(FeltIn(place, period, *map(int, counts)) for place, period, *counts in rows)


# It takes longer to write a statement than to answer it, and many people look at the same scopes.
@lru_cache(maxsize=1_000)
def _asked_together(scope: Scope) -> Select[Sentiment, int, int]:
    return (
        select(SentimentCount.sentiment, func.sum(SentimentCount.n), INDICATIVE)
        .where(*counted_in(scope, SentimentCount))
        .group_by(SentimentCount.sentiment)
    )


@lru_cache(maxsize=1_000)
def _asked_of_all(scope: Scope) -> Select[int, Sentiment, int, int]:
    n = func.sum(SentimentCount.n)
    return (
        select(SentimentCount.period, SentimentCount.sentiment, n, INDICATIVE)
        .where(*counted_in(scope, SentimentCount), SentimentCount.sentiment.in_(READ))
        .group_by(SentimentCount.period, SentimentCount.sentiment)
        .order_by(SentimentCount.period, SentimentCount.sentiment)
    )


@lru_cache(maxsize=1_000)
def _asked_of_districts_over_time(
    scope: Scope, sentiment: Sentiment
) -> Select[int, int, int, int, int]:
    place, period = SentimentCount.district_id, SentimentCount.period
    return (
        select(place, period, *_shares_of(sentiment))
        .where(*_in_districts(scope))
        .group_by(place, period)
        .order_by(place, period)
    )


@lru_cache(maxsize=1_000)
def _asked_of_districts(scope: Scope, sentiment: Sentiment) -> Select[int, int, int, int]:
    place = SentimentCount.district_id
    return (
        select(place, *_shares_of(sentiment))
        .where(*_in_districts(scope))
        .group_by(place)
        .order_by(place)
    )


def _shares_of(
    sentiment: Sentiment,
) -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[int]]:
    chosen = func.sum(SentimentCount.n).filter(SentimentCount.sentiment == sentiment)
    return func.coalesce(chosen, 0), func.sum(SentimentCount.n), INDICATIVE


def _in_districts(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    is_read = SentimentCount.sentiment.in_(READ)
    return (*counted_in(scope, SentimentCount, each_district=True), is_read)
