"""Briefings that make themselves each week or month, and tell chosen people where they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import i18n, periods
from core.actor import Actor
from core.errors import CommonGroundError
from core.scope import Scope
from core.vocabulary import AuditAction, Grain, NoticeKind, Permission
from db.models import Account, Briefing, BriefingReader, BriefingSchedule, Source
from services import audit, departments, staff
from services.access import require
from services.meetings import notices

LENGTH = {Grain.WEEK: 4, Grain.MONTH: 3}
"""How many of its periods a scheduled briefing covers: enough pieces to tell something."""


class NoReadersError(CommonGroundError):
    message = "Choose who is to hear of it: at least one person who may read feedback."


@dataclass(frozen=True)
class ScheduleCard:
    """A schedule as people see it."""

    id: int
    source: str
    every: Grain
    next_on: date
    readers: tuple[str, ...]


@dataclass(frozen=True)
class Due:
    """A briefing that is due: what it is of, and the occasion, of which there is one."""

    schedule_id: int
    scope: Scope
    language: str
    once: str


def readers(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The people who can be told of a briefing: those who may read what is in it."""
    require(actor, Permission.READ_FEEDBACK)
    wanted = select(Account.id, Account.email).where(Account.id.in_(staff.handlers()))
    return [(row.id, row.email) for row in session.execute(wanted.order_by(Account.email))]


def add(
    session: Session, actor: Actor, *, source_id: int, every: Grain, account_ids: Collection[int],
    now: datetime,
) -> int:  # fmt: skip
    """Have a briefing made on the first day after each week or month."""
    require(actor, Permission.READ_FEEDBACK)
    able = {id_ for id_, _email in readers(session, actor)} & {*account_ids}
    if not able:
        raise NoReadersError
    today = departments.today(session, actor, now=now)
    row = BriefingSchedule(
        source_id=source_id, every=every, language=i18n.language.get(),
        next_on=_first_after(today, every), made_by=actor.name,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add_all(BriefingReader(schedule_id=row.id, account_id=one) for one in sorted(able))
    session.flush()
    _note(session, actor, row.id, f"each {every.value}", now)
    return row.id


def every(session: Session, actor: Actor) -> list[ScheduleCard]:
    """All schedules, with those they tell."""
    require(actor, Permission.READ_FEEDBACK)
    rows = session.execute(
        select(BriefingSchedule, Source.name)
        .join(Source, Source.id == BriefingSchedule.source_id)
        .order_by(BriefingSchedule.id)
    )
    return [
        ScheduleCard(row.id, source, row.every, row.next_on, _emails(session, row.id))
        for row, source in rows
    ]


def stop(session: Session, actor: Actor, *, schedule_id: int, now: datetime) -> None:
    """Make it no more; what was made stays."""
    require(actor, Permission.READ_FEEDBACK)
    gone = session.execute(
        delete(BriefingSchedule)
        .where(BriefingSchedule.id == schedule_id)
        .returning(BriefingSchedule.id)
    ).first()
    if gone:
        _note(session, actor, schedule_id, "stopped", now)


def due(session: Session, actor: Actor, *, today: date) -> list[Due]:
    """What is to be made today or was to be made before."""
    require(actor, Permission.DO_WORK)
    wanted = select(BriefingSchedule).where(BriefingSchedule.next_on <= today)
    return [
        Due(row.id, _scope(row, today), row.language, f"schedule {row.id}: {row.next_on}")
        for row in session.scalars(wanted.order_by(BriefingSchedule.id))
    ]


def made(session: Session, actor: Actor, *, done: Due, briefing_id: int, now: datetime) -> None:
    """Tell the readers of a scheduled briefing where it is, and wait for the next."""
    require(actor, Permission.DO_WORK)
    row = session.get(BriefingSchedule, done.schedule_id, with_for_update=True)
    briefing = session.get(Briefing, briefing_id)
    if row is None or briefing is None:
        return
    today = departments.today(session, actor, now=now)
    row.next_on = _first_after(today, row.every)
    told = select(BriefingReader.account_id).where(
        BriefingReader.schedule_id == row.id,
        BriefingReader.account_id.in_(staff.handlers()),  # as it stands today
    )
    for account_id in session.scalars(told.order_by(BriefingReader.account_id)):
        notices.put(
            session, NoticeKind.BRIEFING, once=f"{done.once}:{account_id}", now=now,
            account_id=account_id, about=f"{briefing_id:x}",
        )  # fmt: skip


def _scope(row: BriefingSchedule, today: date) -> Scope:
    """The last whole weeks or months before ``today``."""
    last = periods.shifted(periods.of(today, row.every), -1)
    return Scope(row.source_id, periods.shifted(last, 1 - LENGTH[row.every]), last)


def _first_after(today: date, every: Grain) -> date:
    """The first day of the next week or month."""
    return periods.first_day(periods.shifted(periods.of(today, every), 1))


def _emails(session: Session, schedule_id: int) -> tuple[str, ...]:
    rows = session.scalars(
        select(Account.email)
        .join(BriefingReader, BriefingReader.account_id == Account.id)
        .where(BriefingReader.schedule_id == schedule_id)
        .order_by(Account.email)
    )
    return tuple(rows)


def _note(session: Session, actor: Actor, schedule_id: int, details: str, now: datetime) -> None:
    audit.note(
        session, actor, AuditAction.BRIEFING_SCHEDULED, subject=f"schedule {schedule_id}", now=now,
        details=details,
    )  # fmt: skip
