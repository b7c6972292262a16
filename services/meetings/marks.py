"""Meetings on the charts of how people feel: when one was held, a line may turn."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

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

LISTED = 50
_TOOK_PLACE = Event.state.in_((EventState.HELD, EventState.CLOSED))


@dataclass(frozen=True)
class Meeting:
    """A meeting that was held, on which day and in which districts."""

    title: str
    day: date
    district_ids: tuple[int, ...]


def meetings(session: Session, actor: Actor) -> tuple[Meeting, ...]:
    """The newest ``LISTED`` meetings that were held, newest first."""
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(
        select(Event.id, Event.title, Event.starts_at, Event.tzid)
        .where(_TOOK_PLACE)
        .order_by(Event.starts_at.desc(), Event.id.desc())
        .limit(LISTED)
    ).all()
    placed = session.execute(
        select(EventDistrict.event_id, EventDistrict.district_id)
        .where(EventDistrict.event_id.in_([row.id for row in rows]))
        .order_by(EventDistrict.district_id)
    )
    where: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for event_id, district_id in placed:
        where[event_id] += (district_id,)
    return tuple(
        Meeting(row.title, recurrence.wall(row.starts_at, row.tzid).date(), where[row.id])
        for row in rows
    )


def held(session: Session, actor: Actor, *, scope: Scope) -> list[Mark]:
    """The meetings held in the scope's time, and in its district if it has one."""
    require(actor, Permission.READ_FIGURES)
    wanted = select(Event.title, Event.starts_at, Event.tzid).where(_TOOK_PLACE)
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
