"""Tagging all history anew under a new version of the themes, beside the tags in force.

A new version's tags and counts are made in small batches and carry its number, so nobody sees
them; when the last piece has its own, one number is changed and every figure is on the new
version (``services.past_tags`` then removes what was there before). Each batch is one
transaction: a worker that is killed loses nothing, and of two with the same one the later keeps
nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.orm import Session

from analysis.concerns import ConcernTag
from analysis.themes import ThemeList
from core.actor import Actor
from core.vocabulary import Permission
from db.models import (
    ALL,
    Feedback,
    FeedbackConcern,
    QuestionVersion,
    Reading,
    RetagPart,
    SentimentCount,
    ThemeVersion,
    UntaggedFeedback,
)
from db.queries.pieces import corrections_in_force
from db.queries.themes import NEWEST, TAGGING, coming
from db.queries.upserts import insert_into
from services import cards, counts, tags, themes
from services.access import require

BATCH = 200
PARTS, PART = 16, 1 << 58  # of the 62 bits of an id


class Untagged(NamedTuple):
    """One text to be tagged."""

    id: int
    words: str
    language: str | None
    question: str | None


class Piece(NamedTuple):
    """What must be known of a piece to keep its tags."""

    id: int
    source_id: int
    received_on: date | None
    triaged_on: date | None
    waits_for_triage: bool
    words: str


@dataclass(frozen=True)
class Batch:
    """Texts that come next under the tags of ``tagging``; of a ``part``, those after ``after``."""

    tagging: int
    themes: ThemeList
    texts: tuple[Untagged, ...]
    part: int | None = None
    after: int = -1


@dataclass(frozen=True)
class Progress:
    """How far it has come: the share that is done, 0 to 1, and of about how many pieces."""

    share: float
    pieces: int


def progress(session: Session, actor: Actor) -> Progress | None:
    """How far the tagging under a new version has come; ``None`` where there is none."""
    require(actor, Permission.READ_FIGURES)
    if coming(session) is None:
        return None
    parts = session.scalars(select(RetagPart)).all()
    done = sum(1.0 if one.is_done else max(0, one.after - one.part * PART) / PART for one in parts)
    everywhere = (SentimentCount.district_id == ALL, SentimentCount.question_version_id == ALL)
    months = SentimentCount.period < 1_000_000  # a week's number is longer
    pieces = session.scalar(select(func.sum(SentimentCount.n)).where(*everywhere, months))
    return Progress(done / PARTS, int(pieces or 0))


def bring(session: Session, version: ThemeVersion, wanted: ThemeList) -> None:
    """Write the next version down: in force at once where the tags in force are its own too.

    Else everything is tagged under it; what was begun for another version is dropped.
    """
    themes.keep(session, version, wanted)
    if version.tagging == session.scalar(select(TAGGING)):
        themes.in_force(session, version.version)
    if version.tagging != version.version:
        return
    session.execute(delete(RetagPart))
    session.execute(delete(UntaggedFeedback))
    session.add_all(
        RetagPart(part=part, tagging=version.tagging, after=part * PART - 1, is_done=False)
        for part in range(PARTS)
    )
    session.flush()


def ask_for(session: Session, feedback_ids: Sequence[int]) -> None:
    """These have new tags in force: while a new version is tagged, they are owed its tags too."""
    if feedback_ids and coming(session) is not None:
        session.execute(
            insert_into(session, UntaggedFeedback).on_conflict_do_nothing(),
            [{"feedback_id": one} for one in feedback_ids],
        )


def claim(session: Session, actor: Actor) -> Batch | None:
    """What comes next; ``None`` where nothing is tagged anew. An empty batch is kept like any."""
    require(actor, Permission.DO_WORK)
    tagging = coming(session)
    if tagging is None:
        return None
    wanted = themes.listed(session, tagging)
    left = session.scalars(select(RetagPart).where(~RetagPart.is_done)).all()
    if not left:
        owed = select(UntaggedFeedback.feedback_id)
        return Batch(tagging, wanted, _texts(session, Reading.feedback_id.in_(owed)))
    part = secrets.choice(left)  # so that two workers seldom have the same
    last = (part.part + 1) * PART
    within = and_(Reading.feedback_id > part.after, Reading.feedback_id < last)
    return Batch(tagging, wanted, _texts(session, within), part.part, part.after)


def keep(
    session: Session, actor: Actor, *, batch: Batch, found: Mapping[int, Sequence[ConcernTag]]
) -> bool:
    """Keep the tags that were ``found`` in ``batch``, by the pieces' ids; whether they were kept.

    They are not where another worker was quicker, or a newer version has come. What a person
    corrected is tagged as they set it. Where this was the last, the new version is in force.
    """
    require(actor, Permission.DO_WORK)
    counts.alone(session)
    if coming(session) != batch.tagging or not _move(session, batch):
        return False
    known = tags.under(session, batch.tagging)
    pieces = _pieces(session, batch)
    ids = [piece.id for piece in pieces]
    corrections = corrections_in_force(session, ids)
    raised, tell_of_conduct = {}, []
    for piece in pieces:
        spans = tags.heard(found[piece.id])
        set_by_hand = corrections.get(piece.id)
        codes = list(spans) if set_by_hand is None else known.now(set_by_hand.themes)
        raised[piece.id] = {code: spans.get(code, []) for code in codes}
        if not known.conduct.isdisjoint([*spans, *codes]):
            tell_of_conduct.append(piece)
    mine = (FeedbackConcern.feedback_id.in_(ids), FeedbackConcern.tagging == batch.tagging)
    with counts.in_step(session, ids):
        session.execute(delete(FeedbackConcern).where(*mine))
        tags.insert_all(session, known, pieces, raised)
    _withhold(session, tell_of_conduct)
    _finish(session)
    return True


def _texts(session: Session, which: ColumnElement[bool]) -> tuple[Untagged, ...]:
    rows = session.execute(
        select(Reading.feedback_id, Feedback.words, Reading.language, QuestionVersion.wording)
        .join(Feedback, Feedback.id == Reading.feedback_id)
        .outerjoin(QuestionVersion, QuestionVersion.id == Feedback.question_version_id)
        .where(which)
        .order_by(Reading.feedback_id)
        .limit(BATCH)
    )
    return tuple(Untagged(*row) for row in rows)


def _move(session: Session, batch: Batch) -> bool:
    """Note how far the batch's part has come; whether nobody did meanwhile."""
    if batch.part is None:
        return session.scalar(select(func.count()).where(~RetagPart.is_done)) == 0
    is_done = len(batch.texts) < BATCH
    after = batch.after if is_done else batch.texts[-1].id
    moved = session.scalars(
        update(RetagPart)
        .where(
            RetagPart.part == batch.part, RetagPart.tagging == batch.tagging,
            RetagPart.after == batch.after, ~RetagPart.is_done,
        )
        .values(after=after, is_done=is_done)
        .returning(RetagPart.part)
    ).all()  # fmt: skip
    return bool(moved)


