"""Who lives here, by share: what those who answered are set beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from analysis.raking import sound
from core.actor import Actor
from core.errors import CommonGroundError
from core.instruments import MARGINS
from core.vocabulary import AuditAction, Permission
from db.models import District, PopulationShare, Survey
from services import audit
from services.access import require

DISTRICT = "district"


class MarginError(CommonGroundError):
    message = "Nobody is told apart by {margin} here. It can be one of: {margins}."


class SharesError(CommonGroundError):
    message = (
        "The shares of {margin} add up to {total:.3f} and not to 1, so something is missing or "
        "stands twice. Put the file right; nothing was changed."
    )


def keep(
    session: Session, actor: Actor, *, shares: Mapping[str, Mapping[str, float]], now: datetime
) -> None:
    """Keep the shares of each margin given, in place of those known before."""
    require(actor, Permission.BRING_IN_RECORDS)
    for margin, groups in shares.items():
        if margin not in MARGINS:
            raise MarginError(margin=margin, margins=", ".join(MARGINS))
        if not sound(groups):
            raise SharesError(margin=margin, total=sum(groups.values()))
    for margin, groups in shares.items():
        session.execute(delete(PopulationShare).where(PopulationShare.margin == margin))
        session.add_all(
            PopulationShare(margin=margin, name=name, share=share) for name, share in groups.items()
        )
    changed(session)
    session.flush()
    audit.note(
        session, actor, AuditAction.RECORDS_IMPORTED, subject="population", now=now,
        details=", ".join(sorted(shares)),
    )  # fmt: skip


def changed(session: Session) -> None:
    """Have every survey worked out again: who lives here stands beside all of them."""
    session.execute(update(Survey).values(version=Survey.version + 1))


def shares(session: Session, actor: Actor) -> dict[str, dict[str, float]]:
    """The share of each group, by margin; that of districts from their own population."""
    require(actor, Permission.READ_FIGURES)
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in session.scalars(select(PopulationShare).order_by(PopulationShare.name)):
        found[row.margin][row.name] = row.share
    rows = session.execute(select(District.name, District.population)).all()
    people = {name: n for name, n in rows if n}
    if people and len(people) == len(rows):  # with one of them unknown, all shares would be wrong
        total = sum(people.values())
        found[DISTRICT] = {name: n / total for name, n in people.items()}
    return dict(found)
