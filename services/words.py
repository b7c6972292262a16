"""Residents' own words behind a figure, with what led to it marked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actor import Actor
from core.scope import Scope
from core.vocabulary import AuditAction, Permission, Sentiment
from db.models import ConcernCount, SentimentCount
from db.queries import officers, pieces
from db.queries.cells import counted_in
from services import audit, cards, departments
from services.access import require
from services.cards import Listing


def behind(
    session: Session, actor: Actor, *, scope: Scope, sentiment: Sentiment | None = None,
    theme_id: int | None = None, page: int = 0, now: datetime,
) -> Listing:  # fmt: skip
    """The words behind a figure, newest first; each one shown leaves an audit entry."""
    require(actor, Permission.READ_FEEDBACK)
    wanted = pieces.behind(scope, sentiment, theme_id)
    total = _counted(session, scope, sentiment, theme_id)
    is_more = False
    if total is None:  # no count is kept of one feeling about one concern
        total, is_more = pieces.counted_up_to(session, wanted, pieces.MOST_COUNTED)
    wanted, waiting = cards.readable(actor, wanted)
    withheld = 0 if waiting is None else pieces.counted(session, waiting)
    mine = total - withheld
    if actor.account_id and officers.is_somebody_named(session, actor.account_id):
        # The counts know of what is shut to them, and must not tell them that it is there.
        mine, is_more = pieces.counted_up_to(session, wanted, pieces.MOST_COUNTED)
    shown = cards.read(session, actor, wanted, page=page, now=now)
    return Listing(shown, mine, withheld, is_more)


def triage(session: Session, actor: Actor, *, feedback_id: int, now: datetime) -> None:
    """Say that this was looked at and may be read by those who read feedback."""
    require(actor, Permission.TRIAGE_COMPLAINTS)
    row = cards.locked(session, actor, feedback_id)
    if row.triaged_on is None:
        row.waits_for_triage = False
        row.triaged_on = departments.today(session, actor, now=now)
        audit.note(
            session, actor, AuditAction.FEEDBACK_TRIAGED, subject=f"feedback {feedback_id:x}",
            now=now,
        )  # fmt: skip


def _counted(
    session: Session, scope: Scope, sentiment: Sentiment | None, theme_id: int | None
) -> int | None:
    """How many there are, as the counts have it; ``None`` for what they do not tell."""
    table: type[SentimentCount] | type[ConcernCount]
    if theme_id is None:
        table = SentimentCount
        value = [] if sentiment is None else [SentimentCount.sentiment == sentiment]
    elif sentiment is None:
        table, value = ConcernCount, [ConcernCount.theme_id == theme_id]
    else:
        return None
    return session.scalar(select(func.sum(table.n)).where(*counted_in(scope, table), *value)) or 0
