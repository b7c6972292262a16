"""What residents are concerned about: how often each theme is heard, and what changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from analysis import reading_error
from analysis.comparison import Comparison, compare
from analysis.series import Line, points
from core import periods
from core.actor import Actor
from core.scope import Scope
from core.theme_names import said, told
from core.vocabulary import Grain, Permission
from db.models import ConcernCount, Theme, ThemeDefinition
from db.queries.cells import counted_in
from db.queries.themes import IN_FORCE, followed
from services import sentiment
from services.access import require

COLUMNS = ["theme_id", "code", "concern", "description", *Comparison._fields]


@dataclass(frozen=True)
class ThemeCard:
    """A theme as people choose it."""

    id: int
    code: str
    name: str
    description: str
    is_conduct: bool


def themes(session: Session, actor: Actor) -> list[ThemeCard]:
    """The themes of the version in force, in its order, in the language of the person."""
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(
        select(Theme.id, Theme.code, ThemeDefinition)
        .join(ThemeDefinition, ThemeDefinition.theme_id == Theme.id)
        .where(ThemeDefinition.version == IN_FORCE)
        .order_by(ThemeDefinition.position)
    )
    return [
        ThemeCard(theme_id, code, said(row), told(row), row.is_conduct)
        for theme_id, code, row in rows
    ]


def called(session: Session, actor: Actor, *, name: str) -> str | None:
    """What the theme is called now that once had this ``name``, in any language, or this code.

    So an address that somebody kept leads where it led, after a renaming, a merger, or in another
    language. ``None`` where no theme was called so.
    """
    require(actor, Permission.READ_FIGURES)
    known = or_(ThemeDefinition.name == name, ThemeDefinition.name_es == name, Theme.code == name)
    code = session.scalar(
        select(Theme.code)
        .join(ThemeDefinition, ThemeDefinition.theme_id == Theme.id)
        .where(known, ThemeDefinition.version <= IN_FORCE)
        .order_by(ThemeDefinition.version.desc())
        .limit(1)
    )
    version = session.scalar(select(IN_FORCE))
    if code is None or version is None:
        return None
    code = followed(session, version).get(code, code)
    return next((card.name for card in themes(session, actor) if card.code == code), None)


def ranked(session: Session, actor: Actor, *, scope: Scope) -> pd.DataFrame:
    """Every concern heard in the scope or the period before it; see ``compared``."""
    require(actor, Permission.READ_FIGURES)
    return compared(session, actor, scope=scope, other=scope.before())


def compared(session: Session, actor: Actor, *, scope: Scope, other: Scope) -> pd.DataFrame:
    """Every concern heard in the scope or in the ``other`` one, the most frequent first.

    Columns ``COLUMNS``: ``share`` of the feedback that could be read (one piece may carry several
    concerns) with its interval, and the difference from the ``other`` scope.
    """
    require(actor, Permission.READ_FIGURES)
    now, before = _heard(session, scope), _heard(session, other)
    here = sentiment.overall(session, actor, scope=scope)
    there = sentiment.overall(session, actor, scope=other)
    table = []
    known = reading_error.of_concerns()
    for theme in themes(session, actor):
        row = compare(
            now.get(theme.id, 0), here.total, before.get(theme.id, 0), there.total,
            known.get(theme.code, known[""]), (here.indicative, there.indicative),
        )  # fmt: skip
        if row and row.n + row.previous_n:
            table.append((theme.id, theme.code, theme.name, theme.description, *row))
    frame = pd.DataFrame(table, columns=COLUMNS)
    return frame.sort_values(["n", "concern"], ascending=[False, True], ignore_index=True)


def by_period(
    session: Session, actor: Actor, *, scope: Scope, theme_ids: Collection[int],
    grain: Grain = Grain.MONTH,
) -> list[Line]:  # fmt: skip
    """The share of each of ``theme_ids`` in every period, in their order."""
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(
        select(ConcernCount.theme_id, ConcernCount.period, func.sum(ConcernCount.n))
        .where(*counted_in(scope, ConcernCount), ConcernCount.theme_id.in_(theme_ids))
        .group_by(ConcernCount.theme_id, ConcernCount.period)
    )
    heard: dict[int, Counter[int]] = defaultdict(Counter)
    for theme_id, period, n in rows:
        heard[theme_id][periods.within(period, grain)] += int(n)
    totals = Counter(dict.fromkeys(periods.series(scope.first, scope.last, grain), 0))
    indicative: Counter[int] = Counter()
    for piece in sentiment.heard(session, actor, scope=scope):
        totals[periods.within(piece.period, grain)] += piece.n
        indicative[periods.within(piece.period, grain)] += piece.indicative
    called = {theme.id: theme for theme in themes(session, actor)}
    known = reading_error.of_concerns()
    return [
        Line(
            one, called[one].name,
            points(
                heard[one], totals, totals, known.get(called[one].code, known[""]), indicative
            ),
        )
        for one in theme_ids
    ]  # fmt: skip


def _heard(session: Session, scope: Scope) -> dict[int, int]:
    rows = session.execute(
        select(ConcernCount.theme_id, func.sum(ConcernCount.n))
        .where(*counted_in(scope, ConcernCount))
        .group_by(ConcernCount.theme_id)
    )
    return {theme_id: int(n) for theme_id, n in rows}
