"""How residents sound: shares of each sentiment, over months and by district."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.comparison import Comparison, compare
from analysis.shares import FEWEST_TO_COMPARE, wilson
from core import months
from core.actor import Actor
from core.scope import Scope
from core.vocabulary import Permission, Sentiment
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

MONTH_COLUMNS = ["month", "yyyymm", "sentiment", "n", "total", "share", "low", "high", "enough"]
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


def by_month(session: Session, actor: Actor, *, scope: Scope) -> pd.DataFrame:
    """A row for every month and sentiment of the scope; columns ``MONTH_COLUMNS``.

    ``month`` is its first day and ``yyyymm`` its number; ``share``, ``low`` and ``high`` go from
    0 to 1 (Wilson, 95 %) and are missing where nothing was read. ``enough`` says whether
    ``total`` bears a statement.
    """
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(
        select(SentimentCount.month, SentimentCount.sentiment, func.sum(SentimentCount.n))
        .where(*counted_in(scope, SentimentCount), SentimentCount.sentiment.in_(READ))
        .group_by(SentimentCount.month, SentimentCount.sentiment)
    )
    found: dict[int, dict[Sentiment, int]] = defaultdict(dict)
    for month, sentiment, n in rows:
        found[month][sentiment] = int(n)
    table = []
    for month in () if scope.is_undated else months.span(scope.first, scope.last):
        total = sum(found[month].values())
        for sentiment in READ:
            n = found[month].get(sentiment, 0)
            share = wilson(n, total)
            low, high = (share.low, share.high) if share else (None, None)
            table.append(
                (
                    months.first_day(month), month, sentiment.value, n, total,
                    share.estimate if share else None, low, high, total >= FEWEST_TO_COMPARE,
                )
            )  # fmt: skip
    return pd.DataFrame(table, columns=MONTH_COLUMNS).astype(
        {"share": float, "low": float, "high": float}
    )


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
    names = [(card.id, card.name) for card in districts.every(session, actor)]
    table = []
    for district_id, name in [*names, (NONE, "")]:
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
        .where(*counted_in(scope, SentimentCount), SentimentCount.sentiment.in_(READ))
        .group_by(SentimentCount.district_id)
    )
    return {district_id: (int(n), int(total)) for district_id, n, total in rows}
