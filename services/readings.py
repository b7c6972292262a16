"""Readings: handing out what waits to be read, and keeping what was made of it."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from analysis.reading import Reading as TextReading
from core import months
from core.actor import Actor
from core.vocabulary import Permission, Sentiment
from db.models import (
    NONE,
    Feedback,
    FeedbackConcern,
    QuestionVersion,
    Reading,
    Theme,
    ThemeDefinition,
    UnreadFeedback,
)
from db.queries.upserts import insert_into
from services import counts
from services.access import require
from services.counts import Cell

BATCH = 200  # the most that one transaction takes on, so that a resident never waits behind it
LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class Unread:
    """One text to be read, with what its reader may want to know."""

    feedback_id: int
    words: str
    language: str | None
    question: str | None


@dataclass(frozen=True)
class Batch:
    """Texts that one worker has claimed under ``lease``."""

    lease: str
    texts: tuple[Unread, ...]


def claim(session: Session, actor: Actor, *, now: datetime, size: int = BATCH) -> Batch:
    """Lease up to ``size`` texts. What a worker did not finish in time is handed out again."""
    require(actor, Permission.DO_WORK)
    free = (
        select(UnreadFeedback.feedback_id)
        .where(or_(UnreadFeedback.leased_until.is_(None), UnreadFeedback.leased_until < now))
        .order_by(UnreadFeedback.feedback_id)
        .limit(size)
        .with_for_update(skip_locked=True)
    )
    ids = session.scalars(free).all()
    lease = secrets.token_hex(8)
    session.execute(
        update(UnreadFeedback)
        .where(UnreadFeedback.feedback_id.in_(ids))
        .values(leased_until=now + LEASE, lease=lease)
    )
    rows = session.execute(
        select(Feedback.id, Feedback.words, Feedback.language_said, QuestionVersion.wording)
        .outerjoin(QuestionVersion, QuestionVersion.id == Feedback.question_version_id)
        .where(Feedback.id.in_(ids))
    )
    return Batch(lease, tuple(Unread(*row) for row in rows))


def store(
    session: Session, actor: Actor, *, lease: str, readings: Mapping[int, TextReading]
) -> int:
    """Keep ``readings`` (by feedback id) and bring the counts along; how many were kept.

    Only what is still under ``lease`` is kept: a worker that was too slow finds its texts with
    another one, and each is counted once.
    """
    require(actor, Permission.DO_WORK)
    counts.alone(session)  # before the cells are looked up: a district may be placed meanwhile
    ours = session.scalars(
        delete(UnreadFeedback)
        .where(UnreadFeedback.lease == lease)
        .returning(UnreadFeedback.feedback_id)
    ).all()
    kept = [feedback_id for feedback_id in ours if feedback_id in readings]
    cells = _cells(session, kept)
    kept = [feedback_id for feedback_id in kept if feedback_id in cells]
    sentiments, concerns = _counted(session, kept, cells, by=-1)
    session.execute(delete(Reading).where(Reading.feedback_id.in_(kept)))
    session.execute(delete(FeedbackConcern).where(FeedbackConcern.feedback_id.in_(kept)))
    _insert(session, {feedback_id: readings[feedback_id] for feedback_id in kept})
    more_sentiments, more_concerns = _counted(session, kept, cells, by=1)
    sentiments.update(more_sentiments)
    concerns.update(more_concerns)
    counts.change(
        session,
        {key: by for key, by in sentiments.items() if by},
        {key: by for key, by in concerns.items() if by},
    )
    return len(kept)


def ask_again(session: Session, actor: Actor, *, since: date | None = None) -> int:
    """Have feedback (received on ``since`` or later) read again; how many wait now."""
    require(actor, Permission.DO_WORK)
    # A worker that holds one now may have older themes in hand: what it brings is not kept.
    session.execute(update(UnreadFeedback).values(leased_until=None, lease=None))
    wanted = select(Feedback.id).where(~exists().where(UnreadFeedback.feedback_id == Feedback.id))
    if since is not None:
        wanted = wanted.where(Feedback.received_on >= since)
    session.execute(
        insert_into(session, UnreadFeedback)
        .from_select(["feedback_id"], wanted)
        .on_conflict_do_nothing()
    )
    return waiting(session, actor)


def waiting(session: Session, actor: Actor) -> int:
    """How many texts wait to be read."""
    require(actor, Permission.READ_FIGURES)
    return session.scalar(select(func.count()).select_from(UnreadFeedback)) or 0


def _cells(session: Session, ids: Sequence[int]) -> dict[int, Cell]:
    rows = session.execute(
        select(
            Feedback.id,
            Feedback.source_id,
            Feedback.received_on,
            Feedback.district_id,
            Feedback.question_version_id,
        ).where(Feedback.id.in_(ids))
    )
    return {
        row.id: Cell(
            row.source_id,
            months.of(row.received_on),
            row.district_id or NONE,
            row.question_version_id or NONE,
        )
        for row in rows
    }


def _counted(
    session: Session, ids: Sequence[int], cells: Mapping[int, Cell], *, by: int
) -> tuple[Counter[tuple[Cell, Sentiment]], Counter[tuple[Cell, int]]]:
    sentiments, concerns = Counter[tuple[Cell, Sentiment]](), Counter[tuple[Cell, int]]()
    for feedback_id, sentiment in session.execute(
        select(Reading.feedback_id, Reading.sentiment).where(Reading.feedback_id.in_(ids))
    ):
        sentiments[cells[feedback_id], sentiment] += by
    for feedback_id, theme_id in session.execute(
        select(FeedbackConcern.feedback_id, FeedbackConcern.theme_id)
        .join(Reading, Reading.feedback_id == FeedbackConcern.feedback_id)
        .where(FeedbackConcern.feedback_id.in_(ids), Reading.sentiment != Sentiment.NOT_READ)
    ):
        concerns[cells[feedback_id], theme_id] += by
    return sentiments, concerns


def _insert(session: Session, readings: Mapping[int, TextReading]) -> None:
    versions = {reading.theme_version for reading in readings.values()}
    known = session.execute(
        select(Theme.code, Theme.id, ThemeDefinition.is_conduct)
        .join(ThemeDefinition, ThemeDefinition.theme_id == Theme.id)
        .where(ThemeDefinition.version.in_(versions))
    )
    theme_ids, conduct = {}, set()
    for code, theme_id, is_conduct in known:
        theme_ids[code] = theme_id
        if is_conduct:
            conduct.add(code)
    rows, tags = [], []
    for feedback_id, reading in readings.items():
        codes = [tag.code for tag in reading.concerns]
        rows.append(
            {
                "feedback_id": feedback_id,
                "language": reading.language,
                "sentiment": reading.sentiment,
                "sentences": [[*said.span, said.sentiment] for said in reading.sentences],
                "method": reading.method,
                "version": reading.version,
                "theme_version": reading.theme_version,
                "is_sensitive": reading.names_officer or not conduct.isdisjoint(codes),
            }
        )
        tags += [
            {
                "feedback_id": feedback_id,
                "theme_id": theme_ids[tag.code],
                "spans": [list(span) for span in tag.spans],
            }
            for tag in reading.concerns
        ]
    if rows:
        session.execute(insert(Reading), rows)
    if tags:
        session.execute(insert(FeedbackConcern), tags)
