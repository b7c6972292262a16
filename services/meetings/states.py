"""A meeting's life: draft, published, postponed or cancelled, held, closed; each step is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.attendance import RsvpState
from core.errors import CommonGroundError
from core.i18n import _
from core.plans import STATES
from core.vocabulary import AuditAction, EventState, NoticeKind, Permission
from db.models import Commitment, Event, Rsvp
from services import audit
from services.access import require
from services.meetings import notices
from services.meetings.plans import EventInPastError, get


class StepError(CommonGroundError):
    message = "This meeting is {state}, so that step is not open to it. Load the page again."


class NotYetError(CommonGroundError):
    message = "This meeting has not begun yet. Mark it as held when it has."


class NothingPromisedError(CommonGroundError):
    message = (
        "Before you close the meeting, write down what was promised, each with an owner and a "
        "day. If nothing was, say why: people who came will read it."
    )


def publish(session: Session, actor: Actor, *, event_id: int, now: datetime) -> None:
    """Show a draft to everyone, or a postponed meeting that has its new day, which is told."""
    require(actor, Permission.PLAN_EVENTS)
    event = _step(session, event_id, EventState.DRAFT, EventState.POSTPONED, EventState.PUBLISHED)
    if event.state is EventState.PUBLISHED:
        return
    if event.starts_at <= now:
        raise EventInPastError
    is_new = event.state is EventState.DRAFT
    event.published_at = event.published_at or now
    event.sequence += 0 if is_new else 1
    _become(session, actor, event, EventState.PUBLISHED, now, reason=None)
    if not is_new:
        notices.announce(session, event, NoticeKind.CHANGE, now=now)


def postpone(session: Session, actor: Actor, *, event_id: int, reason: str, now: datetime) -> None:
    """Take a meeting off its day until it has another; replies stay."""
    require(actor, Permission.PLAN_EVENTS)
    event = _step(session, event_id, EventState.PUBLISHED, EventState.POSTPONED)
    if event.state is EventState.POSTPONED:
        return
    why = texts.clean(reason, limit=500)
    event.sequence += 1
    _become(session, actor, event, EventState.POSTPONED, now, reason=why)
    notices.announce(session, event, NoticeKind.CHANGE, now=now)


def cancel(session: Session, actor: Actor, *, event_id: int, reason: str, now: datetime) -> None:
    """Call a meeting off, with the reason that people will read. It stays in calendars, struck."""
    require(actor, Permission.PLAN_EVENTS)
    event = _step(
        session, event_id, EventState.PUBLISHED, EventState.POSTPONED, EventState.CANCELLED
    )
    if event.state is EventState.CANCELLED:
        return
    why = texts.clean(reason, limit=500)
    event.sequence += 1
    _become(session, actor, event, EventState.CANCELLED, now, reason=why)
    notices.announce(session, event, NoticeKind.CANCELLATION, now=now)


def hold(session: Session, actor: Actor, *, event_id: int, now: datetime) -> None:
    """Say that the meeting took place; those who came are thanked."""
    require(actor, Permission.PLAN_EVENTS)
    event = _step(session, event_id, EventState.PUBLISHED, EventState.HELD)
    if event.state is EventState.HELD:
        return
    if now < event.starts_at:
        raise NotYetError
    session.execute(  # who still waited for a place waits for nothing now
        update(Rsvp)
        .where(Rsvp.event_id == event.id, Rsvp.state == RsvpState.WAITING)
        .values(state=RsvpState.DECLINED, waitlisted_at=None)
    )
    _become(session, actor, event, EventState.HELD, now, reason=None)
    notices.announce(session, event, NoticeKind.THANKS, now=now)


def write_minutes(
    session: Session, actor: Actor, *, event_id: int, minutes: str, now: datetime
) -> None:
    """Keep what was said and decided, in words that everyone may read."""
    require(actor, Permission.PLAN_EVENTS)
    event = _step(session, event_id, EventState.PUBLISHED, EventState.HELD, EventState.CLOSED)
    event.minutes = texts.optional(minutes, limit=20_000) or None
    event.changed_at = now
    audit.note(
        session, actor, AuditAction.EVENT_CHANGED, subject=f"event {event.id}", now=now,
        details="minutes",
    )  # fmt: skip


def close(
    session: Session, actor: Actor, *, event_id: int, none_because: str, now: datetime
) -> None:
    """Finish a meeting: with promises in the ledger, or with the reason why there are none."""
    require(actor, Permission.PLAN_EVENTS)
    event = _step(session, event_id, EventState.HELD, EventState.CLOSED)
    if event.state is EventState.CLOSED:
        return
    promised = session.scalar(select(func.count()).where(Commitment.event_id == event.id))
    if not promised:
        if not none_because.strip():
            raise NothingPromisedError
        event.none_because = texts.clean(none_because, limit=500)
    event.closed_at = now
    _become(session, actor, event, EventState.CLOSED, now, reason=None)
    notices.announce(session, event, NoticeKind.RESULTS, now=now)


def throw_away(session: Session, actor: Actor, *, event_id: int, now: datetime) -> None:
    """Remove a draft. What was published stays, cancelled at most."""
    require(actor, Permission.PLAN_EVENTS)
    event = _step(session, event_id, EventState.DRAFT)
    audit.note(
        session, actor, AuditAction.EVENT_CHANGED, subject=f"event {event.id}", now=now,
        details=f"draft removed: {event.title}",
    )  # fmt: skip
    session.delete(event)
    session.flush()


def _step(session: Session, event_id: int, *allowed: EventState) -> Event:
    event = get(session, event_id, lock=True)
    if event.state not in allowed:
        raise StepError(state=_(STATES[event.state]))
    return event


def _become(
    session: Session, actor: Actor, event: Event, state: EventState, now: datetime, *,
    reason: str | None,
) -> None:  # fmt: skip
    event.state, event.state_reason, event.changed_at = state, reason, now
    session.flush()
    audit.note(
        session, actor, AuditAction.EVENT_CHANGED, subject=f"event {event.id}", now=now,
        details=state.value if reason is None else f"{state.value}: {reason}",
    )  # fmt: skip
