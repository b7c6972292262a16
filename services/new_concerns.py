"""New concerns: what people may have begun to talk about, which a person names or dismisses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analysis.concerns import tag
from analysis.masking import without_persons
from analysis.themes import ThemeList
from core.actor import Actor
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, Permission
from db.models import District, Feedback, NewConcern, NewConcernSearch, Source
from services import audit, cards, departments, themes
from services.access import require


class ConcernGoneError(CommonGroundError):
    message = "That is not on the list any more. Load the page again."


@dataclass(frozen=True)
class Proposal:
    """A new concern as people see it: ``n`` of ``total`` lately and of others before or elsewhere.

    ``is_burst``: heard more than in the year before; else it is heard where no theme is.
    """

    id: int
    source_id: int
    source: str
    is_burst: bool
    phrases: tuple[str, ...]
    n: int
    total: int
    n_before: int
    total_before: int
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Search:
    """When it was looked for last, and whether it is about to be looked for."""

    done_at: datetime | None
    is_under_way: bool


def search(session: Session, actor: Actor) -> Search:
    """How it stands with looking for new concerns."""
    require(actor, Permission.READ_FIGURES)
    row = session.scalars(select(NewConcernSearch)).one()
    return Search(row.done_at, row.is_asked)


def ask(session: Session, actor: Actor) -> None:
    """Have a worker look now and not tomorrow."""
    require(actor, Permission.EDIT_THEMES)
    session.execute(update(NewConcernSearch).values(is_asked=True))


def every(session: Session, actor: Actor) -> list[Proposal]:
    """What is proposed, and neither dismissed nor a theme by now; the most heard first."""
    require(actor, Permission.READ_FIGURES)
    newest = themes.newest(session, actor)
    names = dict(session.execute(select(District.id, District.name)).all())
    rows = session.execute(
        select(NewConcern, Source.name)
        .join(Source, Source.id == NewConcern.source_id)
        .where(NewConcern.dismissed_on.is_(None))
        .order_by(NewConcern.is_burst.desc(), NewConcern.n.desc(), NewConcern.id)
    )
    return [
        Proposal(
            row.id, row.source_id, source, row.is_burst, tuple(row.phrases), row.n, row.total,
            row.n_before, row.total_before,
            tuple((names[place], n) for place, n in row.places if place in names),
        )
        for row, source in rows
        if not is_known(row.phrases, newest)
    ]  # fmt: skip


def quotes(session: Session, actor: Actor, *, concern_id: int, now: datetime) -> list[str]:
    """Up to three pieces that say so, what tells who somebody is masked; each is a look."""
    require(actor, Permission.READ_FEEDBACK)
    row = session.get(NewConcern, concern_id)
    if row is None:
        raise ConcernGoneError
    wanted = select(Feedback.id).where(
        Feedback.id.in_(row.quotes),
        Feedback.sentiment.is_not(None),  # what was taken back or erased has none
        ~Feedback.waits_for_triage,
    )
    wanted, _waiting = cards.readable(actor, wanted)
    shown = cards.read(session, actor, wanted, page=0, now=now)
    return [without_persons(card.words) for card in shown]


def dismiss(session: Session, actor: Actor, *, concern_id: int, now: datetime) -> None:
    """Say that it is no concern of its own. It comes back if it is heard twice as often."""
    require(actor, Permission.EDIT_THEMES)
    row = session.get(NewConcern, concern_id, with_for_update=True)
    if row is None:
        raise ConcernGoneError
    if row.dismissed_on is None:
        row.dismissed_on = departments.today(session, actor, now=now)
        row.dismissed_by = actor.name
        audit.note(
            session, actor, AuditAction.CONCERN_DISMISSED, subject=f"new concern {row.id}", now=now
        )


def is_known(phrases: Sequence[str], wanted: ThemeList) -> bool:
    """Whether each of these raises a theme already, in either language."""
    return all(tag(phrase, wanted.spoken_in("es")) for phrase in phrases)
