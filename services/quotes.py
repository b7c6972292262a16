"""Quotes: what a few residents wrote stands for all behind a figure, with nothing about anyone."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from analysis import likeness, masking
from analysis.spans import Span
from core import told
from core.actor import Actor
from core.scope import Scope
from core.vocabulary import Permission, Sentiment
from db.models import District, Feedback, FeedbackConcern, Reading
from db.queries import pieces
from db.queries.themes import TAGGING
from services import audit, cards
from services.access import require

MOST = 3
_LOOKED_AT = 300  # of the newest: what people say now, and no more than is quickly compared
_SHORTEST, _LONGEST = 25, 280  # characters: enough to say something, few enough to be read
_SAME = 0.9  # of one text, edited: very likely one person


class Place(NamedTuple):
    """Where a quote stands: a stretch of one piece, and a digest of the words as they were."""

    feedback_id: int
    start: int
    end: int
    digest: str


@dataclass(frozen=True)
class Quote:
    """A sentence as it may be shown to staff: what would tell who somebody is, is masked."""

    place: Place
    words: str
    district: str | None
    received_on: date | None
    sentiment: Sentiment

    @property
    def where(self) -> str:
        """From where and when it is, as far as known."""
        day = told.day(self.received_on) if self.received_on else ""
        return ", ".join(filter(None, (self.district, day)))


def chosen(
    session: Session, actor: Actor, *, scope: Scope, minimum: int, theme_id: int | None = None,
    most: int = MOST,
) -> list[Place]:  # fmt: skip
    """Where up to ``most`` quotes stand in the pieces behind a figure; ``shown`` has their words.

    They are what most say, and differ from each other. One of them dissents, where ``minimum``
    pieces do; there are none at all from fewer. Nothing that names an officer or tells of conduct
    is quoted, whoever asks.
    """
    require(actor, Permission.READ_FEEDBACK)
    wanted = pieces.behind(scope, None, theme_id)
    if pieces.counted_up_to(session, wanted, minimum)[0] < minimum:
        return []
    candidates = _quotable(session, actor, wanted, theme_id)
    if not candidates:
        return []
    rows = likeness.vectors([quote.words for quote in candidates])
    fresh = _of_one_person_each(rows)
    candidates, rows = [candidates[at] for at in fresh], rows[fresh]
    telling = [candidates[at] for at in likeness.telling(rows, most)]
    dissenting = _with_dissent(session, candidates, telling, scope, theme_id, minimum)
    return [quote.place for quote in dissenting]


def shown(
    session: Session, actor: Actor, *, places: Iterable[Sequence[Any]], now: datetime
) -> dict[Place, Quote]:
    """The quotes at ``places`` that may still be shown: not what was withdrawn, or changed.

    Each one leaves an audit entry.
    """
    require(actor, Permission.READ_FEEDBACK)
    wanted_places = [Place(*place) for place in places]  # JSON knows no names
    ids = [place.feedback_id for place in wanted_places]
    wanted = select(Feedback.id).where(Feedback.id.in_(ids), Feedback.sentiment.is_not(None))
    rows = {row.id: row for row in session.execute(_rows(cards.readable(actor, wanted)[0]))}
    found = {}
    for place in wanted_places:
        row = rows.get(place.feedback_id)
        if row and digest(row.words) == place.digest:
            found[place] = _quote(row, Span(place.start, place.end))
    subjects = [f"feedback {place.feedback_id:x}" for place in found]
    audit.note_looks(session, actor, subjects=subjects, now=now)
    return found


def digest(words: str) -> str:
    """Tells whether words are still as they were, and nothing of what they are."""
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _quotable(
    session: Session, actor: Actor, wanted: Select[int], theme_id: int | None
) -> list[Quote]:
    mine, _withheld = cards.readable(actor, wanted)
    newest = mine.order_by(*pieces.newest(mine)).limit(_LOOKED_AT)
    rows = session.execute(_rows(newest).where(~Reading.is_sensitive, ~Feedback.waits_for_triage))
    spans = _evidence(session, newest, theme_id)
    found = []
    for row in rows:
        said = [Span(start, end) for start, end, _felt in row.sentences] or [
            Span(0, len(row.words))
        ]
        about = [
            one for one in said if any(one.start <= at < one.end for at in spans.get(row.id, ()))
        ]
        for one in about or said:
            if _SHORTEST <= one.end - one.start <= _LONGEST:
                found.append(_quote(row, one))
                break  # one of each person
    return found


def _rows(wanted: Select[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Feedback.id, Feedback.words, Feedback.received_on, Feedback.sentiment,
            District.name.label("district"), Reading.sentences,
        )
        .join(Reading, Reading.feedback_id == Feedback.id)
        .outerjoin(District, District.id == Feedback.district_id)
        .where(Feedback.id.in_(wanted))
        .order_by(Feedback.received_on.desc(), Feedback.id)
    )  # fmt: skip


def _evidence(session: Session, wanted: Select[int], theme_id: int | None) -> dict[int, list[int]]:
    """Where each piece says what it is about: the beginnings of its evidence."""
    if theme_id is None:
        return {}
    rows = session.execute(
        select(FeedbackConcern.feedback_id, FeedbackConcern.spans).where(
            FeedbackConcern.theme_id == theme_id,
            FeedbackConcern.feedback_id.in_(wanted),
            FeedbackConcern.tagging == TAGGING,
        )
    )
    return {feedback_id: [start for start, _end in spans] for feedback_id, spans in rows}


def _quote(row: Row[*tuple[Any, ...]], span: Span) -> Quote:
    said = row.words[span.start : span.end].strip()
    place = Place(row.id, span.start, span.end, digest(row.words))
    masked = masking.masked(said, masking.suggested(said))
    return Quote(place, masked, row.district, row.received_on, row.sentiment)


def _of_one_person_each(rows: likeness.Vectors) -> list[int]:
    """The first of those that are nearly the same: copies would be one voice heard twice."""
    near = rows @ rows.T >= _SAME
    return [at for at in range(len(rows)) if not near[at, :at].any()]


def _with_dissent(
    session: Session, candidates: Sequence[Quote], telling: list[Quote], scope: Scope,
    theme_id: int | None, minimum: int,
) -> list[Quote]:  # fmt: skip
    """``telling``, with the last of them given up for one that feels the other way."""
    felt = Counter(quote.sentiment for quote in candidates)
    mostly = max((Sentiment.NEGATIVE, Sentiment.POSITIVE), key=lambda word: felt[word])
    other = Sentiment.POSITIVE if mostly is Sentiment.NEGATIVE else Sentiment.NEGATIVE
    if len(telling) < 2 or any(quote.sentiment is other for quote in telling):
        return telling
    wanted = pieces.behind(scope, other, theme_id)
    if pieces.counted_up_to(session, wanted, minimum)[0] < minimum:
        return telling
    dissent = next((quote for quote in candidates if quote.sentiment is other), None)
    return [*telling[:-1], dissent] if dissent else telling
