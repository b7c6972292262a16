"""Briefings that were made: kept as they were, opened with what may still be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import told
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import _, ngettext
from core.vocabulary import Permission
from db.base import random_id
from db.models import Briefing
from db.queries.pieces import withdrawn_in
from db.queries.upserts import insert_into
from services import quotes
from services.access import require
from services.briefing_parts import Content, Said
from services.quotes import Place, Quote

LISTED = 50


class BriefingGoneError(CommonGroundError):
    message = "That briefing is not there any more. Go back to the list, or make a new one."


@dataclass(frozen=True)
class BriefingCard:
    """A briefing as it is listed."""

    id: int
    title: str
    about: str
    made_on: date
    made_by: str

    @property
    def made(self) -> str:
        """When it was made, and by whom."""
        return _("Made on {day} by {who}.").format(day=told.day(self.made_on), who=self.made_by)


@dataclass(frozen=True)
class Opened:
    """A briefing with the quotes that may still be shown, by their place.

    ``gone``: quotes that were withdrawn or changed since. ``withdrawn``: pieces that its figures
    count and that were withdrawn since; a new one does not count them.
    """

    card: BriefingCard
    content: Content
    quotes: dict[Place, Quote]
    gone: int
    withdrawn: int

    @property
    def changed(self) -> list[str]:
        """What was withdrawn since it was made, in sentences; empty where nothing was."""
        said = []
        if self.gone:
            said.append(
                ngettext(
                    "{n} quote was withdrawn or changed since, and is not shown any more.",
                    "{n} quotes were withdrawn or changed since, and are not shown any more.",
                    self.gone,
                ).format(n=self.gone)
            )
        if self.withdrawn:
            said.append(
                ngettext(
                    "{n} piece that these figures count was withdrawn since. A new briefing does "
                    "not count it.",
                    "{n} pieces that these figures count were withdrawn since. A new briefing "
                    "does not count them.",
                    self.withdrawn,
                ).format(n=self.withdrawn)
            )
        return said

    def of(self, said: Said) -> list[Quote]:
        """The quotes of one heading that may still be shown."""
        return [self.quotes[place] for place in said.places if place in self.quotes]


def keep(
    session: Session, actor: Actor, *, content: Content, today: date, once: str | None = None
) -> int:
    """Keep a briefing as it was made and answer its id; the same occasion is kept once."""
    require(actor, Permission.READ_FEEDBACK)
    row = {
        "id": random_id(), "once": once, "source_id": content.source_id, "made_on": today,
        "made_by": actor.name, "content": _adapter().dump_python(content, mode="json"),
    }  # fmt: skip
    session.execute(
        insert_into(session, Briefing).values(row).on_conflict_do_nothing(index_elements=["once"])
    )
    if once is None:
        return int(row["id"])
    return session.scalars(select(Briefing.id).where(Briefing.once == once)).one()


def number(name: str) -> int:
    """The id that stands in an address in hexadecimal; 0, which none has, for anything else."""
    is_one = 0 < len(name) <= 16 and set(name) <= set("0123456789abcdef")
    number = int(name, 16) if is_one else 0
    return number if number < 1 << 63 else 0


def every(session: Session, actor: Actor) -> list[BriefingCard]:
    """The newest briefings."""
    require(actor, Permission.READ_FEEDBACK)
    newest = select(Briefing).order_by(Briefing.made_on.desc(), Briefing.id).limit(LISTED)
    return [_card(row) for row in session.scalars(newest)]


def opened(session: Session, actor: Actor, *, briefing_id: int, now: datetime) -> Opened:
    """One briefing. Every quote that is shown leaves an audit entry."""
    require(actor, Permission.READ_FEEDBACK)
    row = session.get(Briefing, briefing_id)
    if row is None:
        raise BriefingGoneError
    content = _adapter().validate_python(row.content)
    places = {
        place for section in content.sections for said in section.said for place in said.places
    }
    shown = quotes.shown(session, actor, places=sorted(places), now=now)
    since = withdrawn_in(session, content.scope, row.made_on) - content.withdrawn
    return Opened(_card(row), content, shown.quotes, shown.gone, max(0, since))


def _card(row: Briefing) -> BriefingCard:
    content = row.content
    return BriefingCard(row.id, content["title"], content["about"], row.made_on, row.made_by)


@cache
def _adapter() -> TypeAdapter[Content]:
    return TypeAdapter(Content)
