"""What stands in a meeting's way, shown while it is planned: it warns and never forbids."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from core import recurrence, when
from core.actor import Actor
from core.i18n import _
from core.plans import Plan
from core.vocabulary import EventState, Permission
from db.models import CalendarDay, Event, EventDistrict
from services.access import require

ON = (EventState.DRAFT, EventState.PUBLISHED)


def found(session: Session, actor: Actor, *, plan: Plan, event_id: int | None = None) -> list[str]:
    """One sentence for each conflict: the room, the organizer, the district, a special day."""
    require(actor, Permission.PLAN_EVENTS)
    starts_at = recurrence.instant(plan.starts, plan.tzid)
    ends_at = recurrence.instant(plan.ends, plan.tzid)
    others = select(Event).where(Event.state.in_(ON), Event.id != (event_id or 0))
    at_once = others.where(Event.starts_at < ends_at, Event.ends_at > starts_at)
    said = []
    if plan.venue_id is not None:
        for title in _titles(session, at_once.where(Event.venue_id == plan.venue_id)):
            said.append(_("The place is taken at that time by “{title}”.").format(title=title))
    if plan.organizer_id is not None:
        for title in _titles(session, at_once.where(Event.organizer_id == plan.organizer_id)):
            said.append(_("The organizer is at “{title}” at that time.").format(title=title))
    if plan.district_ids:
        same_day = others.where(
            Event.starts_at >= recurrence.instant(_midnight(plan), plan.tzid),
            Event.starts_at < recurrence.instant(_midnight(plan) + timedelta(days=1), plan.tzid),
            Event.id.in_(
                select(EventDistrict.event_id).where(
                    EventDistrict.district_id.in_(plan.district_ids)
                )
            ),
        )
        for title in _titles(session, same_day):
            said.append(_("The same district meets that day at “{title}”.").format(title=title))
    special = select(CalendarDay.name, CalendarDay.falls_on).where(
        or_(CalendarDay.falls_on == plan.starts.date(), CalendarDay.falls_on == plan.ends.date())
    )
    for name, day in session.execute(special.distinct()):
        said.append(_("{day} is {name}.").format(day=when.day(day), name=name))
    return said


def _titles(session: Session, wanted: Select[Event]) -> list[str]:
    return [event.title for event in session.scalars(wanted.order_by(Event.id).limit(3))]


def _midnight(plan: Plan) -> datetime:
    return plan.starts.replace(hour=0, minute=0, second=0, microsecond=0)
