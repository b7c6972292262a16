"""Meetings on the charts of how people feel: when one was held, a line may turn."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.series import Mark
from core import periods, recurrence
from core.actor import Actor
from core.i18n import _
from core.scope import Scope
from core.vocabulary import EventState, Permission
from db.models import Event, EventDistrict
from services.access import require

MOST = 12
"""More lines than that would hide the chart; the newest are drawn."""


def held(session: Session, actor: Actor, *, scope: Scope) -> list[Mark]:
    """The meetings held in the scope's time, and in its district if it has one."""
    require(actor, Permission.READ_FIGURES)
    wanted = select(Event.title, Event.starts_at, Event.tzid).where(
        Event.state.in_((EventState.HELD, EventState.CLOSED))
    )
    if scope.district_id:
        wanted = wanted.where(
            Event.id.in_(
                select(EventDistrict.event_id).where(EventDistrict.district_id == scope.district_id)
            )
        )
    rows: list[Mark] = []
    if not scope.is_undated:
        begins, ends = (periods.first_day(scope.first),
                        periods.first_day(periods.shifted(scope.last, 1)))  # fmt: skip
        for title, starts_at, tzid in session.execute(wanted.order_by(Event.starts_at)):
            day = recurrence.wall(starts_at, tzid).date()
            if begins <= day < ends:
                rows.append(Mark(day, _("a meeting was held: {title}").format(title=title)))
    return rows[-MOST:]
