"""The sources there are, and the period each of them covers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from core import periods
from core.actor import Actor
from core.vocabulary import Permission, SourceKind
from db.models import ALL, NONE, SentimentCount, Source
from services.access import require

FORM_SOURCE = "Online form"


@dataclass(frozen=True)
class SourceCard:
    """One source with what has been read of it, and the first and last of its months and weeks."""

    id: int
    name: str
    kind: SourceKind
    n: int
    undated: int
    months: tuple[int, int] | None
    weeks: tuple[int, int] | None


def names(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The id and the name of every source, by name."""
    require(actor, Permission.EDIT_DEPARTMENT)
    rows = session.execute(select(Source.id, Source.name).order_by(Source.name))
    return [(row.id, row.name) for row in rows]


def every(session: Session, actor: Actor) -> list[SourceCard]:
    """All sources, the fullest first."""
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(_counted())
    return [
        SourceCard(
            id, name, kind, int(total), int(without), (first, last) if first else None,
            (monday, newest) if monday else None,
        )
        for id, name, kind, total, without, first, last, monday, newest in rows
    ]  # fmt: skip


@cache  # it takes longer to write a statement than to answer it
def _counted() -> Select[*tuple[Any, ...]]:
    period = SentimentCount.period
    n = func.coalesce(func.sum(case((period <= periods.LAST, SentimentCount.n))), 0)
    undated = func.coalesce(func.sum(case((period == NONE, SentimentCount.n))), 0)
    month = case((period.between(periods.FIRST, periods.LAST), period))
    week = case((period > periods.LAST, period))
    ends = (func.min(month), func.max(month), func.min(week), func.max(week))
    together = and_(
        SentimentCount.source_id == Source.id,
        SentimentCount.district_id == ALL,
        SentimentCount.question_version_id == ALL,
        SentimentCount.n > 0,
    )
    return (
        select(Source.id, Source.name, Source.kind, n, undated, *ends)
        .outerjoin(SentimentCount, together)
        .group_by(Source.id, Source.name, Source.kind)
        .order_by(n.desc(), Source.name)
    )
