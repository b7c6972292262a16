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


class Candidate(NamedTuple):
    """A sentence that could be quoted, as it was written: it leaves this module masked alone."""

    place: Place
    words: str
    sentiment: Sentiment


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


@dataclass(frozen=True)
class Shown:
    """The quotes that may be seen, by their place; ``gone`` were withdrawn or changed, for all.

    What only one reader may not see is not counted: it would tell them that it is there.
    """

    quotes: dict[Place, Quote]
    gone: int


_QUOTABLE = (~Reading.is_sensitive, ~Feedback.waits_for_triage)


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
    return [one.place for one in dissenting]


def shown(
    session: Session, actor: Actor, *, places: Iterable[Sequence[Any]], now: datetime
) -> Shown:
    """The quotes at ``places`` that ``actor`` may see now; each one leaves an audit entry.

    What names an officer or tells of conduct, as somebody may have said since, is in no quote.
    """
    require(actor, Permission.READ_FEEDBACK)
    wanted = [Place(*place) for place in places]  # JSON knows no names
    ids = [place.feedback_id for place in wanted]
    there = select(Feedback.id).where(Feedback.id.in_(ids), Feedback.sentiment.is_not(None))
    rows = {row.id: row for row in session.execute(_rows(there))}
    standing = [
        place
        for place in wanted
        if (row := rows.get(place.feedback_id)) and digest(row.words) == place.digest
    ]
    mine, _withheld = cards.readable(actor, there)
    quotable = set(session.scalars(mine.where(*_QUOTABLE).join(Reading)))
    found = {
        place: _quote(rows[place.feedback_id], place)
        for place in standing
        if place.feedback_id in quotable
    }
    subjects = [f"feedback {place.feedback_id:x}" for place in found]
    audit.note_looks(session, actor, subjects=subjects, now=now)
    return Shown(found, len(wanted) - len(standing))


def digest(words: str) -> str:
    """Tells whether words are as they were; of 256 kinds, so that no guess is proved by it."""
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=1).hexdigest()


def _quotable(
    session: Session, actor: Actor, wanted: Select[int], theme_id: int | None
) -> list[Candidate]:
    mine, _withheld = cards.readable(actor, wanted)
    newest = mine.order_by(*pieces.newest(mine)).limit(_LOOKED_AT)
    rows = session.execute(_rows(newest).where(*_QUOTABLE))
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
                said_there = row.words[one.start : one.end]
                place = Place(row.id, one.start, one.end, digest(row.words))
                found.append(Candidate(place, said_there, row.sentiment))
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


def _quote(row: Row[*tuple[Any, ...]], place: Place) -> Quote:
    said = masking.without_persons(row.words[place.start : place.end].strip())
    return Quote(place, said, row.district, row.received_on, row.sentiment)


def _of_one_person_each(rows: likeness.Vectors) -> list[int]:
    """The first of those that are nearly the same: copies would be one voice heard twice."""
    near = rows @ rows.T >= _SAME
    return [at for at in range(len(rows)) if not near[at, :at].any()]


def _with_dissent(
    session: Session, candidates: Sequence[Candidate], telling: list[Candidate], scope: Scope,
    theme_id: int | None, minimum: int,
) -> list[Candidate]:  # fmt: skip
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
