"""What a source's pieces say, for comparing many of them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from core.vocabulary import Sentiment
from db.models import Feedback, FeedbackConcern, Reading, TextCopy
from db.queries.themes import TAGGING


class Said(NamedTuple):
    """One text; ``is_themed``: a theme of those in force was heard in it.

    ``is_sensitive``: it names an officer or tells of conduct, whether it was triaged or not.
    """

    id: int
    day: date | None
    district_id: int | None
    is_themed: bool
    is_sensitive: bool
    words: str


def said_in(session: Session, source_id: int, first: date, last: date, most: int) -> list[Said]:
    """Up to ``most`` pieces of these days, both included, chosen at random where there are more.

    Of copies of one text there is one.
    """
    themed = exists().where(
        FeedbackConcern.feedback_id == Feedback.id, FeedbackConcern.tagging == TAGGING
    )
    first_copy = (
        select(func.min(TextCopy.feedback_id))
        .where(TextCopy.source_id == source_id, TextCopy.received_on.between(first, last))
        .group_by(TextCopy.group_id)
    )
    is_copy = exists().where(TextCopy.feedback_id == Feedback.id)
    rows = session.execute(
        select(
            Feedback.id,
            Feedback.received_on,
            Feedback.district_id,
            themed,
            or_(Reading.is_sensitive, Feedback.waits_for_triage),
            Feedback.words,
        )
        .join(Reading, Reading.feedback_id == Feedback.id)
        .where(
            Feedback.source_id == source_id,
            Feedback.received_on.between(first, last),
            Feedback.sentiment != Sentiment.NOT_READ,
            ~is_copy | Feedback.id.in_(first_copy),
        )
        .order_by(Feedback.id)  # ids are random
        .limit(most)
    )
    return [Said(*row) for row in rows]
