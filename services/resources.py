"""Help that residents find on our pages: kept by staff, read by everyone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, Permission
from db.models import Resource
from services import audit
from services.access import require

LIMITS = {"name": 120, "about": 1_000, "telephone": 60, "website": 300, "address": 300,
          "hours": 200, "languages": 200}  # fmt: skip


class ResourceExistsError(CommonGroundError):
    message = "{name} is on the list already. Change it there."


class ResourceGoneError(CommonGroundError):
    message = "That entry is not on the list any more. Load the page again."


class WebsiteError(CommonGroundError):
    message = "A website begins with https:// or http://. Put it right, or leave it out."


@dataclass(frozen=True)
class ResourceForm:
    """One place or line that helps, as it is filled in; only the name must be there."""

    name: str
    about: str = ""
    telephone: str = ""
    website: str = ""
    address: str = ""
    hours: str = ""
    languages: str = ""


@dataclass(frozen=True)
class ResourceCard(ResourceForm):
    """The same as everyone reads it."""

    id: int = 0


def every(session: Session, actor: Actor) -> list[ResourceCard]:
    """All of them by name."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    rows = session.scalars(select(Resource).order_by(Resource.name))
    return [
        ResourceCard(**{name: getattr(row, name) for name in LIMITS}, id=row.id) for row in rows
    ]


def keep(
    session: Session, actor: Actor, *, form: ResourceForm, now: datetime,
    resource_id: int | None = None,
) -> int:  # fmt: skip
    """Add an entry, or change the one with ``resource_id``; answers its id."""
    require(actor, Permission.PLAN_EVENTS)
    said = {name: texts.optional(value, limit=LIMITS[name]) for name, value in asdict(form).items()}
    said["name"] = texts.clean(form.name, limit=LIMITS["name"]).replace("\n", " ")
    if said["website"] and not said["website"].startswith(("https://", "http://")):
        raise WebsiteError
    same = session.scalar(select(Resource.id).where(Resource.name == said["name"]))
    if same is not None and same != resource_id:
        raise ResourceExistsError(name=said["name"])
    row = Resource() if resource_id is None else _get(session, resource_id)
    for name, value in said.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    audit.note(session, actor, AuditAction.RESOURCE_CHANGED, subject=row.name, now=now)
    return row.id


def remove(session: Session, actor: Actor, *, resource_id: int, now: datetime) -> None:
    """Take an entry off the list."""
    require(actor, Permission.PLAN_EVENTS)
    row = _get(session, resource_id)
    session.delete(row)
    audit.note(
        session, actor, AuditAction.RESOURCE_CHANGED, subject=row.name, now=now, details="removed"
    )


def _get(session: Session, resource_id: int) -> Resource:
    row = session.get(Resource, resource_id)
    if row is None:
        raise ResourceGoneError
    return row
