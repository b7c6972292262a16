"""Templates: plans that are kept to begin new meetings from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.plans import TITLE, Plan
from core.vocabulary import AuditAction, Permission
from db.models import EventTemplate
from services import audit
from services.access import require
from services.meetings import occurrences, plans


class TemplateExistsError(CommonGroundError):
    message = "There is a template called {name} already. Choose another name."


class TemplateGoneError(CommonGroundError):
    message = "That template is not there any more. Load the page again."


@dataclass(frozen=True)
class TemplateCard:
    """A template by the name its keeper gave it."""

    id: int
    name: str


def every(session: Session, actor: Actor) -> list[TemplateCard]:
    """All templates by name."""
    require(actor, Permission.PLAN_EVENTS)
    rows = session.execute(
        select(EventTemplate.id, EventTemplate.name).order_by(EventTemplate.name)
    )
    return [TemplateCard(*row) for row in rows]


def keep(session: Session, actor: Actor, *, event_id: int, name: str, now: datetime) -> int:
    """Keep the plan of a meeting as a template and answer its id; the meeting stays as it is."""
    require(actor, Permission.PLAN_EVENTS)
    said = texts.clean(name, limit=TITLE).replace("\n", " ")
    if session.scalar(select(EventTemplate.id).where(EventTemplate.name == said)):
        raise TemplateExistsError(name=said)
    plan = plans.of(session, actor, event_id=event_id)
    row = EventTemplate(name=said, **occurrences.template(plan))
    session.add(row)
    session.flush()
    audit.note(session, actor, AuditAction.TEMPLATE_CHANGED, subject=said, now=now, details="kept")
    return row.id


def plan(session: Session, actor: Actor, *, template_id: int, day: date) -> Plan:
    """A plan from the template, for a meeting on ``day`` at its usual time."""
    require(actor, Permission.PLAN_EVENTS)
    return occurrences.of(_get(session, template_id), day)


def remove(session: Session, actor: Actor, *, template_id: int, now: datetime) -> None:
    """Let a template go; meetings that began from it stay."""
    require(actor, Permission.PLAN_EVENTS)
    row = _get(session, template_id)
    session.delete(row)
    audit.note(
        session, actor, AuditAction.TEMPLATE_CHANGED, subject=row.name, now=now, details="removed"
    )


def _get(session: Session, template_id: int) -> EventTemplate:
    row = session.get(EventTemplate, template_id)
    if row is None:
        raise TemplateGoneError
    return row
