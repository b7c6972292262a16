"""Planning meetings: drafts, and changes that lose nobody's work and break nobody's promise."""

from __future__ import annotations

import secrets
from dataclasses import fields
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import recurrence
from core.actor import Actor
from core.attendance import NeedKind, Way
from core.errors import CommonGroundError
from core.i18n import _
from core.plans import STATES, TOLD, Plan, checked, differences
from core.vocabulary import AgendaState, AuditAction, EventState, NoticeKind, Permission
from db.models import (
    AgendaItem,
    Event,
    EventDistrict,
    EventKind,
    EventPartner,
)
from services import audit
from services.access import require
from services.meetings import notices, waitlists


class EventGoneError(CommonGroundError):
    message = "That meeting is not there any more. Go back to the list."


class CapacityTakenError(CommonGroundError):
    message = (
        "{taken} places are promised already, so it cannot be {wanted}. Nothing was changed. "
        "Choose {taken} or more, or talk to people who can give a place back."
    )


class EventInPastError(CommonGroundError):
    message = "That would move a meeting that people know of into the past. Choose a later day."


class EventOverError(CommonGroundError):
    message = "This meeting was {state}, so its plan stays as it was."


class ChangedMeanwhileError(CommonGroundError):
    message = (
        "Somebody else changed this meeting while you had it open: {changes}. What you typed is "
        "still here, and nothing was saved. Look at both, then save yours again."
    )


_SAME_NAME = {
    "title", "tzid", "purpose", "venue_id", "is_in_room", "is_online", "room_instructions",
    "online_instructions", "room_capacity", "online_capacity", "organizer_id", "reminder_hours",
    "reminder_text",
}  # fmt: skip


def add(
    session: Session, actor: Actor, *, plan: Plan, now: datetime, series_id: int | None = None
) -> int:
    """Keep a new draft and answer its id; nobody outside hears of it before it is published."""
    require(actor, Permission.PLAN_EVENTS)
    event = Event(
        uid=f"{secrets.token_hex(12)}@common-ground", series_id=series_id, changed_at=now,
        state=EventState.DRAFT, recurs_on=plan.starts.date() if series_id else None,
    )  # fmt: skip
    _write(session, event, checked(plan))
    audit.note(
        session, actor, AuditAction.EVENT_PLANNED, subject=f"event {event.id}", now=now,
        details=event.title,
    )  # fmt: skip
    return event.id


def of(session: Session, actor: Actor, *, event_id: int) -> Plan:
    """The plan of a meeting as it stands."""
    require(actor, Permission.PLAN_EVENTS)
    return plan_of(session, get(session, event_id))


def known(session: Session, actor: Actor, *, since: datetime) -> set[tuple[str, datetime]]:
    """Title and wall time of every meeting from ``since`` on, to tell what is planned already."""
    require(actor, Permission.PLAN_EVENTS)
    rows = session.execute(
        select(Event.title, Event.starts_at, Event.tzid).where(Event.starts_at >= since)
    )
    return {(title, recurrence.wall(starts_at, tzid)) for title, starts_at, tzid in rows}


def change(
    session: Session, actor: Actor, *, event_id: int, plan: Plan, base: Plan, now: datetime
) -> None:
    """Put ``plan`` in the place of ``base``, which is what its writer started from.

    Refused, with what is different, where somebody else changed the meeting meanwhile. People who
    come or follow are told of what matters to them.
    """
    require(actor, Permission.PLAN_EVENTS)
    event = get(session, event_id, lock=True)
    if event.state in (EventState.CANCELLED, EventState.HELD, EventState.CLOSED):
        raise EventOverError(state=_(STATES[event.state]))
    current = plan_of(session, event)
    if other := differences(base, current):
        raise ChangedMeanwhileError(changes="; ".join(other))
    fresh = checked(plan)
    _check_promises(event, fresh, now)
    changed = {field.name for field in fields(Plan)
               if getattr(fresh, field.name) != getattr(current, field.name)}  # fmt: skip
    if not changed:
        return
    event.changed_at = now
    if event.published_at is not None and changed & TOLD:
        event.sequence += 1
    _write(session, event, fresh)
    if event.state is EventState.PUBLISHED and changed & TOLD:
        notices.announce(session, event, NoticeKind.CHANGE, now=now)
    waitlists.promote(session, event, now=now)  # there may be more places than before
    audit.note(
        session, actor, AuditAction.EVENT_CHANGED, subject=f"event {event.id}", now=now,
        details=", ".join(sorted(changed)),
    )  # fmt: skip


