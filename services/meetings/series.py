"""Meetings that come again: kept as wall time, made ahead, changed one, from one on, or all."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock, recurrence
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import N_
from core.plans import Plan, checked
from core.vocabulary import AuditAction, EventState, Permission
from db.models import Event, Series
from services import audit
from services.access import require
from services.meetings import occurrences, plans, states

AHEAD = timedelta(days=400)
"""How far ahead meetings of a series are made, so that people can reply to next year's."""

CHANGED = N_("The series of meetings was changed.")
"""The reason where nobody gave one. Stored as it stands, for readers of any language."""

_STILL_OPEN = (EventState.DRAFT, EventState.PUBLISHED, EventState.POSTPONED)


class NoSeriesError(CommonGroundError):
    message = "This meeting belongs to no series. Change it by itself."


class SeriesOverError(CommonGroundError):
    message = "This series has ended. Plan a new one; a copy of a meeting is a good beginning."


class NoOccurrenceError(CommonGroundError):
    message = "By this rule the series would have no meeting at all. Choose another rule or day."


@dataclass(frozen=True)
class SeriesCard:
    """A series as its planners see it."""

    id: int
    title: str
    rule: str
    starts: datetime
    tzid: str
    paused_on: date | None
    ended_on: date | None
    skips_holidays: bool


def begin(
    session: Session, actor: Actor, *, plan: Plan, rule: str, now: datetime, is_public: bool,
    skips_holidays: bool = True,
) -> int:  # fmt: skip
    """Keep a series and make its meetings for the time ahead; answers its id.

    ``plan`` is the first meeting. With ``is_public`` meetings are published as they are made.
    """
    require(actor, Permission.PLAN_EVENTS)
    first = checked(plan)
    series = Series(
        rule=recurrence.rule(rule), skipped=[], until_on=None, paused_on=None, ended_on=None,
        **occurrences.template(first, is_public=is_public, skips_holidays=skips_holidays),
    )  # fmt: skip
    session.add(series)
    session.flush()
    if not _make_ahead(session, actor, series, now):
        raise NoOccurrenceError
    _note(session, actor, series, "begun", now)
    return series.id