def _pieces(session: Session, batch: Batch) -> list[Piece]:
    """Those of the batch that are there and as they were; what was changed meanwhile is owed."""
    if batch.part is None and not batch.texts:  # what is owed to pieces that are not there
        gone = ~exists().where(Reading.feedback_id == UntaggedFeedback.feedback_id)
        session.execute(delete(UntaggedFeedback).where(gone))
    asked = {text.id: text.words for text in batch.texts}
    rows = session.execute(
        select(*(getattr(Feedback, name) for name in Piece._fields))
        .join(Reading, Reading.feedback_id == Feedback.id)
        .where(Feedback.id.in_(asked))
    )
    there = [Piece(*row) for row in rows]
    same = [piece for piece in there if piece.words == asked[piece.id]]
    settled = asked.keys() - {piece.id for piece in there} | {piece.id for piece in same}
    session.execute(delete(UntaggedFeedback).where(UntaggedFeedback.feedback_id.in_(settled)))
    ask_for(session, [piece.id for piece in there if piece not in same])
    return same


def _withhold(session: Session, pieces: Sequence[Piece]) -> None:
    """Conduct under the new version waits from now on: after the switch it would be too late."""
    if not pieces:
        return
    ids = [piece.id for piece in pieces]
    session.execute(update(Reading).where(Reading.feedback_id.in_(ids)).values(is_sensitive=True))
    fresh = [
        piece.id for piece in pieces if piece.triaged_on is None and not piece.waits_for_triage
    ]
    if fresh:
        cards.withhold(session, fresh)


def _finish(session: Session) -> None:
    """Put the new version in force if nothing is left to be tagged under it."""
    left = select(RetagPart.part).where(~RetagPart.is_done).limit(1)
    owed = select(UntaggedFeedback.feedback_id).limit(1)
    if session.scalar(left) is None and session.scalar(owed) is None:
        session.execute(delete(RetagPart))
        themes.in_force(session, session.scalars(select(NEWEST)).one())
