"""What every installation holds before its first visitor: questions, themes, an audit to add to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.themes import shipped
from core.actor import Actor
from core.i18n import N_, _
from core.vocabulary import Permission, SourceKind
from db.models import AuditHead, EventKind, Question, Source
from services import audit, counts, questions, retention, theme_updates
from services.access import require
from services.sources import FORM_SOURCE

EVENT_KINDS = {
    "community": N_("Community meeting"),
    "listening": N_("Listening session"),
    "walk": N_("Neighbourhood walk"),
    "coffee": N_("Coffee with an officer"),
    "school": N_("School visit"),
    "training": N_("Training"),
    "fair": N_("Resource fair"),
    "other": N_("Other"),
}
"""To begin with: departments have their own, which stand in the table."""


def prepare(session: Session, actor: Actor, *, now: datetime) -> None:
    """Put in what is missing; what is there stays as it is. Harmless to run twice."""
    require(actor, Permission.DO_WORK)
    if session.get(AuditHead, 1) is None:
        session.add(AuditHead(id=1, entry_id=0, hash=audit.GENESIS))
        session.flush()
    if session.scalar(select(Source.id).where(Source.name == FORM_SOURCE)) is None:
        session.add(Source(name=FORM_SOURCE, kind=SourceKind.FORM))
    retention.prepare(session)
    if session.scalar(select(Question.id).limit(1)) is None:
        for wording in (
            _("What happened, or what should we know?"),
            _("What could we do better?"),
            _("What is going well?"),
        ):
            questions.add(session, actor, wording=wording, now=now)
    if session.scalar(select(EventKind.id).limit(1)) is None:
        session.add_all(
            EventKind(code=code, name=_(name), position=position)
            for position, (code, name) in enumerate(EVENT_KINDS.items())
        )
    theme_updates.take_in(session, actor, shipped=shipped(), today=now.date())
    counts.recount_if_asked(session)