def one(session: Session, actor: Actor, *, series_id: int) -> SeriesCard:
    """One series."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    series = _get(session, series_id)
    return SeriesCard(
        series.id, series.plan["title"], series.rule, datetime.fromisoformat(series.starts),
        series.tzid, series.paused_on, series.ended_on, series.plan["skips_holidays"],
    )  # fmt: skip


def make_ahead(session: Session, actor: Actor, *, now: datetime) -> int:
    """Make the meetings that have come into sight since the last time; how many."""
    require(actor, Permission.DO_WORK)
    going = select(Series).where(Series.ended_on.is_(None), Series.paused_on.is_(None))
    every = session.scalars(going.with_for_update(skip_locked=True)).all()
    return sum(_make_ahead(session, actor, series, now) for series in every)


def change(
    session: Session, actor: Actor, *, event_id: int, plan: Plan, rule: str, now: datetime,
    is_every: bool,
) -> int:  # fmt: skip
    """Change a meeting and those that follow it, or every one that is still to come.

    What was changed in a single meeting stays as it is there. Replies stay with their meeting. A
    change "from here on" is a new series from that meeting on; answers the series' id.
    """
    require(actor, Permission.PLAN_EVENTS)
    event = plans.get(session, event_id, lock=True)
    if event.series_id is None or event.recurs_on is None:
        raise NoSeriesError
    series = _get(session, event.series_id, lock=True)
    if series.ended_on is not None:
        raise SeriesOverError
    today = clock.local_date(now, series.tzid)
    begins_on = today if is_every else event.recurs_on
    rows = _still_open(session, series, begins_on)
    before = [occurrences.of(series, row.recurs_on) for row in rows if row.recurs_on]
    fresh, old = checked(plan), series
    if is_every:
        first_day = min((row.recurs_on for row in rows if row.recurs_on), default=event.recurs_on)
        fresh = occurrences.moved(fresh, fresh.starts.date() - event.recurs_on + first_day)
    template = occurrences.template(fresh, **{key: series.plan[key] for key in occurrences.OPTIONS})
    if is_every:
        for name, value in template.items():
            setattr(series, name, value)
        series.rule = recurrence.rule(rule)
    else:
        series.ended_on = event.recurs_on - timedelta(days=1)
        series = Series(rule=recurrence.rule(rule), skipped=list(old.skipped), until_on=None,
                        paused_on=None, ended_on=None, **template)  # fmt: skip
        session.add(series)
        session.flush()
    series.until_on = None
    _reshape(session, actor, series, rows, before, now)
    _note(session, actor, series, "all changed" if is_every else "changed from here on", now)
    return series.id


def pause(session: Session, actor: Actor, *, series_id: int, paused: bool, now: datetime) -> None:
    """Make no further meetings for now, or make them again. Those that are there stay."""
    require(actor, Permission.PLAN_EVENTS)
    series = _get(session, series_id, lock=True)
    if series.ended_on is not None:
        raise SeriesOverError
    series.paused_on = clock.local_date(now, series.tzid) if paused else None
    if not paused:
        _make_ahead(session, actor, series, now)
    _note(session, actor, series, "paused" if paused else "goes on", now)


def end(
    session: Session, actor: Actor, *, series_id: int, after: date, reason: str, now: datetime
) -> int:
    """End a series after a day: later drafts go, later meetings are called off; how many."""
    require(actor, Permission.PLAN_EVENTS)
    series = _get(session, series_id, lock=True)
    rows = _still_open(session, series, max(after, clock.local_date(now, series.tzid)))
    later = [row for row in rows if row.recurs_on and row.recurs_on > after]
    for row in later:
        _drop(session, actor, row, reason, now)
    series.ended_on = after
    _note(session, actor, series, f"ended after {after.isoformat()}", now)
    return len(later)


def _make_ahead(session: Session, actor: Actor, series: Series, now: datetime) -> int:
    until = clock.local_date(now, series.tzid) + AHEAD
    days = [
        day for day in occurrences.days(session, series, until)
        if series.until_on is None or day > series.until_on
    ]  # fmt: skip
    series.until_on = until
    for day in days:
        _make(session, actor, series, day, now)
    return len(days)


def _make(session: Session, actor: Actor, series: Series, day: date, now: datetime) -> None:
    plan = occurrences.of(series, day)
    event_id = plans.add(session, actor, plan=plan, now=now, series_id=series.id)
    if series.plan["is_public"] and recurrence.instant(plan.starts, plan.tzid) > now:
        states.publish(session, actor, event_id=event_id, now=now)


def _reshape(
    session: Session, actor: Actor, series: Series, rows: list[Event], before: list[Plan],
    now: datetime,
) -> None:  # fmt: skip
    """Bring the meetings that are there to the days of ``series``; make and drop the difference."""
    until = clock.local_date(now, series.tzid) + AHEAD
    days = occurrences.days(session, series, until)
    for row in rows:  # out of each other's way: two of a series never share a day
        row.series_id = None
    session.flush()
    for row, old, day in zip(rows, before, days, strict=False):
        current, new = plans.plan_of(session, row), occurrences.of(series, day)
        merged = {
            field.name: getattr(new if getattr(current, field.name) == getattr(old, field.name)
                                else current, field.name)
            for field in fields(Plan)
        }  # fmt: skip
        row.series_id, row.recurs_on = series.id, day
        plans.change(session, actor, event_id=row.id, plan=Plan(**merged), base=current, now=now)
    for row in rows[len(days) :]:
        _drop(session, actor, row, "", now)
    for day in days[len(rows) :]:
        _make(session, actor, series, day, now)
    series.until_on = until


def _drop(session: Session, actor: Actor, row: Event, reason: str, now: datetime) -> None:
    if row.state is EventState.DRAFT:
        states.throw_away(session, actor, event_id=row.id, now=now)
    else:
        why = reason or CHANGED
        states.cancel(session, actor, event_id=row.id, reason=why, now=now)


def _still_open(session: Session, series: Series, since: date) -> list[Event]:
    wanted = select(Event).where(
        Event.series_id == series.id, Event.recurs_on >= since, Event.state.in_(_STILL_OPEN)
    )
    return list(session.scalars(wanted.order_by(Event.recurs_on)))


def _get(session: Session, series_id: int, *, lock: bool = False) -> Series:
    series = session.get(Series, series_id, with_for_update=lock, populate_existing=lock)
    if series is None:
        raise NoSeriesError
    return series


def _note(session: Session, actor: Actor, series: Series, details: str, now: datetime) -> None:
    audit.note(
        session, actor, AuditAction.SERIES_CHANGED, subject=f"series {series.id}", now=now,
        details=details,
    )  # fmt: skip
