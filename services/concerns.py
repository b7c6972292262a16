"""What residents are concerned about: how often each theme is heard, and what changed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.comparison import Comparison, compare
from core.actor import Actor
from core.scope import Scope
from core.vocabulary import Permission
from db.models import ConcernCount, Theme, ThemeDefinition, ThemeVersion
from db.queries.cells import counted_in
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
    """The themes of the version in force, in its order."""
    require(actor, Permission.READ_FIGURES)
    newest = select(func.max(ThemeVersion.version)).scalar_subquery()
    rows = session.execute(
        select(
            Theme.id,
            Theme.code,
            ThemeDefinition.name,
            ThemeDefinition.description,
            ThemeDefinition.is_conduct,
        )
        .join(ThemeDefinition, ThemeDefinition.theme_id == Theme.id)
        .where(ThemeDefinition.version == newest)
        .order_by(ThemeDefinition.position)
    )
    return [ThemeCard(*row) for row in rows]


def ranked(session: Session, actor: Actor, *, scope: Scope) -> pd.DataFrame:
    """Every concern heard in the scope or the period before it, the most frequent first.

    Columns ``COLUMNS``: ``share`` of the feedback that could be read (one piece may carry several
    concerns) with its Wilson interval, and the change against the period before.
    """
    require(actor, Permission.READ_FIGURES)
    now, before = _heard(session, scope), _heard(session, scope.before())
    total = sentiment.overall(session, actor, scope=scope).total
    previous_total = sentiment.overall(session, actor, scope=scope.before()).total
    table = []
    for theme in themes(session, actor):
        row = compare(now.get(theme.id, 0), total, before.get(theme.id, 0), previous_total)
        if row and row.n + row.previous_n:
            table.append((theme.id, theme.code, theme.name, theme.description, *row))
    frame = pd.DataFrame(table, columns=COLUMNS)
    return frame.sort_values(["n", "concern"], ascending=[False, True], ignore_index=True)


def _heard(session: Session, scope: Scope) -> dict[int, int]:
    rows = session.execute(
        select(ConcernCount.theme_id, func.sum(ConcernCount.n))
        .where(*counted_in(scope, ConcernCount))
        .group_by(ConcernCount.theme_id)
    )
    return {theme_id: int(n) for theme_id, n in rows}
