"""The newest pieces of all sources together, to try something on. No figure is made of them."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Feedback, Reading, Source


class Recent(NamedTuple):
    """One text, in the language (ISO 639-1) it was read in."""

    words: str
    language: str | None


def recent(session: Session, most: int) -> list[Recent]:
    """The ``most`` newest that were read; those without a day come last."""
    ids: list[tuple[object, int]] = []
    for source_id in session.scalars(select(Source.id)).all():
        # Source by source, and with IS NOT NULL in the index's own terms, nothing is sorted.
        mine = select(Feedback.received_on, Feedback.id).where(
            Feedback.source_id == source_id, func.length(Feedback.sentiment) > 0
        )
        newest = mine.order_by(Feedback.received_on.desc(), Feedback.id.desc()).limit(most)
        for dated in (Feedback.received_on.is_not(None), Feedback.received_on.is_(None)):
            ids += [(str(day or ""), one) for day, one in session.execute(newest.where(dated))]
    wanted = [one for _day, one in sorted(ids, reverse=True)[:most]]
    rows = session.execute(
        select(Feedback.words, Reading.language)
        .join(Reading, Reading.feedback_id == Feedback.id)
        .where(Feedback.id.in_(wanted))
    )
    return [Recent(*row) for row in rows]
