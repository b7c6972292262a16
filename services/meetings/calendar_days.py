"""Holidays, religious and school days from a calendar file, to plan around."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.vocabulary import AuditAction, Permission
from db.models import CalendarDay
from db.queries.upserts import insert_into
from services import audit
from services.access import require


def store(
    session: Session, actor: Actor, *, calendar: str, days: Iterable[tuple[date, str]],
    now: datetime,
) -> int:  # fmt: skip
    """Keep days by name; how many are new. The same file again adds nothing."""
    require(actor, Permission.PLAN_EVENTS)
    stored = 0
    for day, name in days:
        fresh = session.scalar(
            insert_into(session, CalendarDay)
            .values(falls_on=day, name=texts.clean(name, limit=120), calendar=calendar[:120])
            .on_conflict_do_nothing(index_elements=["falls_on", "name"])
            .returning(CalendarDay.id)
        )
        stored += fresh is not None
    audit.note(
        session, actor, AuditAction.RECORDS_IMPORTED, subject=f"calendar {calendar[:120]}",
        now=now, details=f"days {stored}",
    )  # fmt: skip
    return stored
