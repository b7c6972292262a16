"""What falls due without anybody's doing: reminders, invitations, and nags to close."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actor import Actor
from core.attendance import RsvpState
from core.keys import Keys
from core.vocabulary import EventState, NoticeKind, Permission
from db.models import Department, Event
from services.access import require
from services.meetings import contacts, notices

LONGEST = timedelta(hours=24 * 14)
NAGS = (timedelta(days=3), timedelta(days=7))


def put_due(session: Session, actor: Actor, *, keys: Keys, now: datetime) -> int:
    """Write the reminders whose time has come, once each; for how many meetings.

    Those who come are reminded; those who follow and have not answered are asked whether they come.
    """
    require(actor, Permission.DO_WORK)
    ahead = select(Event).where(
        Event.state == EventState.PUBLISHED, Event.reminder_hours.is_not(None),
        Event.starts_at > now, Event.starts_at <= now + LONGEST,
    )  # fmt: skip
    due = [
        event for event in session.scalars(ahead)
        if event.starts_at - timedelta(hours=event.reminder_hours or 0) <= now
    ]  # fmt: skip
    for event in due:
        _remind(session, event, keys, now)
    return len(due)


def nag(session: Session, actor: Actor, *, now: datetime) -> int:
    """Remind organizers, three and seven days later, of meetings that nobody closed; how many."""
    require(actor, Permission.DO_WORK)
    if session.scalar(select(Department.is_sample)):
        return 0  # invented staff read no mail
    over = select(Event).where(
        Event.state.in_((EventState.PUBLISHED, EventState.HELD)), Event.ends_at <= now - NAGS[0],
        Event.organizer_id.is_not(None),
    )  # fmt: skip
    late = session.scalars(over).all()
    for event in late:
        days = max(after.days for after in NAGS if event.ends_at <= now - after)
        notices.put(
            session, NoticeKind.CLOSING, once=f"closing:{event.id}:{days}", now=now, event=event,
            account_id=event.organizer_id,
        )  # fmt: skip
    return len(late)


def _remind(session: Session, event: Event, keys: Keys, now: datetime) -> None:
    occasion = f"{event.id}:{event.starts_at.isoformat()}"
    answered = set()
    for rsvp in notices.replied(session, event):
        answered.add(_email(session, rsvp.contact_id, keys))
        if rsvp.state is RsvpState.GOING and rsvp.wants_reminder:
            notices.put(
                session, NoticeKind.REMINDER, once=f"reminder:{occasion}:{rsvp.id:x}", now=now,
                event=event, contact_id=rsvp.contact_id, rsvp_id=rsvp.id,
                about=event.reminder_text,
            )  # fmt: skip
    for follow in notices.followers(session, event):
        if _email(session, follow.contact_id, keys) not in answered:
            notices.put(
                session, NoticeKind.INVITATION, once=f"invitation:{occasion}:{follow.id:x}",
                now=now, event=event, contact_id=follow.contact_id, follow_id=follow.id,
            )  # fmt: skip


def _email(session: Session, contact_id: int | None, keys: Keys) -> str:
    """Opened in memory alone: nothing in the tables tells that two contacts are one person."""
    found = contacts.address(session, Actor.operator(), contact_id=contact_id or 0, keys=keys)
    return found.email.casefold() if found else ""
