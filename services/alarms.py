"""Which concerns and feelings moved beyond what chance, season and volume explain."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.alarms import MOST_BEFORE, Alarm, Counted, raised
from analysis.felt import FeltIn
from analysis.series import Line
from core import periods
from core.actor import Actor
from core.scope import Scope
from core.vocabulary import Permission, Sentiment
from db.models import SentimentCount
from db.queries.cells import counted_in
from services import concerns, sentiment
from services.access import require

MIXED_ANEW = 0.2
"""By how much the shares of the questions must shift, beside what few answers explain, before two
periods are no longer of one kind."""

FEWEST_IN_A_MIX = 11


@dataclass(frozen=True)
class Alarms:
    """The state of every line in ``period``, the last whole one of the scope, by its id.

    ``since``: the first period of the same questions, if they changed; before it nothing is
    compared.
    """

    period: int
    since: int
    concerns: dict[int, Alarm]
    districts: dict[int, Alarm]  # of the share that sounds negative


def of(session: Session, actor: Actor, *, scope: Scope, today: date) -> Alarms:
    """The alarms in the last month (or week) of ``scope`` that was over before ``today``.

    Nothing is told of what has no date.
    """
    require(actor, Permission.READ_FIGURES)
    if scope.is_undated:
        return Alarms(periods.NO_DATE, periods.NO_DATE, {}, {})
    last = scope.last
    while last > periods.FIRST and periods.first_day(periods.shifted(last, 1)) > today:
        last = periods.shifted(last, -1)
    first = max(periods.shifted(last, -1 - MOST_BEFORE), _earliest(last))
    wide = replace(scope, first=first, last=last)
    since = max(breaks(session, actor, scope=wide), default=periods.NO_DATE)
    grain = periods.grain_of(last)
    ids = [theme.id for theme in concerns.themes(session, actor)]
    lines = concerns.by_period(session, actor, scope=wide, theme_ids=ids, grain=grain)
    places = sentiment.places(session, actor, scope=wide, sentiment=Sentiment.NEGATIVE)
    return Alarms(
        last,
        since,
        raised(_counted(lines), since=since),
        raised(_by_place(places.now, periods.span(wide.first, wide.last)), since=since),
    )


def _counted(lines: Iterable[Line]) -> dict[int, list[Counted]]:
    """The lines that were heard at all."""
    return {
        line.id: [Counted(point.period, point.n, point.total) for point in line.points]
        for line in lines
        if any(point.n for point in line.points)
    }


def _by_place(rows: Iterable[FeltIn], when: Iterable[int]) -> dict[int, list[Counted]]:
    found: dict[int, dict[int, Counted]] = defaultdict(dict)
    for row in rows:
        if row.district_id:
            found[row.district_id][row.period] = Counted(row.period, row.n, row.total)
    return {
        place: [heard.get(period, Counted(period, 0, 0)) for period in when]
        for place, heard in found.items()
    }


def breaks(session: Session, actor: Actor, *, scope: Scope) -> list[int]:
    """The periods in which what was asked shifted: nothing is compared across them.

    A new wording, and a question that is asked of other people, both show in the shares that the
    questions have of all answers.
    """
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(
        select(
            SentimentCount.period, SentimentCount.question_version_id, func.sum(SentimentCount.n)
        )
        .where(*counted_in(scope, SentimentCount, each_question=True))
        .group_by(SentimentCount.period, SentimentCount.question_version_id)
    )
    mixes: dict[int, Counter[int]] = defaultdict(Counter)
    for period, question, n in rows:
        mixes[period][question] += int(n)
    found: list[int] = []
    before: Counter[int] = Counter()
    for period in sorted(mixes):
        mix = mixes[period]
        if mix.total() < FEWEST_IN_A_MIX:
            continue
        if before and _apart(before, mix) > MIXED_ANEW + 1 / sqrt(min(before.total(), mix.total())):
            found.append(period)
        before = mix
    return found


def _earliest(period: int) -> int:
    """The first month or week that can be asked for, of the kind of ``period``."""
    grain = periods.grain_of(period)
    return periods.of(date(1901, 1, 7), grain)


def _apart(one: Mapping[int, int], other: Mapping[int, int]) -> float:
    """The share of answers that would have to change their question: 0 for alike, 1 for none."""
    total, total_other = sum(one.values()), sum(other.values())
    asked = one.keys() | other.keys()
    return sum(abs(one.get(q, 0) / total - other.get(q, 0) / total_other) for q in asked) / 2
