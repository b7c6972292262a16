"""Looking for new concerns: what a worker reads, finds and keeps, once a day or when asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from analysis.new_concerns import FEWEST, Document, Finding, contrast, names_of, phrases_of
from analysis.themes import ThemeList
from core.actor import Actor
from core.vocabulary import Permission
from db.models import NewConcern, NewConcernSearch, Source
from db.queries.said import Said, said_in
from services import departments
from services.access import require
from services.new_concerns import is_known

LATELY, BEFORE = timedelta(days=28), timedelta(days=364)
MOST_LATELY, MOST_BEFORE = 10_000, 20_000
EVERY, LEASE = timedelta(days=1), timedelta(minutes=15)
QUOTES, PLACES, MOST_OF_A_KIND = 3, 3, 8
COMES_BACK = 2
"""What was dismissed is proposed again when it is heard so many times as often."""


class Found(NamedTuple):
    """What was found in one source, with pieces that say so and where they come from."""

    finding: Finding
    is_burst: bool
    quotes: list[int]
    places: list[tuple[int, int]]


def is_due(session: Session, actor: Actor, *, now: datetime) -> bool:
    """Whether to look: it is a day since, or somebody asked, and no worker is at it."""
    require(actor, Permission.DO_WORK)
    return session.scalar(select(NewConcernSearch.id).where(*_due(now))) is not None


def claim(session: Session, actor: Actor, *, now: datetime) -> bool:
    """Whether to look, with the place taken so that no other worker does."""
    require(actor, Permission.DO_WORK)
    ours = update(NewConcernSearch).where(*_due(now)).values(leased_until=now + LEASE)
    return bool(session.scalars(ours.returning(NewConcernSearch.id)).all())


def said(session: Session, actor: Actor, *, now: datetime) -> dict[int, tuple[list[Said], date]]:
    """What was said in every source in the last year, and the day from which on it is "lately"."""
    require(actor, Permission.DO_WORK)
    today = departments.today(session, actor, now=now)
    since = today - LATELY + timedelta(days=1)
    found = {}
    for source_id in session.scalars(select(Source.id)).all():
        lately = said_in(session, source_id, since, today, MOST_LATELY)
        if lately:
            first, last = since - BEFORE, since - timedelta(days=1)
            found[source_id] = lately + said_in(session, source_id, first, last, MOST_BEFORE), since
    return found


def look(said: Sequence[Said], since: date, wanted: ThemeList) -> list[Found]:
    """What is new in one source's ``said``: since a day, and beside the themes of ``wanted``.

    What names an officer or tells of conduct only says which names may never be a phrase.
    """
    names = names_of(one.words for one in said if one.is_sensitive)
    texts = [one for one in said if not one.is_sensitive]
    documents = {one.id: Document(one.id, one.day, phrases_of(one.words, names)) for one in texts}

    def told_of(is_ours: Callable[[Said], bool]) -> list[Finding]:
        ours = [documents[one.id] for one in texts if is_ours(one)]
        others = [documents[one.id] for one in texts if not is_ours(one)]
        found = contrast(ours, others, is_known=lambda phrase: is_known([phrase], wanted))
        return found[:MOST_OF_A_KIND]

    bursts = told_of(lambda one: one.day is not None and one.day >= since)
    burst = {phrase for one in bursts for phrase in one.phrases}
    rest = [one for one in told_of(lambda one: not one.is_themed) if burst.isdisjoint(one.phrases)]
    return [
        Found(finding, is_burst, _quoted(finding, documents), _places(finding, texts))
        for kind, is_burst in ((bursts, True), (rest, False))
        for finding in kind
    ]


def keep(
    session: Session, actor: Actor, *, found: Mapping[int, Sequence[Found]], now: datetime
) -> None:
    """Put what was ``found`` in each source in place of what was proposed before.

    What was dismissed stays away, until it is heard ``COMES_BACK`` times as often.
    """
    require(actor, Permission.DO_WORK)
    session.execute(delete(NewConcern).where(NewConcern.dismissed_on.is_(None)))
    dismissed = session.scalars(select(NewConcern)).all()
    for source_id, those in found.items():
        for one in those:
            said = set(one.finding.phrases)
            same = [
                row
                for row in dismissed
                if row.source_id == source_id and not said.isdisjoint(row.phrases)
            ]
            if all(one.finding.n >= COMES_BACK * row.n for row in same):
                session.add(_row(source_id, one))
    session.execute(update(NewConcernSearch).values(done_at=now, is_asked=False, leased_until=None))


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    row = NewConcernSearch
    return (
        or_(row.is_asked, row.done_at.is_(None), row.done_at < now - EVERY),
        or_(row.leased_until.is_(None), row.leased_until < now),
    )


def _quoted(finding: Finding, documents: Mapping[int, Document]) -> list[int]:
    """The pieces that say most of it."""
    most = sorted(
        finding.documents,
        key=lambda one: (-len(documents[one].phrases.intersection(finding.phrases)), one),
    )
    return most[:QUOTES]


def _places(finding: Finding, texts: Sequence[Said]) -> list[tuple[int, int]]:
    """The districts where it is heard most, each in ``FEWEST`` pieces or more."""
    those = set(finding.documents)
    heard = Counter(one.district_id for one in texts if one.id in those and one.district_id)
    return [(place, n) for place, n in heard.most_common(PLACES) if n >= FEWEST]


def _row(source_id: int, found: Found) -> NewConcern:
    one = found.finding
    return NewConcern(
        source_id=source_id, is_burst=found.is_burst, phrases=list(one.phrases),
        quotes=found.quotes, places=[list(place) for place in found.places], n=one.n,
        total=one.total, n_before=one.n_before, total_before=one.total_before,
    )  # fmt: skip
