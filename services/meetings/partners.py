"""Partners: the organisations that meet residents with us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import N_
from core.vocabulary import AuditAction, Permission
from db.models import Partner
from services import audit
from services.access import require

KINDS = {
    "treatment": N_("Treatment or health"),
    "school": N_("School"),
    "community": N_("Community organisation"),
    "faith": N_("Faith community"),
    "business": N_("Business"),
    "public": N_("Public service"),
}


class PartnerExistsError(CommonGroundError):
    message = "There is a partner called {name} already. Choose it from the list."


class PartnerGoneError(CommonGroundError):
    message = "That partner is not there any more. Load the page again."


@dataclass(frozen=True)
class PartnerCard:
    """One organisation. ``contact`` is how staff reach it, and is not shown to residents."""

    id: int
    name: str
    kind: str
    contact: str
    is_retired: bool


def every(session: Session, actor: Actor) -> list[PartnerCard]:
    """All partners by name, those we do not meet with any more too."""
    require(actor, Permission.PLAN_EVENTS)
    return [
        PartnerCard(row.id, row.name, row.kind, row.contact, row.retired_at is not None)
        for row in session.scalars(select(Partner).order_by(Partner.name))
    ]


def add(
    session: Session, actor: Actor, *, name: str, kind: str, contact: str, now: datetime
) -> int:
    """Keep a new partner and answer its id."""
    require(actor, Permission.PLAN_EVENTS)
    said = texts.clean(name, limit=120).replace("\n", " ")
    if session.scalar(select(Partner.id).where(Partner.name == said)):
        raise PartnerExistsError(name=said)
    row = Partner(
        name=said, kind=kind if kind in KINDS else "community",
        contact=texts.optional(contact, limit=500),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.note(session, actor, AuditAction.PARTNER_CHANGED, subject=said, now=now, details="added")
    return row.id


def retire(
    session: Session, actor: Actor, *, partner_id: int, retired: bool, now: datetime
) -> None:
    """Take a partner off the lists for new meetings, or put it back; past meetings keep it."""
    require(actor, Permission.PLAN_EVENTS)
    row = session.get(Partner, partner_id, with_for_update=True)
    if row is None:
        raise PartnerGoneError
    if (row.retired_at is not None) == retired:
        return
    row.retired_at = now if retired else None
    audit.note(
        session, actor, AuditAction.PARTNER_CHANGED, subject=row.name, now=now,
        details="retired" if retired else "back",
    )  # fmt: skip
