"""Pieces of feedback as staff read them: who may, what was made of each, the trace of a look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from analysis import multilingual
from analysis.spans import Span
from core.actor import Actor
from core.errors import CommonGroundError, NotAllowedError
from core.theme_names import said
from core.vocabulary import Permission, Rating, Sentiment
from core.voice import Act
from db.models import (
    Assignment,
    District,
    Feedback,
    FeedbackConcern,
    PublicQuote,
    QuestionVersion,
    Reading,
    Theme,
    ThemeDefinition,
)
from db.queries import officers, pieces
from db.queries.themes import IN_FORCE, TAGGING
from services import audit

PAGE = 20


class FeedbackGoneError(CommonGroundError):
    message = "That feedback is not there any more. Load the page again."


class WithheldError(NotAllowedError):
    message = (
        "This names an officer or tells of conduct, so it waits for someone with the right to "
        "triage complaints. Nothing was changed."
    )


class SomebodyElsesError(NotAllowedError):
    """Says no more: who is told that a piece names them knows whom to look for."""

    message = "That feedback is for somebody else to open. Nothing was changed."


@dataclass(frozen=True)
class Evidence:
    """A concern, and the places in the words that say so; none where a person set it."""

    code: str
    concern: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Corrected:
    """The correction in force, and what the reader itself says of the piece."""

    id: int
    who: str
    made_at: datetime
    sentiment: Sentiment
    concerns: tuple[str, ...]


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
    has_receipt: bool = False
    corrected: Corrected | None = None
    act: Act | None = None

    @property
    def is_indicative(self) -> bool:
        """Read by the reader of other languages, which errs more; a person's word stands."""
        is_read = self.sentiment is not Sentiment.NOT_READ and self.corrected is None
        return is_read and self.language in multilingual.LANGUAGES


@dataclass(frozen=True)
class Listing:
    """One page of words, of ``total`` (or, where ``is_more``, of more than that).

    ``withheld`` more wait for somebody with the right to triage. ``firsts``: how many cards there
    are to turn pages through, where copies are shown as one.
    """

    cards: tuple[WordsCard, ...]
    total: int
    withheld: int
    is_more: bool = False
    firsts: int | None = None


def readable(actor: Actor, wanted: Select[int]) -> tuple[Select[int], Select[int] | None]:
    """Those of ``wanted`` that ``actor`` may read, and those that wait for somebody who triages.

    What names the actor, or somebody who reports to them, is in neither on its own account: to
    count it would tell them that it is there.
    """
    mine = wanted
    if actor.account_id is not None:
        mine = wanted.where(officers.is_open_to(actor.account_id))
    if actor.may(Permission.TRIAGE_COMPLAINTS):
        return mine, None
    return mine.where(~Feedback.waits_for_triage), wanted.where(pieces.WAITS_FOR_TRIAGE)


def locked(session: Session, actor: Actor, feedback_id: int) -> Feedback:
    """A piece that ``actor`` may read, theirs alone until the transaction ends."""
    row = session.get(Feedback, feedback_id, with_for_update=True)
    if row is None or row.sentiment is None:  # what was not read yet is shown to nobody
        raise FeedbackGoneError
    if row.waits_for_triage and not actor.may(Permission.TRIAGE_COMPLAINTS):
        raise WithheldError
    if not is_open(session, actor, feedback_id):
        raise SomebodyElsesError
    return row


def is_open(session: Session, actor: Actor, feedback_id: int) -> bool:
    """Whether a piece names neither ``actor`` nor anyone who reports to them."""
    if actor.account_id is None:
        return True
    mine = select(Feedback.id).where(
        Feedback.id == feedback_id, officers.is_open_to(actor.account_id)
    )
    return session.scalar(mine) is not None


def withhold(session: Session, feedback_ids: Sequence[int]) -> None:
    """These turned out to be sensitive: who looked at them, or had them, may have had no right."""
    ids = Feedback.id.in_(feedback_ids)
    session.execute(
        update(Feedback)
        .where(ids)
        .values(waits_for_triage=True, looked_at_on=None, looked_at_by=None)
    )
    for table in (Assignment, PublicQuote):
        session.execute(delete(table).where(table.feedback_id.in_(feedback_ids)))


def read(
    session: Session, actor: Actor, wanted: Select[int], *, page: int, now: datetime
) -> tuple[WordsCard, ...]:
    """One page of ``wanted``, newest first; each one shown leaves an audit entry."""
    order = pieces.newest(wanted)
    ids = session.scalars(wanted.order_by(*order).limit(PAGE).offset(max(0, page) * PAGE)).all()
    rows = session.execute(
        select(Feedback, Reading, QuestionVersion.wording, District.name)
        .join(Reading, Reading.feedback_id == Feedback.id)
        .outerjoin(QuestionVersion, QuestionVersion.id == Feedback.question_version_id)
        .outerjoin(District, District.id == Feedback.district_id)
        .where(Feedback.id.in_(ids))
        .order_by(Feedback.received_on.desc(), Feedback.id.desc())
    ).all()
    evidence = _evidence(session, ids)
    corrected = _corrected(session, {row[0].id: row[1] for row in rows})
    cards = tuple(_card(*row, evidence[row[0].id], corrected.get(row[0].id)) for row in rows)
    audit.note_looks(session, actor, subjects=[f"feedback {card.id:x}" for card in cards], now=now)
    return cards


def _card(
    feedback: Feedback, reading: Reading, question: str | None, district: str | None,
    concerns: tuple[Evidence, ...], corrected: Corrected | None,
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
        act=reading.act,
        waits_for_triage=feedback.waits_for_triage,
        has_receipt=feedback.receipt_hash is not None,
        corrected=corrected,
    )


def _evidence(session: Session, ids: Sequence[int]) -> dict[int, tuple[Evidence, ...]]:
    rows = session.execute(
        select(FeedbackConcern.feedback_id, Theme.code, ThemeDefinition, FeedbackConcern.spans)
        .join(Theme, Theme.id == FeedbackConcern.theme_id)
        .join(
            ThemeDefinition,
            (ThemeDefinition.theme_id == FeedbackConcern.theme_id)
            & (ThemeDefinition.version == IN_FORCE),
        )
        .where(FeedbackConcern.feedback_id.in_(ids), FeedbackConcern.tagging == TAGGING)
        .order_by(ThemeDefinition.position)
    )
    found: dict[int, tuple[Evidence, ...]] = defaultdict(tuple)
    for feedback_id, code, theme, spans in rows:
        found[feedback_id] += (Evidence(code, said(theme), tuple(Span(*span) for span in spans)),)
    return found


def _corrected(session: Session, readings: dict[int, Reading]) -> dict[int, Corrected]:
    """What people corrected of these, beside what their readers said."""
    in_force = pieces.corrections_in_force(session, list(readings))
    if not in_force:
        return {}
    codes = {code for one in in_force for code, _spans in readings[one].concerns or ()}
    rows = session.execute(  # as each was called last: it may be on our list no more
        select(Theme.code, ThemeDefinition)
        .join(Theme, Theme.id == ThemeDefinition.theme_id)
        .where(Theme.code.in_(codes), ThemeDefinition.version <= IN_FORCE)
        .order_by(ThemeDefinition.version)
    )
    names = {code: said(theme) for code, theme in rows}
    found = {}
    for one, row in in_force.items():
        heard = tuple(names[code] for code, _spans in readings[one].concerns or ())
        found[one] = Corrected(row.id, row.who, row.made_at, readings[one].sentiment, heard)
    return found
