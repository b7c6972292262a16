"""Bringing in calendar files: days to plan around, or meetings as drafts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Engine

from core import clock
from core.actor import Actor
from core.errors import CommonGroundError
from core.plans import TITLE, Plan
from db.session import reading, transaction
from imports import event_rows
from imports.ics_files import FoundEvent, read
from services import departments
from services.meetings import calendar_days, plans

OPERATOR = Actor.operator()
BACK, AHEAD = timedelta(days=31), timedelta(days=3 * 366)


class FileAwayError(CommonGroundError):
    message = "The file {name} cannot be read. Check its name, and that you may read it."


def import_days(engine: Engine, file: Path, *, name: str) -> tuple[int, int]:
    """Keep the days of a calendar; how many it has, and how many of them are new."""
    today = clock.now().date()
    found = read(_content(file), first=today - BACK, last=today + AHEAD)
    days = sorted({(day, event.title) for event in found for day in _days(event)
                   if not event.is_cancelled and event.title.strip()})  # fmt: skip
    with transaction(engine) as session:
        stored = calendar_days.store(session, OPERATOR, calendar=name, days=days, now=clock.now())
    return len(days), stored


def import_events(engine: Engine, file: Path) -> tuple[int, int]:
    """Keep the meetings of a calendar, or of a table (``.csv``), as drafts.

    How many it has ahead, and how many of them are new.

    What is planned already, by title and start, is not planned twice.
    """
    now = clock.now()
    with reading(engine) as session:
        tzid = departments.current(session, OPERATOR).tzid
    ahead = {"first": now.date(), "last": now.date() + AHEAD}
    is_table = file.suffix.casefold() == ".csv"
    found = event_rows.read(file, **ahead) if is_table else read(_content(file), **ahead)
    wanted = [_plan(event, tzid) for event in found if not event.is_cancelled]
    with transaction(engine) as session:
        known = plans.known(session, OPERATOR, since=now)
        fresh = [plan for plan in wanted if (plan.title, plan.starts) not in known]
        for plan in fresh:
            plans.add(session, OPERATOR, plan=plan, now=now)
    return len(wanted), len(fresh)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileAwayError(name=file.name) from error


def _days(event: FoundEvent) -> list[date]:
    """The days an event covers; an all-day event ends on the day after its last."""
    if isinstance(event.starts, datetime):
        return [event.starts.date()]
    last = event.ends - timedelta(days=1) if event.ends else event.starts
    count = max(0, (last - event.starts).days) + 1
    return [event.starts + timedelta(days=n) for n in range(min(count, 62))]


def _plan(event: FoundEvent, tzid: str) -> Plan:
    starts = event.starts
    if not isinstance(starts, datetime):
        starts = datetime.combine(starts, time(9))
    ends = event.ends if isinstance(event.ends, datetime) else starts + timedelta(hours=1)
    return Plan(
        kind="other", title=event.title.strip()[:TITLE] or "?", starts=starts,
        ends=max(ends, starts + timedelta(minutes=15)), tzid=event.tzid or tzid,
        purpose=event.description[:5_000],
        room_instructions=event.place[:2_000],
    )  # fmt: skip
