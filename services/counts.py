"""The counts behind every figure, kept in step with the readings by whoever changes one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Integer, case, cast, delete, extract, func, insert, select, text, update
from sqlalchemy.orm import Session

from core.vocabulary import Sentiment
from db.models import NONE, ConcernCount, Feedback, FeedbackConcern, Reading, SentimentCount
from db.queries.upserts import insert_into

NOT_READ = Sentiment.NOT_READ
_LOCK = 0x436F_6D48  # PostgreSQL's advisory lock for the counts, next to the one of db/schema.py


@dataclass(frozen=True)
class Cell:
    """Where one feedback is counted; ``NONE`` stands for what is not known."""

    source_id: int
    month: int
    district_id: int
    question_version_id: int


def change(
    session: Session,
    sentiments: Mapping[tuple[Cell, Sentiment], int],
    concerns: Mapping[tuple[Cell, int], int],
) -> None:
    """Add to (or, below zero, take from) the counts, in the transaction that changes readings."""
    alone(session)
    _apply(session, SentimentCount, "sentiment", sentiments)
    _apply(session, ConcernCount, "theme_id", concerns)


def recount(session: Session) -> None:
    """Count everything again from the readings, as after a change of districts.

    A share of concerns is one of what could be read: words of ours in a text that could not be
    are marked in it, and counted nowhere.
    """
    alone(session)
    month = case(
        (Feedback.received_on.is_(None), NONE),
        else_=cast(extract("year", Feedback.received_on), Integer) * 100
        + cast(extract("month", Feedback.received_on), Integer),
    )
    cell = (
        Feedback.source_id.label("source_id"),
        month.label("month"),
        func.coalesce(Feedback.district_id, NONE).label("district_id"),
        func.coalesce(Feedback.question_version_id, NONE).label("question_version_id"),
    )
    read = select(Feedback).join(Reading, Reading.feedback_id == Feedback.id)
    tagged = read.join(FeedbackConcern, FeedbackConcern.feedback_id == Feedback.id)
    for table, column, rows in (
        (SentimentCount, Reading.sentiment, read),
        (ConcernCount, FeedbackConcern.theme_id, tagged.where(Reading.sentiment != NOT_READ)),
    ):
        counted = rows.with_only_columns(
            *cell, column, func.count(), maintain_column_froms=True
        ).group_by("source_id", "month", "district_id", "question_version_id", column)
        session.execute(delete(table))
        names = [*(label.key for label in cell), column.key, "n"]
        session.execute(insert(table).from_select(names, counted))


def alone(session: Session) -> None:
    """Wait for whoever else is changing counts, or the facts they are made of.

    Workers change the same few rows in batches; taking turns costs less than a deadlock. SQLite's
    writers are alone already.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _apply(
    session: Session,
    table: type[SentimentCount] | type[ConcernCount],
    column: str,
    changes: Mapping[tuple[Cell, Sentiment], int] | Mapping[tuple[Cell, int], int],
) -> None:
    more, fewer = Counter[tuple[Cell, object]](), Counter[tuple[Cell, object]]()
    for key, by in changes.items():
        (more if by > 0 else fewer)[key] = by
    if more:
        rows = [{**vars(cell), column: value, "n": by} for (cell, value), by in more.items()]
        fresh = insert_into(session, table)
        keys = [*Cell.__dataclass_fields__, column]
        session.execute(
            fresh.on_conflict_do_update(
                index_elements=keys, set_={"n": table.n + fresh.excluded.n}
            ),
            rows,
        )
    # Not one upsert for both: the table's CHECK would refuse "-1" before it met its row.
    for (cell, value), by in fewer.items():
        where = {**vars(cell), column: value}
        session.execute(
            update(table)
            .where(*(getattr(table, name) == wanted for name, wanted in where.items()))
            .values(n=table.n + by)
        )
