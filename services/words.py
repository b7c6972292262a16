"""Residents' own words behind a figure, with what led to it marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from analysis.spans import Span
from core import clock
from core.actor import Actor
from core.errors import CommonGroundError
from core.scope import Scope
from core.vocabulary import AuditAction, Permission, Rating, Sentiment
from db.models import (
    ConcernCount,
    District,
    Feedback,
    FeedbackConcern,
    QuestionVersion,
    Reading,
    SentimentCount,
    ThemeDefinition,
)
from db.queries.cells import counted_in, feedback_in
from services import audit, departments
from services.access import require

PAGE = 20
MOST_COUNTED = 1_000  # of what no count is kept of; beyond it the page says "more than"


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
    """One page of words, of ``total`` (or, where ``is_more``, of more than that).

    ``withheld`` more wait for somebody with the right to triage.
    """

    cards: tuple[WordsCard, ...]
    total: int
    withheld: int
    is_more: bool = False


def behind(
    session: Session, actor: Actor, *, scope: Scope, sentiment: Sentiment | None = None,
    theme_id: int | None = None, page: int = 0, now: datetime,
) -> Listing:  # fmt: skip
    """The words behind a figure, newest first; each one shown leaves an audit entry."""
    require(actor, Permission.READ_FEEDBACK)
    wanted = _wanted(scope, sentiment, theme_id)
    total = _counted(session, scope, sentiment, theme_id)
    is_more = False
    if total is None:  # no count is kept of one feeling about one concern
        total = _count(session, wanted.limit(MOST_COUNTED + 1))
        is_more, total = total > MOST_COUNTED, min(total, MOST_COUNTED)
    withheld = 0
    if not actor.may(Permission.TRIAGE_COMPLAINTS):
        withheld = _count(session, wanted.where(Feedback.waits_for_triage))
        wanted = wanted.where(~Feedback.waits_for_triage)
    cards = _cards(session, wanted, theme_id, page)
    audit.note_looks(session, actor, subjects=[f"feedback {card.id:x}" for card in cards], now=now)
    return Listing(cards, total - withheld, withheld, is_more)


def triage(session: Session, actor: Actor, *, feedback_id: int, now: datetime) -> None:
    """Say that this was looked at and may be read by those who read feedback."""
    require(actor, Permission.TRIAGE_COMPLAINTS)
    row = session.get(Feedback, feedback_id, with_for_update=True)
    if row is None:
        raise FeedbackGoneError
    if row.triaged_on is None:
        row.waits_for_triage = False
        row.triaged_on = clock.local_date(now, departments.current(session, actor).tzid)
        audit.note(
            session, actor, AuditAction.FEEDBACK_TRIAGED, subject=f"feedback {feedback_id:x}",
            now=now,
        )  # fmt: skip


def _wanted(scope: Scope, sentiment: Sentiment | None, theme_id: int | None) -> Select[int]:
    """The ids of all pieces behind a figure."""
    if theme_id is None:
        wanted = select(Feedback.id).where(*feedback_in(scope))
        wanted = wanted.where(Feedback.sentiment.is_not(None))
    else:
        # The theme's own rows say which are newest, so that not all of them must be looked at.
        wanted = (
            select(FeedbackConcern.feedback_id)
            .join(Feedback, Feedback.id == FeedbackConcern.feedback_id)
            .where(FeedbackConcern.theme_id == theme_id, *feedback_in(scope, FeedbackConcern))
            .where(Feedback.sentiment != Sentiment.NOT_READ)  # as they are counted
        )
    return wanted if sentiment is None else wanted.where(Feedback.sentiment == sentiment)


def _counted(
    session: Session, scope: Scope, sentiment: Sentiment | None, theme_id: int | None
) -> int | None:
    """How many there are, as the counts have it; ``None`` for what they do not tell."""
    table: type[SentimentCount] | type[ConcernCount]
    if theme_id is None:
        table = SentimentCount
        value = [] if sentiment is None else [SentimentCount.sentiment == sentiment]
    elif sentiment is None:
        table, value = ConcernCount, [ConcernCount.theme_id == theme_id]
    else:
        return None
    return session.scalar(select(func.sum(table.n)).where(*counted_in(scope, table), *value)) or 0


def _count(session: Session, wanted: Select[int]) -> int:
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def _cards(
    session: Session, wanted: Select[int], theme_id: int | None, page: int
) -> tuple[WordsCard, ...]:
    newest = (
        (Feedback.received_on.desc(), Feedback.id.desc())
        if theme_id is None
        else (FeedbackConcern.received_on.desc(), FeedbackConcern.feedback_id.desc())
    )
    ids = session.scalars(wanted.order_by(*newest).limit(PAGE).offset(max(0, page) * PAGE)).all()
    rows = session.execute(
        select(Feedback, Reading, QuestionVersion.wording, District.name)
        .join(Reading, Reading.feedback_id == Feedback.id)
        .outerjoin(QuestionVersion, QuestionVersion.id == Feedback.question_version_id)
        .outerjoin(District, District.id == Feedback.district_id)
        .where(Feedback.id.in_(ids))
        .order_by(Feedback.received_on.desc(), Feedback.id.desc())
    ).all()
    evidence = _evidence(session, ids)
    return tuple(_card(*row, evidence[row[0].id]) for row in rows)


def _card(
    feedback: Feedback, reading: Reading, question: str | None, district: str | None,
    concerns: tuple[Evidence, ...],
) -> WordsCard:  # fmt: skip
    return WordsCard(
        id=feedback.id,
        words=feedback.words,
        question=question,
        district=district,
        received_on=feedback.received_on,
        language=reading.language,
        sentiment=feedback.sentiment or reading.sentiment,
        sentences=tuple(
            (Span(start, end), Sentiment(said)) for start, end, said in reading.sentences
        ),
        concerns=concerns,
        ratings={
            scale: value
            for scale in Rating
            if (value := getattr(feedback, f"rating_{scale}")) is not None
        },
        method=f"{reading.method} {reading.version}",
        waits_for_triage=feedback.waits_for_triage,
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
