"""Readings: handing out what waits to be read, and keeping what was made of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from analysis.reading import Reading as TextReading
from core.actor import Actor
from core.vocabulary import Permission, Sentiment
from db.models import (
    Feedback,
    FeedbackConcern,
    QuestionVersion,
    Reading,
    ThemeVersion,
    UnreadFeedback,
)
from db.queries.pieces import corrections_in_force
from db.queries.themes import IN_FORCE, TAGGING
from db.queries.upserts import insert_into
from services import cards, copies, counts, officers, retagging, tags, urgent
from services.access import require

BATCH = 200  # the most that one transaction takes on, so that a resident never waits behind it
LEASE = timedelta(minutes=5)
"""Two hundred letters of three pages take a slow machine half of that."""


HOW_MANY_WAIT = select(func.count()).select_from(UnreadFeedback)


@dataclass(frozen=True)
class Unread:
    """One text to be read, with what its reader may want to know."""

    feedback_id: int
    words: str
    language: str | None
    question: str | None
    received_on: date | None


class Read(NamedTuple):
    """What must be known of a piece to keep its reading."""

    id: int
    source_id: int
    received_on: date | None
    triaged_on: date | None
    waits_for_triage: bool
    sentiment: Sentiment | None


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
        select(
            Feedback.id,
            Feedback.words,
            Feedback.language_said,
            QuestionVersion.wording,
            Feedback.received_on,
        )
        .outerjoin(QuestionVersion, QuestionVersion.id == Feedback.question_version_id)
        .where(Feedback.id.in_(ids))
    )
    return Batch(lease, tuple(Unread(*row) for row in rows))


def store(
    session: Session, actor: Actor, *, lease: str, readings: Mapping[int, TextReading],
    now: datetime | None = None, bands: Mapping[int, tuple[int, ...]] = MappingProxyType({}),
) -> int:  # fmt: skip
    """Keep ``readings`` (by feedback id) and bring the counts along; how many were kept.

    Only what is still under ``lease`` is kept: a worker that was too slow finds its texts with
    another one, and each is counted once. What was read with themes that are not in force any more
    waits again. What a person corrected stays as they set it. With ``now``, what tells of danger
    and came in the last days is put into the urgent queue; with ``bands`` (see
    ``analysis.copies``), copies of one text find each other.
    """
    require(actor, Permission.DO_WORK)
    counts.alone(session)  # a district that is placed meanwhile waits until this is counted
    ours = session.scalars(
        delete(UnreadFeedback)
        .where(UnreadFeedback.lease == lease)
        .returning(UnreadFeedback.feedback_id)
    ).all()
    mine = {one: readings[one] for one in ours if one in readings}
    wanted = and_(
        Feedback.id.in_(_still_right(session, mine)),
        Feedback.withdrawn_on.is_(None),
        Feedback.erased_on.is_(None),
    )
    rows = session.execute(
        select(*(getattr(Feedback, name) for name in Read._fields)).where(wanted)
    )
    read = [(Read(*row), readings[row.id]) for row in rows]
    kept = [feedback.id for feedback, _reading in read]
    with counts.in_step(session, kept):
        session.execute(delete(Reading).where(Reading.feedback_id.in_(kept)))
        session.execute(delete(FeedbackConcern).where(FeedbackConcern.feedback_id.in_(kept)))
        _insert(session, read)
        retagging.ask_for(session, kept)
    copies.keep(session, {one: bands[one] for one in kept if bands.get(one)})
    if now is not None:
        urgent.put(session, {feedback.id: reading for feedback, reading in read}, now=now)
    return len(kept)


def ask_again(session: Session, actor: Actor, *, since: date | None = None) -> int:
    """Have feedback (received on ``since`` or later) read again; how many wait now."""
    require(actor, Permission.DO_WORK)
    # A worker that holds one now may have older themes in hand: what it brings is not kept.
    session.execute(update(UnreadFeedback).values(leased_until=None, lease=None))
    wanted = select(Feedback.id).where(
        ~exists().where(UnreadFeedback.feedback_id == Feedback.id),
        Feedback.withdrawn_on.is_(None),
        Feedback.erased_on.is_(None),
    )
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
    return session.scalar(HOW_MANY_WAIT) or 0


def _still_right(session: Session, found: Mapping[int, TextReading]) -> list[int]:
    """Those that were read with the themes in force; the others wait for it again."""
    in_force = select(ThemeVersion.version).where(ThemeVersion.tagging == TAGGING)
    right = set(session.scalars(in_force))
    outdated = [one for one, reading in found.items() if reading.theme_version not in right]
    if outdated:
        session.execute(insert(UnreadFeedback), [{"feedback_id": one} for one in outdated])
    return [one for one in found if one not in outdated]


def _insert(session: Session, read: Sequence[tuple[Read, TextReading]]) -> None:
    known = tags.under(session, IN_FORCE)
    corrections = corrections_in_force(session, [feedback.id for feedback, _ in read])
    named = officers.find(session, [feedback.id for feedback, _ in read])
    raised: dict[int, dict[str, tags.Spans]] = {}
    rows, felt, withheld = [], [], []
    for feedback, reading in read:
        corrected = corrections.get(feedback.id)
        heard = tags.heard(reading.concerns)
        codes = list(heard) if corrected is None else known.now(corrected.themes)
        tells_of_conduct = reading.complaint or not known.conduct.isdisjoint([*heard, *codes])
        # Or it waits for what its owner added, which is not read here.
        in_thread = feedback.waits_for_triage and feedback.triaged_on is None
        names_officer = reading.names_officer or feedback.id in named
        is_sensitive = bool(names_officer or tells_of_conduct or in_thread)
        waits = is_sensitive and feedback.triaged_on is None
        if waits and not feedback.waits_for_triage:
            withheld.append(feedback.id)
        own = list(heard.items()) if corrected else None  # else the rows below say the same
        rows.append(_row(feedback, reading, own, is_sensitive))
        said = corrected.sentiment if corrected else reading.sentiment
        felt.append({"id": feedback.id, "sentiment": said, "waits_for_triage": waits})
        raised[feedback.id] = {code: heard.get(code, []) for code in codes}
    if rows:
        session.execute(insert(Reading), rows)
        session.execute(update(Feedback), felt)
    tags.insert_all(session, known, [feedback for feedback, _ in read], raised)
    if withheld:
        cards.withhold(session, withheld)


def _row(
    feedback: Read, reading: TextReading, concerns: list[Any] | None, is_sensitive: bool
) -> dict[str, object]:
    return {
        "feedback_id": feedback.id,
        "language": reading.language,
        "sentiment": reading.sentiment,
        "sentences": [[*said.span, said.sentiment] for said in reading.sentences],
        "method": reading.method,
        "version": reading.version,
        "theme_version": reading.theme_version,
        "is_sensitive": is_sensitive,
        "act": reading.act,
        "concerns": concerns,
    }
