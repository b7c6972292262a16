"""Residents' own words behind a figure, with what led to it marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from analysis.spans import Span
from core import clock
from core.actor import Actor
from core.errors import CommonGroundError
from core.scope import Scope
from core.vocabulary import AuditAction, Permission, Rating, Sentiment
from db.models import (
    District,
    Feedback,
    FeedbackConcern,
    QuestionVersion,
    Reading,
    ThemeDefinition,
)
from db.queries.cells import feedback_in
from services import audit, departments
from services.access import require

PAGE = 20


class FeedbackGoneError(CommonGroundError):
    message = "That feedback is not there any more. Load the page again."


@dataclass(frozen=True)
class Evidence:
    """A concern, and the places in the words that say so."""

    concern: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class WordsCard:
    """One piece of feedback as staff read it."""

    id: int
    words: str
    question: str | None
    district: str | None
    received_on: date | None
    language: str | None
    sentiment: Sentiment
    sentences: tuple[tuple[Span, Sentiment], ...]
    concerns: tuple[Evidence, ...]
    ratings: dict[Rating, int]
    method: str
    waits_for_triage: bool


@dataclass(frozen=True)
class Listing:
    """One page of words. ``withheld`` more wait for somebody with the right to triage."""

    cards: tuple[WordsCard, ...]
    total: int
    withheld: int


def behind(
    session: Session, actor: Actor, *, scope: Scope, sentiment: Sentiment | None = None,
    theme_id: int | None = None, page: int = 0, now: datetime,
) -> Listing:  # fmt: skip
    """The words behind a figure, newest first; each one shown leaves an audit entry."""
    require(actor, Permission.READ_FEEDBACK)
    wanted = feedback_in(scope)
    if sentiment is not None:
        wanted.append(Reading.sentiment == sentiment)
    if theme_id is not None:
        tagged = exists().where(
            FeedbackConcern.feedback_id == Feedback.id, FeedbackConcern.theme_id == theme_id
        )
        wanted += [tagged, Reading.sentiment != Sentiment.NOT_READ]  # as they are counted
    total = _count(session, wanted)
    withheld = 0
    if not actor.may(Permission.TRIAGE_COMPLAINTS):
        withheld = _count(session, [*wanted, _waits()])
        wanted.append(~_waits())
    cards = _cards(session, wanted, page)
    audit.note_looks(session, actor, subjects=[f"feedback {card.id:x}" for card in cards], now=now)
    return Listing(cards, total - withheld, withheld)


def triage(session: Session, actor: Actor, *, feedback_id: int, now: datetime) -> None:
    """Say that this was looked at and may be read by those who read feedback."""
    require(actor, Permission.TRIAGE_COMPLAINTS)
    row = session.get(Feedback, feedback_id, with_for_update=True)
    if row is None:
        raise FeedbackGoneError
    if row.triaged_on is None:
        row.triaged_on = clock.local_date(now, departments.current(session, actor).tzid)
        audit.note(
            session, actor, AuditAction.FEEDBACK_TRIAGED, subject=f"feedback {feedback_id:x}",
            now=now,
        )  # fmt: skip


def _waits() -> ColumnElement[bool]:
    return and_(Reading.is_sensitive, Feedback.triaged_on.is_(None))


def _count(session: Session, wanted: Sequence[ColumnElement[bool]]) -> int:
    counted = select(func.count()).select_from(Feedback).join(Reading).where(*wanted)
    return session.scalar(counted) or 0


def _cards(
    session: Session, wanted: Sequence[ColumnElement[bool]], page: int
) -> tuple[WordsCard, ...]:
    rows = session.execute(
        select(Feedback, Reading, QuestionVersion.wording, District.name)
        .join(Reading, Reading.feedback_id == Feedback.id)
        .outerjoin(QuestionVersion, QuestionVersion.id == Feedback.question_version_id)
        .outerjoin(District, District.id == Feedback.district_id)
        .where(*wanted)
        .order_by(Feedback.received_on.desc(), Feedback.id)
        .limit(PAGE)
        .offset(max(0, page) * PAGE)
    ).all()
    evidence = _evidence(session, [feedback.id for feedback, *_ in rows])
    return tuple(
        WordsCard(
            id=feedback.id,
            words=feedback.words,
            question=question,
            district=district,
            received_on=feedback.received_on,
            language=reading.language,
            sentiment=reading.sentiment,
            sentences=tuple(
                (Span(start, end), Sentiment(said)) for start, end, said in reading.sentences
            ),
            concerns=evidence[feedback.id],
            ratings={
                scale: value
                for scale in Rating
                if (value := getattr(feedback, f"rating_{scale}")) is not None
            },
            method=f"{reading.method} {reading.version}",
            waits_for_triage=reading.is_sensitive and feedback.triaged_on is None,
        )
        for feedback, reading, question, district in rows
    )


def _evidence(session: Session, ids: Sequence[int]) -> dict[int, tuple[Evidence, ...]]:
    rows = session.execute(
        select(FeedbackConcern.feedback_id, ThemeDefinition.name, FeedbackConcern.spans)
        .join(Reading, Reading.feedback_id == FeedbackConcern.feedback_id)
        .join(
            ThemeDefinition,
            (ThemeDefinition.theme_id == FeedbackConcern.theme_id)
            & (ThemeDefinition.version == Reading.theme_version),
        )
        .where(FeedbackConcern.feedback_id.in_(ids))
        .order_by(ThemeDefinition.position)
    )
    found: dict[int, tuple[Evidence, ...]] = defaultdict(tuple)
    for feedback_id, concern, spans in rows:
        found[feedback_id] += (Evidence(concern, tuple(Span(*span) for span in spans)),)
    return found
