"""What staff taught: pieces whose feeling a person set, or looked at and left as it was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actor import Actor
from core.vocabulary import Permission, Sentiment
from db.models import Correction, Feedback, FeedbackConcern, QuestionVersion, Reading, Theme
from db.queries.themes import TAGGING
from services.access import require

MOST = 4_000  # of each kind, the newest: more teach little and take minutes to read
ONE_IN = 5
"""One piece in so many is never learnt from: it is what a new reading is measured on."""


@dataclass(frozen=True)
class Taught:
    """``sentiment`` and ``concerns`` (codes) are as a person has them. ``is_held_out`` never
    changes for a piece."""

    words: str
    question: str | None
    sentiment: Sentiment
    concerns: frozenset[str]
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
        .where(Correction.id.in_(latest), Correction.sentiment != Sentiment.NOT_READ)
        .order_by(Correction.id.desc())
    )
    left = (
        select(Feedback.id, Feedback.words, QuestionVersion.wording, Feedback.sentiment)
        .where(Feedback.looked_at_by.is_not(None), Feedback.sentiment != Sentiment.NOT_READ)
        .where(Feedback.id.not_in(select(Correction.feedback_id)))
        .order_by(Feedback.looked_at_on.desc(), Feedback.id)
    )
    found: list[Taught] = []
    for wanted, is_correction in ((corrected, True), (left, False)):
        kept = (
            wanted.join(Reading, Reading.feedback_id == Feedback.id)
            .outerjoin(QuestionVersion, QuestionVersion.id == Feedback.question_version_id)
            .where(Reading.language == "en")
            .where(Feedback.withdrawn_on.is_(None), Feedback.erased_on.is_(None))
            .limit(MOST)
        )
        rows = session.execute(kept).all()
        raised = _raised(session, [row[0] for row in rows])
        found += [
            Taught(words, question, said, raised[piece], is_correction, _is_held_out(piece))
            for piece, words, question, said in rows
            if said is not None
        ]
    return tuple(found)


def _raised(session: Session, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The codes of the themes that each of these pieces carries now."""
    rows = session.execute(
        select(FeedbackConcern.feedback_id, Theme.code)
        .join(Theme, Theme.id == FeedbackConcern.theme_id)
        .where(FeedbackConcern.feedback_id.in_(ids), FeedbackConcern.tagging == TAGGING)
    )
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    for piece, code in rows:
        found[piece] |= {code}
    return found


def _is_held_out(feedback_id: int) -> bool:
    return int.from_bytes(sha256(str(feedback_id).encode()).digest()[:4]) % ONE_IN == 0
