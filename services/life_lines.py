"""The life of a concern: heard, expected, spoken of in meetings, promised, answered, gone quiet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis import alarms as expected
from analysis import concerns as tagging
from analysis import life_line
from analysis.alarms import Counted, Told
from analysis.life_line import Turned
from core import periods, recurrence
from core.actor import Actor
from core.scope import Scope
from core.vocabulary import CommitmentState, EventState, Permission
from db.models import (
    Commitment,
    CommitmentFeedback,
    Event,
    Feedback,
    FeedbackConcern,
    Message,
)
from db.queries.cells import feedback_in
from db.queries.themes import TAGGING
from services import alarms, concerns, themes
from services.access import require

MOST_MEETINGS = 300
"""The newest that were held; their titles, purposes and minutes are looked through."""


@dataclass(frozen=True)
class Met:
    """A meeting in which a concern came up, by what was written of it."""

    event_id: int
    title: str
    on: date


@dataclass(frozen=True)
class Promised:
    """A promise that pieces with the concern led to, or whose own words raise it."""

    commitment_id: int
    wording: str
    made_on: date
    state: CommitmentState


@dataclass(frozen=True)
class LifeLine:
    """``line`` and ``history`` have a place for every period; ``history`` what was expected.

    ``answered``: how many of the ``n`` pieces with the concern staff answered.
    """

    line: tuple[Counted, ...]
    history: tuple[Told | None, ...]
    turns: tuple[Turned, ...]
    met: tuple[Met, ...]
    promised: tuple[Promised, ...]
    n: int
    answered: int


def of(session: Session, actor: Actor, *, scope: Scope, theme_id: int) -> LifeLine:
    """The life of a theme in the months or weeks of ``scope``, which should be all there are."""
    require(actor, Permission.READ_FEEDBACK)
    grain = periods.grain_of(scope.last)
    (heard,) = concerns.by_period(session, actor, scope=scope, theme_ids=[theme_id], grain=grain)
    line = tuple(Counted(point.period, point.n, point.total) for point in heard.points)
    history = tuple(expected.history(line, breaks=alarms.breaks(session, actor, scope=scope)))
    raises = _raises(session, actor, theme_id)
    return LifeLine(
        line, history, tuple(life_line.turns(line, history)), _met(session, raises),
        _promised(session, scope, theme_id, raises), sum(one.n for one in line),
        _answered(session, scope, theme_id),
    )  # fmt: skip


def _raises(session: Session, actor: Actor, theme_id: int) -> Callable[[str], bool]:
    """Tells whether a text, which staff wrote, raises the theme by its words."""
    wanted = themes.newest(session, actor)
    code = {card.id: card.code for card in concerns.themes(session, actor)}.get(theme_id)
    return lambda text: any(tag.code == code for tag in tagging.tag(text, wanted))


def _met(session: Session, raises: Callable[[str], bool]) -> tuple[Met, ...]:
    held = Event.state.in_((EventState.HELD, EventState.CLOSED))
    newest = select(Event).where(held).order_by(Event.starts_at.desc()).limit(MOST_MEETINGS)
    return tuple(
        Met(row.id, row.title, recurrence.wall(row.starts_at, row.tzid).date())
        for row in session.scalars(newest)
        if raises("\n".join((row.title, row.purpose, row.minutes or "")))
    )


def _promised(
    session: Session, scope: Scope, theme_id: int, raises: Callable[[str], bool]
) -> tuple[Promised, ...]:
    led = set(
        session.scalars(
            select(CommitmentFeedback.commitment_id)
            .join(FeedbackConcern, FeedbackConcern.feedback_id == CommitmentFeedback.feedback_id)
            .where(
                FeedbackConcern.theme_id == theme_id,
                FeedbackConcern.tagging == TAGGING,
                FeedbackConcern.source_id == scope.source_id,
            )
        )
    )
    rows = session.scalars(select(Commitment).order_by(Commitment.made_on, Commitment.id))
    return tuple(
        Promised(row.id, row.wording, row.made_on, row.state)
        for row in rows
        if row.id in led or raises(row.wording)
    )


def _answered(session: Session, scope: Scope, theme_id: int) -> int:
    counted = (
        select(func.count(Message.feedback_id.distinct()))
        .join(FeedbackConcern, FeedbackConcern.feedback_id == Message.feedback_id)
        .join(Feedback, Feedback.id == Message.feedback_id)
        .where(
            FeedbackConcern.theme_id == theme_id,
            *feedback_in(scope, FeedbackConcern),
            Message.who.is_not(None),
            Feedback.sentiment.is_not(None),
        )
    )
    return session.scalar(counted) or 0
