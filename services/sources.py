"""The sources there are, and the period each of them covers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from core.actor import Actor
from core.vocabulary import Permission, SourceKind
from db.models import NONE, SentimentCount, Source
from services.access import require


@dataclass(frozen=True)
class SourceCard:
    """One source with what has been read of it. ``first`` and ``last`` are months, if any."""

    id: int
    name: str
    kind: SourceKind
    n: int
    undated: int
    first: int | None
    last: int | None


def every(session: Session, actor: Actor) -> list[SourceCard]:
    """All sources, the fullest first."""
    require(actor, Permission.READ_FIGURES)
    dated = case((SentimentCount.month != NONE, SentimentCount.month))
    undated = case((SentimentCount.month == NONE, SentimentCount.n), else_=0)
    rows = session.execute(
        select(
            Source.id,
            Source.name,
            Source.kind,
            func.coalesce(func.sum(SentimentCount.n), 0),
            func.coalesce(func.sum(undated), 0),
            func.min(dated),
            func.max(dated),
        )
        .outerjoin(SentimentCount, (SentimentCount.source_id == Source.id) & (SentimentCount.n > 0))
        .group_by(Source.id, Source.name, Source.kind)
        .order_by(func.coalesce(func.sum(SentimentCount.n), 0).desc(), Source.name)
    )
    return [
        SourceCard(row[0], row[1], row[2], int(row[3]), int(row[4]), row[5], row[6]) for row in rows
    ]
