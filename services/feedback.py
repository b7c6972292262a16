"""Feedback: taking in what residents say, each once, and showing them that we have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.language import detect
from core import i18n, receipts, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.vocabulary import Permission, Rating, SourceKind
from db.base import random_id
from db.models import (
    District,
    Feedback,
    Question,
    QuestionVersion,
    Reading,
    Source,
    UnreadFeedback,
)
from db.queries.upserts import insert_into
from services.access import require
from services.installation import FORM_SOURCE

ROOM_SOURCE = "Said in meetings, typed in by staff"
"""Who speaks in a room is not who fills in a form: figures never pool the two."""


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

    ``language`` is that of the page: what the words are in is another matter.
    """

    nonce: bytes
    words: str
    question_version_id: int
    district_id: int | None = None
    ratings: Mapping[Rating, int] = field(default_factory=dict)
    language: str = i18n.DEFAULT_LANGUAGE


@dataclass(frozen=True)
class Sent:
    """What a receipt brings back: what we hold, and whether it was read."""

    id: int
    words: str
    received_on: date | None
    question: str
    district: str | None
    is_read: bool


def submit(session: Session, actor: Actor, *, form: Form, keys: Keys, today: date) -> str:
    """Store the form once and answer its receipt.

    A form sent twice, by a double click or a lost connection, stores nothing more and answers the
    same six words.
    """
    require(actor, Permission.GIVE_FEEDBACK)
    words = texts.clean(form.words, limit=texts.FORM_LIMIT)
    if any(not 1 <= value <= 5 for value in form.ratings.values()):
        raise RatingError
    _check_still_asked(session, form)
    receipt = receipts.words_for(form.nonce, keys)
    receipt_hash = receipts.stored_hash(receipt, keys)
    row = {
        "id": random_id(),
        "source_id": session.scalar(select(Source.id).where(Source.name == FORM_SOURCE)),
        "question_version_id": form.question_version_id,
        "words": words,
        "language_said": _language_of(words, form.language),
        "district_id": form.district_id,
        "received_on": today,
        "receipt_hash": receipt_hash,
        **{f"rating_{scale}": value for scale, value in form.ratings.items()},
    }
    stored = session.scalar(
        insert_into(session, Feedback)
        .values(row)
        .on_conflict_do_nothing(index_elements=["receipt_hash"])
        .returning(Feedback.id)
    )
    if stored is not None:
        session.add(UnreadFeedback(feedback_id=stored))
        session.flush()
    elif words != session.scalar(
        select(Feedback.words).where(Feedback.receipt_hash == receipt_hash)
    ):
        raise SentAlreadyError
    return receipt


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
    session.execute(
        insert_into(session, Source)
        .values(name=ROOM_SOURCE, kind=SourceKind.FORM)
        .on_conflict_do_nothing(index_elements=["name"])
    )
    source = session.scalar(select(Source.id).where(Source.name == ROOM_SOURCE))
    stored = session.scalar(
        insert_into(session, Feedback)
        .values(
            id=random_id(), source_id=source, words=said, district_id=district_id,
            received_on=today, import_key=f"room:{nonce}",
        )
        .on_conflict_do_nothing(index_elements=["source_id", "import_key"])
        .returning(Feedback.id)
    )  # fmt: skip
    if stored is not None:
        session.add(UnreadFeedback(feedback_id=stored))
        session.flush()


def by_receipt(session: Session, actor: Actor, *, receipt: str, keys: Keys) -> Sent:
    """What was sent under these six words."""
    require(actor, Permission.GIVE_FEEDBACK)
    row = session.execute(
        select(
            Feedback.id,
            Feedback.words,
            Feedback.received_on,
            QuestionVersion.wording,
            District.name,
            Reading.feedback_id,
        )
        .join(QuestionVersion, QuestionVersion.id == Feedback.question_version_id)
        .outerjoin(District, District.id == Feedback.district_id)
        .outerjoin(Reading, Reading.feedback_id == Feedback.id)
        .where(Feedback.receipt_hash == receipts.stored_hash(receipt, keys))
    ).one_or_none()
    if row is None:
        raise ReceiptUnknownError
    feedback_id, words, received_on, question, district, read = row
    return Sent(feedback_id, words, received_on, question, district, is_read=read is not None)


def _language_of(words: str, page: str) -> str | None:
    """The language of the page, where it is a translated one and the words are not plainly in
    another: a few words of Spanish are hard to tell, but people write English there too."""
    if page == i18n.DEFAULT_LANGUAGE or detect(words) not in (None, page):
        return None
    return page


def _check_still_asked(session: Session, form: Form) -> None:
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
