"""What staff taught: pieces whose feeling a person set, or looked at and left as it was read."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actor import Actor
from core.vocabulary import Permission, Sentiment
from db.models import Correction, Feedback, QuestionVersion, Reading
from services.access import require

FELT = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
MOST = 4_000  # of each kind, the newest: more teach little and take minutes to read
ONE_IN = 5
"""One piece in so many is never learnt from: it is what a new reading is measured on."""


@dataclass(frozen=True)
class Taught:
    """``sentiment`` is as a person has it. ``is_held_out`` never changes for a piece."""

    words: str
    question: str | None
    sentiment: Sentiment
    is_correction: bool
    is_held_out: bool


def taught(session: Session, actor: Actor) -> tuple[Taught, ...]:
    """English pieces that are still kept and that a person judged, corrected ones first.

    Corrections alone would teach that the program is always wrong, so what a person looked at and
    left as it was counts too.
    """
    require(actor, Permission.DO_WORK)
    latest = select(func.max(Correction.id)).group_by(Correction.feedback_id)
    corrected = (
        select(Feedback.id, Feedback.words, QuestionVersion.wording, Correction.sentiment)
        .join(Correction, Correction.feedback_id == Feedback.id)
        .where(Correction.id.in_(latest), Correction.sentiment.in_(FELT))
        .order_by(Correction.id.desc())
    )
    left = (
        select(Feedback.id, Feedback.words, QuestionVersion.wording, Feedback.sentiment)
        .where(Feedback.looked_at_by.is_not(None), Feedback.sentiment.in_(FELT))
        .where(Feedback.id.not_in(select(Correction.feedback_id)))
        .order_by(Feedback.looked_at_on.desc(), Feedback.id)
    )
    found = []
    for wanted, is_correction in ((corrected, True), (left, False)):
        kept = (
            wanted.join(Reading, Reading.feedback_id == Feedback.id)
            .outerjoin(QuestionVersion, QuestionVersion.id == Feedback.question_version_id)
            .where(Reading.language == "en")
            .where(Feedback.withdrawn_on.is_(None), Feedback.erased_on.is_(None))
            .limit(MOST)
        )
        found += [
            Taught(words, question, sentiment, is_correction, _is_held_out(piece))
            for piece, words, question, sentiment in session.execute(kept)
            if sentiment is not None
        ]
    return tuple(found)


def _is_held_out(feedback_id: int) -> bool:
    return int.from_bytes(sha256(str(feedback_id).encode()).digest()[:4]) % ONE_IN == 0
