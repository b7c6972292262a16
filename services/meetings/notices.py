"""The outbox: messages written with what they announce, claimed by a sender, never lost."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from core import quiet
from core.actor import Actor
from core.attendance import RsvpState
from core.vocabulary import NoticeKind, NoticeState, Permission
from db.base import random_id
from db.models import Event, Follow, Notice, Rsvp
from db.queries.upserts import insert_into
from services import departments
from services.access import require

LEASE = timedelta(minutes=5)
BATCH = 20
SOON = timedelta(hours=24)
MOST_TRIES = 12
"""With twice the wait each time, from a minute on: about two days and a half."""

HELD_BY_QUIET = {
    NoticeKind.REMINDER, NoticeKind.INVITATION, NoticeKind.THANKS, NoticeKind.RESULTS,
    NoticeKind.CLOSING, NoticeKind.SURVEY,
}  # fmt: skip
OF_A_CHANGE = {NoticeKind.CHANGE, NoticeKind.CANCELLATION}
COMING = (RsvpState.GOING, RsvpState.WAITING, RsvpState.OFFERED)


@dataclass(frozen=True)
class Claimed:
    """Notices that one sender has under ``lease``, by their ids."""

    lease: str
    ids: tuple[int, ...]


def put(
    session: Session, kind: NoticeKind, *, once: str, now: datetime, event: Event | None = None,
    **about: object,
) -> None:  # fmt: skip
    """Write a message into the caller's transaction; one with the same ``once`` is there already.

    ``about`` names its reader (``contact_id`` or ``account_id``) and what it is about.
    """
    row = {
        "id": random_id(), "kind": kind, "state": NoticeState.WAITING, "once": once, "tries": 0,
        "message_id": secrets.token_hex(16), "about": "",
        "event_id": event.id if event else None, "not_before": _moment(session, kind, event, now),
    }  # fmt: skip
    session.execute(
        insert_into(session, Notice)
        .values(row | about)
        .on_conflict_do_nothing(index_elements=["once"])
    )


def _moment(session: Session, kind: NoticeKind, event: Event | None, now: datetime) -> datetime:
    soon = event is not None and event.starts_at - now < SOON
    if kind in HELD_BY_QUIET or (kind in OF_A_CHANGE and not soon):
        tzid = event.tzid if event else departments.current(session, Actor.operator()).tzid
        return quiet.first_moment(now, tzid)
    return now


def announce(session: Session, event: Event, kind: NoticeKind, *, now: datetime) -> None:
    """Tell everyone who replied, and everyone who follows the meeting or its series."""
    occasion = f"{kind}:{event.id}:{event.sequence}"
    for rsvp in replied(session, event):
        put(
            session, kind, once=f"{occasion}:r{rsvp.id:x}", now=now, event=event,
            contact_id=rsvp.contact_id, rsvp_id=rsvp.id, about=str(event.sequence),
        )  # fmt: skip
    for follow in followers(session, event):
        put(
            session, kind, once=f"{occasion}:f{follow.id:x}", now=now, event=event,
            contact_id=follow.contact_id, follow_id=follow.id, about=str(event.sequence),
        )  # fmt: skip


def replied(session: Session, event: Event) -> Iterator[Rsvp]:
    """Those who come or wait, and left an address."""
    wanted = select(Rsvp).where(
        Rsvp.event_id == event.id, Rsvp.state.in_(COMING), Rsvp.contact_id.is_not(None)
    )
    yield from session.scalars(wanted.order_by(Rsvp.id))


def followers(session: Session, event: Event) -> Iterator[Follow]:
    """Those who confirmed that they follow the meeting or its series, and did not reply with it."""
    mine = [Follow.event_id == event.id]
    if event.series_id is not None:
        mine.append(Follow.series_id == event.series_id)
    answered = select(Rsvp.contact_id).where(
        Rsvp.event_id == event.id, Rsvp.contact_id.is_not(None)
    )
    wanted = select(Follow).where(
        or_(*mine), Follow.confirmed_at.is_not(None), Follow.contact_id.not_in(answered)
    )
    yield from session.scalars(wanted.order_by(Follow.id))


def claim(session: Session, actor: Actor, *, now: datetime, size: int = BATCH) -> Claimed:
    """Lease messages whose time has come; what a sender did not finish is handed out again."""
    require(actor, Permission.DO_WORK)
    due = (
        select(Notice.id)
        .where(
            Notice.state == NoticeState.WAITING,
            Notice.not_before <= now,
            or_(Notice.leased_until.is_(None), Notice.leased_until < now),
        )
        .order_by(Notice.not_before, Notice.id)
        .limit(size)
        .with_for_update(skip_locked=True)
    )
    ids, lease = tuple(session.scalars(due)), secrets.token_hex(8)
    session.execute(
        update(Notice).where(Notice.id.in_(ids)).values(leased_until=now + LEASE, lease=lease)
    )
    return Claimed(lease, ids)


def settle(
    session: Session, actor: Actor, *, notice_id: int, lease: str, state: NoticeState,
    now: datetime,
) -> None:  # fmt: skip
    """Say what became of a message that is still under ``lease``."""
    require(actor, Permission.DO_WORK)
    session.execute(
        update(Notice)
        .where(Notice.id == notice_id, Notice.lease == lease)
        .values(
            state=state, sent_at=now if state is NoticeState.SENT else None, lease=None,
            leased_until=None,
        )
    )  # fmt: skip


def put_off(session: Session, actor: Actor, *, notice_id: int, lease: str, now: datetime) -> None:
    """Try later, ever later; after ``MOST_TRIES`` it has failed, and staff can see that."""
    require(actor, Permission.DO_WORK)
    notice = session.get(Notice, notice_id, with_for_update=True)
    if notice is None or notice.lease != lease:
        return
    notice.tries += 1
    notice.not_before = now + timedelta(minutes=2 ** (notice.tries - 1))
    notice.lease = notice.leased_until = None
    if notice.tries >= MOST_TRIES:
        notice.state = NoticeState.FAILED


def message_id(session: Session, actor: Actor, *, notice_id: int) -> str:
    """The part of a Message-ID that is a notice's own."""
    require(actor, Permission.DO_WORK)
    return session.get_one(Notice, notice_id).message_id


def of_event(session: Session, actor: Actor, *, event_id: int) -> dict[NoticeState, int]:
    """How many messages about a meeting wait, went out, or failed."""
    require(actor, Permission.PLAN_EVENTS)
    counted = (
        select(Notice.state, func.count()).where(Notice.event_id == event_id).group_by(Notice.state)
    )
    return dict(session.execute(counted).all())
