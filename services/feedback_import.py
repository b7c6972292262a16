"""Feedback that a department has already: stored in batches, each row once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from core import clock
from core.actor import Actor
from core.errors import CommonGroundError
from core.places import district_key
from core.vocabulary import Permission, SourceKind
from db.base import random_id
from db.models import Feedback, Source, UnreadFeedback
from db.models.feedback import IMPORTED
from db.queries.upserts import insert_into
from services import questions, retention
from services.access import require


class SourceIsTheFormError(CommonGroundError):
    message = (
        "{name} is where our own form's feedback is kept. "
        "Give the file a source name of its own: sources are never mixed in one figure."
    )


@dataclass(frozen=True)
class FeedbackRecord:
    """One row of a file, checked and cleaned; ``import_key`` is the same when it comes again."""

    words: str
    import_key: str
    received_on: date | None = None
    district: str | None = None
    category: str | None = None
    language: str | None = None
    question: str | None = None


@dataclass(frozen=True)
class Stored:
    """What became of a batch. The rest of it was known already."""

    stored: int
    in_no_known_district: int


def source(session: Session, actor: Actor, *, name: str) -> int:
    """The id of the source called ``name``, which is made where there is none."""
    require(actor, Permission.BRING_IN_RECORDS)
    session.execute(
        insert_into(session, Source)
        .values(name=name, kind=SourceKind.IMPORT)
        .on_conflict_do_nothing(index_elements=["name"])
    )
    row = session.scalars(select(Source).where(Source.name == name)).one()
    if row.kind is not SourceKind.IMPORT:
        raise SourceIsTheFormError(name=name)
    return row.id


def known(
    session: Session, actor: Actor, *, source: str, import_keys: Sequence[str]
) -> frozenset[str]:
    """Which of ``import_keys`` the source called ``source`` has already."""
    require(actor, Permission.BRING_IN_RECORDS)
    return frozenset(
        key
        for key in session.scalars(
            select(Feedback.import_key)
            .join(Source, Source.id == Feedback.source_id)
            .where(Source.name == source, Feedback.import_key.in_(import_keys))
        )
        if key is not None
    )


def question_version(session: Session, actor: Actor, *, wording: str, today: date) -> int:
    """The id of the version that asks ``wording``; a question off the form where there is none."""
    require(actor, Permission.BRING_IN_RECORDS)
    return questions.off_the_form(session, wording, today)


def store(
    session: Session, actor: Actor, *, records: Sequence[FeedbackRecord], source_id: int,
    districts: Mapping[str, int], questions: Mapping[str, int], triaged_on: date | None = None,
) -> Stored:  # fmt: skip
    """Store a batch and ask for its reading. ``districts`` is by ``core.places.district_key``."""
    require(actor, Permission.BRING_IN_RECORDS)
    until = retention.keep_until(session, IMPORTED, clock.now().date())
    rows = [
        {
            "id": random_id(),
            "source_id": source_id,
            "words": record.words,
            "import_key": record.import_key,
            "received_on": record.received_on,
            "district_said": record.district,
            "district_id": districts.get(district_key(record.district or "")),
            "category_said": record.category,
            "language_said": record.language,
            "question_version_id": questions.get(record.question or ""),
            "triaged_on": triaged_on,
            "looked_at_on": triaged_on,
            "keep_until": until,
        }
        for record in records
    ]
    if not rows:
        return Stored(0, 0)
    fresh = session.execute(
        insert_into(session, Feedback)
        .on_conflict_do_nothing(index_elements=["source_id", "import_key"])
        .returning(Feedback.id, Feedback.district_id),
        rows,
    ).all()
    if fresh:
        session.execute(insert(UnreadFeedback), [{"feedback_id": row.id} for row in fresh])
    return Stored(len(fresh), sum(row.district_id is None for row in fresh))
