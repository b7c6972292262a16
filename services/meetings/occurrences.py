"""From a series to its single meetings: on which days, and each one's plan."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import recurrence
from core.attendance import NeedKind
from core.plans import Plan
from db.models import CalendarDay, EventTemplate, Series

OPTIONS = ("is_public", "skips_holidays")
_ASIDE = ("starts", "ends", "tzid")  # a series keeps these in columns of its own


def template(plan: Plan, **options: bool) -> dict[str, Any]:
    """The columns of a series whose meetings are made from ``plan``."""
    kept = {name: value for name, value in asdict(plan).items() if name not in _ASIDE}
    minutes = int((plan.ends - plan.starts).total_seconds() // 60)
    return {"plan": kept | options, "starts": plan.starts.isoformat(), "minutes": minutes,
            "tzid": plan.tzid}  # fmt: skip


def of(series: Series | EventTemplate, day: date) -> Plan:
    """The plan of the meeting on ``day`` that a series or a template makes."""
    starts = datetime.combine(day, datetime.fromisoformat(series.starts).time())
    known = {field.name for field in fields(Plan)}
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in series.plan.items()
        if name in known
    }
    said["offers"] = tuple(map(NeedKind, said["offers"]))
    return Plan(
        starts=starts, ends=starts + timedelta(minutes=series.minutes), tzid=series.tzid, **said
    )


def moved(plan: Plan, day: date) -> Plan:
    """The plan on another day, at the same time of day."""
    by = day - plan.starts.date()
    return replace(plan, starts=plan.starts + by, ends=plan.ends + by)


def days(session: Session, series: Series, until: date) -> list[date]:
    """The days of the series up to ``until``, without those skipped by hand or as holidays."""
    skipped = {date.fromisoformat(day) for day in series.skipped}
    if series.plan["skips_holidays"]:
        skipped |= set(session.scalars(select(CalendarDay.falls_on)))
    first = datetime.fromisoformat(series.starts)
    times = recurrence.occurrences(series.rule, first, until=until, skipped=skipped)
    return [time.date() for time in times]
