"""Removing the tags and counts of versions that are past, a few at a time.

One statement for all would keep a resident who sends a form waiting.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, delete, or_, select, tuple_
from sqlalchemy.orm import Session

from core.actor import Actor
from core.vocabulary import Permission
from db.models import ConcernCount, FeedbackConcern
from db.queries.themes import TAGGING, coming
from services import counts
from services.access import require

SWEPT = 500  # rows: what is removed is overwritten too, which takes its time
KEYS: dict[type[FeedbackConcern] | type[ConcernCount], tuple[str, ...]] = {
    FeedbackConcern: ("feedback_id", "tagging", "theme_id"),
    ConcernCount: ("tagging", *counts.KEYS, "theme_id"),
}


def are_left(session: Session, actor: Actor) -> bool:
    """Whether tags or counts of past versions are still there."""
    require(actor, Permission.DO_WORK)
    return any(session.execute(_past(session, table, 1)).first() for table in KEYS)


def sweep(session: Session, actor: Actor) -> int:
    """Remove some of the tags and counts of versions that are past; how many rows."""
    require(actor, Permission.DO_WORK)
    counts.alone(session)
    removed = 0
    for table in KEYS:
        wanted = _past(session, table, SWEPT)
        rows = [tuple(row) for row in session.execute(wanted)]
        if rows:
            session.execute(delete(table).where(tuple_(*wanted.selected_columns).in_(rows)))
            removed += len(rows)
    return removed


def _past(
    session: Session, table: type[FeedbackConcern] | type[ConcernCount], most: int
) -> Select[Any]:
    """The keys of rows that are neither of the tags in force nor of those being made."""
    at = table.tagging
    past = or_(at < TAGGING, and_(at > TAGGING, at != (coming(session) or 0)))
    return select(*(getattr(table, name) for name in KEYS[table])).where(past).limit(most)