def get(session: Session, event_id: int, *, lock: bool = False) -> Event:
    """The row of a meeting, with ``lock`` held until the transaction ends."""
    event = session.get(Event, event_id, with_for_update=lock, populate_existing=lock)
    if event is None:
        raise EventGoneError
    return event


def _check_promises(event: Event, plan: Plan, now: datetime) -> None:
    """Nobody who was promised something loses it by a change of plan."""
    for way in Way:
        wanted, taken = getattr(plan, f"{way}_capacity"), getattr(event, f"{way}_taken")
        if wanted is not None and wanted < taken:
            raise CapacityTakenError(taken=taken, wanted=wanted)
        if taken and not (plan.is_in_room if way is Way.ROOM else plan.is_online):
            raise CapacityTakenError(taken=taken, wanted=0)
    starts_at = recurrence.instant(plan.starts, plan.tzid)
    if event.published_at is not None and starts_at < now and starts_at != event.starts_at:
        raise EventInPastError


def _write(session: Session, event: Event, plan: Plan) -> None:
    event.kind_id = session.scalars(select(EventKind.id).where(EventKind.code == plan.kind)).one()
    for name in _SAME_NAME:
        setattr(event, name, getattr(plan, name))
    event.starts_at = recurrence.instant(plan.starts, plan.tzid)
    event.ends_at = recurrence.instant(plan.ends, plan.tzid)
    event.languages, event.offers = list(plan.languages), list(plan.offers)
    session.add(event)
    session.flush()
    for table in (EventDistrict, EventPartner):
        session.execute(delete(table).where(table.event_id == event.id))
    session.add_all(EventDistrict(event_id=event.id, district_id=one) for one in plan.district_ids)
    session.add_all(EventPartner(event_id=event.id, partner_id=one) for one in plan.partner_ids)
    ours = (AgendaItem.event_id == event.id, AgendaItem.is_residents.is_(False))
    session.execute(delete(AgendaItem).where(*ours))
    session.add_all(
        AgendaItem(
            event_id=event.id, position=number, words=words, state=AgendaState.ON,
            is_residents=False,
        )
        for number, words in enumerate(plan.agenda)
    )  # fmt: skip
    session.flush()


def plan_of(session: Session, event: Event) -> Plan:
    districts = select(EventDistrict.district_id).where(EventDistrict.event_id == event.id)
    partners = select(EventPartner.partner_id).where(EventPartner.event_id == event.id)
    agenda = select(AgendaItem.words).where(
        AgendaItem.event_id == event.id, AgendaItem.is_residents.is_(False)
    )
    return Plan(
        kind=session.scalars(select(EventKind.code).where(EventKind.id == event.kind_id)).one(),
        starts=recurrence.wall(event.starts_at, event.tzid),
        ends=recurrence.wall(event.ends_at, event.tzid),
        languages=tuple(event.languages),
        offers=tuple(sorted(map(NeedKind, event.offers))),
        district_ids=tuple(sorted(session.scalars(districts))),
        partner_ids=tuple(sorted(session.scalars(partners))),
        agenda=tuple(session.scalars(agenda.order_by(AgendaItem.position))),
        **{name: getattr(event, name) for name in _SAME_NAME},
    )
