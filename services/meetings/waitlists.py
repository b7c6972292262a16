"""Places and the waitlist: nobody is promised a place that is not there.

The rule, as people read it: places that come free are offered in the order in which people joined
the list, to the first whose whole party fits. An offer holds the places for a day, or for a quarter
of the time that is left, whichever is shorter; then they go to the next.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Select, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.actor import Actor
from core.attendance import RsvpState, Way
from core.vocabulary import NoticeKind, Permission
from db.models import Event, Rsvp
from services.access import require
from services.meetings import notices

LONGEST_OFFER = timedelta(days=1)


def take(session: Session, event_id: int, way: Way, people: int) -> bool:
    """Hold ``people`` places if there are as many; whether there were. One guarded statement."""
    taken, capacity = _columns(way)
    held = session.execute(
        update(Event)
        .where(Event.id == event_id, or_(capacity.is_(None), taken + people <= capacity))
        .values({taken: taken + people})
        .execution_options(synchronize_session=False)
    )
    assert isinstance(held, CursorResult)  # noqa: S101 -- an UPDATE counts its rows
    return held.rowcount == 1


def give_back(session: Session, event_id: int, way: Way, people: int) -> None:
    """Set places free that were held."""
    taken, _capacity = _columns(way)
    session.execute(
        update(Event)
        .where(Event.id == event_id)
        .values({taken: taken - people})
        .execution_options(synchronize_session=False)
    )


def somebody_waits(session: Session, event_id: int, way: Way) -> bool:
    """Whether a new reply has to queue behind somebody."""
    return session.scalar(_in_line(event_id, way).limit(1)) is not None


def promote(session: Session, event: Event, *, now: datetime) -> int:
    """Offer free places to those who wait, by the rule; how many offers were made."""
    if now >= event.starts_at:
        return 0
    until = now + min(LONGEST_OFFER, (event.starts_at - now) / 4)
    offered = 0
    for way in Way:
        while rsvp := _first_that_fits(session, event.id, way):
            if not take(session, event.id, way, rsvp.party_size):
                break
            rsvp.state, rsvp.offer_until = RsvpState.OFFERED, until
            session.flush()
            offered += 1
            if rsvp.contact_id is not None:
                notices.put(
                    session, NoticeKind.OFFER, once=f"offer:{rsvp.id:x}:{until.isoformat()}",
                    now=now, event=event, contact_id=rsvp.contact_id, rsvp_id=rsvp.id,
                )  # fmt: skip
    return offered


def end_offers(session: Session, actor: Actor, *, now: datetime) -> int:
    """Take back offers whose time is up, and offer the places to the next; how many were taken."""
    require(actor, Permission.DO_WORK)
    over = (Rsvp.state == RsvpState.OFFERED, Rsvp.offer_until <= now)
    ended = 0
    for event_id in sorted(set(session.scalars(select(Rsvp.event_id).where(*over)))):
        event = session.get_one(Event, event_id, with_for_update=True)  # as replies do: first
        for rsvp in session.scalars(select(Rsvp).where(Rsvp.event_id == event_id, *over)).all():
            release(session, rsvp)
            ended += 1
        promote(session, event, now=now)
    return ended


def release(session: Session, rsvp: Rsvp) -> None:
    """The reply holds no place and waits for none any more."""
    if rsvp.state in (RsvpState.GOING, RsvpState.OFFERED):
        give_back(session, rsvp.event_id, rsvp.way, rsvp.party_size)
    rsvp.state = RsvpState.DECLINED
    rsvp.waitlisted_at = rsvp.offer_until = None
    session.flush()


def place_in_line(session: Session, rsvp: Rsvp) -> int:
    """How many parties stand before this one, itself included."""
    ids = session.scalars(
        select(Rsvp.id)
        .where(
            Rsvp.event_id == rsvp.event_id, Rsvp.way == rsvp.way, Rsvp.state == RsvpState.WAITING
        )
        .order_by(Rsvp.waitlisted_at, Rsvp.id)
    ).all()
    return ids.index(rsvp.id) + 1


def _first_that_fits(session: Session, event_id: int, way: Way) -> Rsvp | None:
    """One look for most meetings: where no place is free, nobody's turn has to be worked out."""
    taken, capacity = _columns(way)
    free = session.execute(select(capacity - taken).where(Event.id == event_id)).scalar_one()
    if free is not None and free < 1:
        return None
    line = _in_line(event_id, way)
    return session.scalar((line if free is None else line.where(Rsvp.party_size <= free)).limit(1))


def _in_line(event_id: int, way: Way) -> Select[Rsvp]:
    return (
        select(Rsvp)
        .where(Rsvp.event_id == event_id, Rsvp.way == way, Rsvp.state == RsvpState.WAITING)
        .order_by(Rsvp.waitlisted_at, Rsvp.id)
    )


def _columns(
    way: Way,
) -> tuple[InstrumentedAttribute[int], InstrumentedAttribute[int | None]]:
    if way is Way.ROOM:
        return Event.room_taken, Event.room_capacity
    return Event.online_taken, Event.online_capacity
