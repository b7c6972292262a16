"""Feedback: taking in what residents say, each once, and showing them that we have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis import danger
from analysis.language import detect
from core import clock, i18n, receipts, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.vocabulary import Permission, Rating, SourceKind
from core.voice import ComplaintChoice
from db.base import random_id
from db.models import (
    District,
    Feedback,
    Question,
    QuestionVersion,
    Source,
    UnreadFeedback,
)
from db.queries.upserts import insert_into
from services import contact_cards, modes, retention, urgent
from services.access import require
from services.modes import UNKNOWN, Identity
from services.sources import FORM_SOURCE

ROOM_SOURCE = "Said in meetings, typed in by staff"
CARD_SOURCE = "After a contact, by card"
"""Who speaks in a room, or was handed a card, is not who comes by themselves: never pooled."""


class RatingError(CommonGroundError):
    message = "A rating goes from 1 to 5. Choose again, or leave it out."


class DistrictGoneError(CommonGroundError):
    message = "That district is not on our list any more. Choose again; your words are still here."


class QuestionRetiredError(CommonGroundError):
    message = "We stopped asking that question. Load the page again, and keep a copy of your words."


class SentAlreadyError(CommonGroundError):
    message = (
        "This form was sent already, with other words. What you sent first is safe. "
        "To say more, load the page again."
    )


class ReceiptUnknownError(CommonGroundError):
    message = "We have nothing under these words. Check each one and try again."


@dataclass(frozen=True)
class Form:
    """What a resident fills in. ``nonce`` is the form's own, drawn when it was shown.

    ``language`` is that of the page: what the words are in is another matter. ``complaint``:
    what the person said when they were offered the formal way. ``card``: what opening a contact
    card answered.
    """

    nonce: bytes
    words: str
    question_version_id: int
    district_id: int | None = None
    ratings: Mapping[Rating, int] = field(default_factory=dict)
    language: str = i18n.DEFAULT_LANGUAGE
    identity: Identity = UNKNOWN
    complaint: ComplaintChoice | None = None
    card: str = ""


def submit(
    session: Session, actor: Actor, *, form: Form, keys: Keys, today: date, now: datetime
) -> str:
    """Store the form once and answer its receipt.

    A form sent twice, by a double click or a lost connection, stores nothing more and answers the
    same six words. Only words of danger keep ``now``: somebody must know how old they are.
    """
    require(actor, Permission.GIVE_FEEDBACK)
    words = texts.clean(form.words, limit=texts.FORM_LIMIT)
    email, name = modes.checked(form.identity)
    dangers = [sign.kind for sign in danger.find(words)]
    _check(session, form)
    receipt = receipts.words_for(form.nonce, keys)
    row = _row(session, form, words, today) | {
        "receipt_hash": receipts.stored_hash(receipt, keys),
        "dangers": dangers or None,
        "urgent_at": clock.hour_of(now) if dangers else None,
    }
    stored = _store_once(session, row)
    if stored is None:
        return receipt
    if dangers:
        urgent.tell(session, session.get_one(Feedback, stored), now=now)
    if form.card:  # refused, it takes what was just stored with it
        contact_cards.use(session, actor, proof=form.card, keys=keys, now=now, today=today)
    modes.keep(
        session, stored, form.identity.mode, email=email, name=name, keys=keys,
        language=form.language, until=row["keep_until"],
    )  # fmt: skip
    return receipt


def _row(session: Session, form: Form, words: str, today: date) -> dict[str, Any]:
    return {
        "id": random_id(),
        "source_id": _source(session, CARD_SOURCE if form.card else FORM_SOURCE),
        "question_version_id": form.question_version_id,
        "words": words,
        "language_said": _language_of(words, form.language),
        "district_id": form.district_id,
        "received_on": today,
        "mode": form.identity.mode,
        "retention": retention.FEEDBACK,
        "keep_until": retention.keep_until(session, retention.FEEDBACK, today),
        "complaint": form.complaint,
        **{f"rating_{scale}": value for scale, value in form.ratings.items()},
    }


def _store_once(session: Session, row: dict[str, Any]) -> int | None:
    """The id of what is stored now; ``None`` where the same form was stored before."""
    stored: int | None = session.scalar(
        insert_into(session, Feedback)
        .values(row)
        .on_conflict_do_nothing(index_elements=["receipt_hash"])
        .returning(Feedback.id)
    )
    if stored is not None:
        session.add(UnreadFeedback(feedback_id=stored))
        session.flush()
        return stored
    first = select(Feedback.words).where(Feedback.receipt_hash == row["receipt_hash"])
    if row["words"] != session.scalar(first):
        raise SentAlreadyError
    return None


def type_in(
    session: Session, actor: Actor, *, nonce: str, words: str, district_id: int | None,
    today: date,
) -> None:  # fmt: skip
    """Keep what somebody said in a meeting, typed in by staff; a source of its own says so.

    A form sent twice is one piece.
    """
    require(actor, Permission.PLAN_EVENTS)
    said = texts.clean(words, limit=texts.FORM_LIMIT)
    if district_id is not None and session.get(District, district_id) is None:
        raise DistrictGoneError
    keep_once(
        session, source=ROOM_SOURCE, words=said, district_id=district_id, today=today,
        key=f"room:{nonce}",
    )  # fmt: skip


def keep_once(
    session: Session, *, source: str, words: str, key: str, district_id: int | None, today: date,
    question_version_id: int | None = None,
) -> None:  # fmt: skip
    """Keep words that came without a receipt, once for each ``key`` of a ``source``."""
    stored = session.scalar(
        insert_into(session, Feedback)
        .values(
            id=random_id(), source_id=_source(session, source), words=words,
            district_id=district_id, received_on=today, import_key=key,
            question_version_id=question_version_id,
            retention=retention.FEEDBACK,
            keep_until=retention.keep_until(session, retention.FEEDBACK, today),
        )
        .on_conflict_do_nothing(index_elements=["source_id", "import_key"])
        .returning(Feedback.id)
    )  # fmt: skip
    if stored is not None:
        session.add(UnreadFeedback(feedback_id=stored))
        session.flush()


def _source(session: Session, name: str) -> int:
    wanted = select(Source.id).where(Source.name == name)
    if (known := session.scalar(wanted)) is not None:
        return known
    session.execute(
        insert_into(session, Source)
        .values(name=name, kind=SourceKind.FORM)
        .on_conflict_do_nothing(index_elements=["name"])
    )
    return session.scalars(wanted).one()


def _language_of(words: str, page: str) -> str | None:
    """The language of the page, where it is a translated one and the words are not plainly in
    another: a few words of Spanish are hard to tell, but people write English there too."""
    if page == i18n.DEFAULT_LANGUAGE or detect(words) not in (None, page):
        return None
    return page


def _check(session: Session, form: Form) -> None:
    if any(not 1 <= value <= 5 for value in form.ratings.values()):
        raise RatingError
    # An older wording is fine: the person answered what stood on their screen.
    question = session.scalar(
        select(Question)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .where(QuestionVersion.id == form.question_version_id)
    )
    if question is None or question.retired_at is not None:
        raise QuestionRetiredError
    if form.district_id is not None and session.get(District, form.district_id) is None:
        raise DistrictGoneError
