"""The counts behind every figure, kept in step with what they count by whoever changes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    bindparam,
    case,
    cast,
    delete,
    extract,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from analysis.trained import LANGUAGES
from core import periods
from core.actor import Actor
from core.vocabulary import Grain, Permission, Sentiment
from db.models import (
    ALL,
    NONE,
    ConcernCount,
    Feedback,
    FeedbackConcern,
    FiguresVersion,
    Reading,
    SentimentCount,
)
from db.queries.upserts import insert_into
from services.access import require

KEYS = ("source_id", "district_id", "question_version_id", "period")
_LOCK = 0x436F_6D48  # PostgreSQL's advisory lock for the counts, next to the one of db/schema.py


class Cell(NamedTuple):
    """Where feedback is counted, by ``KEYS``."""

    source_id: int
    district_id: int
    question_version_id: int
    period: int


Tally = Counter[tuple[Cell, tuple[Any, ...]]]
WHAT: dict[type[SentimentCount] | type[ConcernCount], tuple[str, ...]] = {
    SentimentCount: ("sentiment", "is_indicative"), ConcernCount: ("tagging", "theme_id"),
}  # fmt: skip
"""What a table counts in each cell, by the columns that say so."""

IS_INDICATIVE = (Feedback.sentiment != Sentiment.NOT_READ) & func.coalesce(
    Reading.language.not_in(LANGUAGES), False
)
"""Whether a piece is known to be in another language, and was read (or corrected by staff)."""


def version(session: Session, actor: Actor) -> int:
    """A number that goes up whenever districts or themes, which stand beside figures, change."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    return session.scalar(select(FiguresVersion.version)) or 0


@contextmanager
def in_step(session: Session, feedback_ids: Sequence[int]) -> Iterator[None]:
    """Whatever is changed meanwhile about these pieces, the counts change with it."""
    alone(session)  # before the cells are looked up: a district may be placed meanwhile
    session.flush()
    before = _tallies(session, feedback_ids)
    yield
    session.flush()
    after = _tallies(session, feedback_ids)
    felt, raised = (_minus(new, old) for new, old in zip(after, before, strict=True))
    _apply(session, SentimentCount, felt)
    _apply(session, ConcernCount, raised)


def names_changed(session: Session) -> None:
    """What was drawn with the names and boundaries until now is drawn anew."""
    alone(session)
    session.execute(update(FiguresVersion).values(version=FiguresVersion.version + 1))


def recount_if_asked(session: Session) -> None:
    """Count anew where a migration has emptied the counts."""
    alone(session)
    if session.scalar(select(FiguresVersion.version)) == 0:
        recount(session)


def recount(session: Session) -> None:
    """Count everything again from the feedback, as after a change of districts.

    A share of concerns is one of what could be read: words of ours in a text that could not be
    are marked in it, and counted nowhere.
    """
    alone(session)
    every = select(Feedback).where(Feedback.sentiment.is_not(None))
    read = every.outerjoin(Reading)
    tagged = every.join(FeedbackConcern).where(Feedback.sentiment != Sentiment.NOT_READ)
    for table, what, rows in (
        (SentimentCount, (Feedback.sentiment, IS_INDICATIVE), read),
        (ConcernCount, (FeedbackConcern.tagging, FeedbackConcern.theme_id), tagged),
    ):
        session.execute(delete(table))
        names = [*KEYS, *WHAT[table], "n"]
        keys = ", ".join(str(1 + place) for place in range(len(KEYS) + len(what)))
        for period in (_month(), _week(session)):
            cell = (
                Feedback.source_id.label(KEYS[0]),
                func.coalesce(Feedback.district_id, NONE).label(KEYS[1]),
                func.coalesce(Feedback.question_version_id, NONE).label(KEYS[2]),
                period.label(KEYS[3]),
            )
            dated = Feedback.received_on.is_not(None)
            wanted = rows if period.key == "month" else rows.where(dated)
            counted = wanted.with_only_columns(
                *cell, *what, func.count(), maintain_column_froms=True
            ).group_by(text(keys))
            session.execute(insert(table).from_select(names, counted))
        for together in ("district_id", "question_version_id"):
            _add_up(session, table, together)
    names_changed(session)


def alone(session: Session) -> None:
    """Wait for whoever else is changing counts, or the facts they are made of.

    Workers change the same few rows in batches; taking turns costs less than a deadlock. SQLite's
    writers are alone already.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _tallies(session: Session, ids: Sequence[int]) -> tuple[Tally, Tally]:
    """How often each cell counts these pieces, by sentiment and by theme."""
    place = (
        Feedback.source_id, Feedback.district_id, Feedback.question_version_id,
        Feedback.received_on,
    )  # fmt: skip
    read = (
        select(*place, Feedback.sentiment, IS_INDICATIVE)
        .select_from(Feedback)
        .outerjoin(Reading)
        .where(Feedback.id.in_(ids), Feedback.sentiment.is_not(None))
    )
    tagged = (
        select(*place, FeedbackConcern.tagging, FeedbackConcern.theme_id)
        .join(FeedbackConcern, FeedbackConcern.feedback_id == Feedback.id)
        .where(Feedback.id.in_(ids), Feedback.sentiment != Sentiment.NOT_READ)
    )
    tallies: list[Tally] = []
    for rows in (read, tagged):
        tally: Tally = Counter()
        for row, n in Counter(map(tuple, session.execute(rows))).items():
            for cell in _cells(*row[: len(place)]):
                tally[cell, row[len(place) :]] += n
        tallies.append(tally)
    return tallies[0], tallies[1]


def _cells(
    source_id: int, district_id: int | None, question_id: int | None, day: date | None
) -> Iterator[Cell]:
    """Every cell that counts a piece of this day and place."""
    when = {periods.of(day, Grain.MONTH), periods.of(day, Grain.WEEK)}
    places, questions = (district_id or NONE, ALL), (question_id or NONE, ALL)
    for place, question, period in product(places, questions, when):
        yield Cell(source_id, place, question, period)


def _minus(new: Tally, old: Tally) -> dict[tuple[Cell, tuple[Any, ...]], int]:
    """What was added (or, below zero, taken) between two tallies."""
    changed = {key: new[key] - old[key] for key in new | old}
    return {key: by for key, by in changed.items() if by}


def _apply(
    session: Session,
    table: type[SentimentCount] | type[ConcernCount],
    changes: dict[tuple[Cell, tuple[Any, ...]], int],
) -> None:
    rows = [
        {**cell._asdict(), **dict(zip(WHAT[table], what, strict=True)), "n": by}
        for (cell, what), by in changes.items()
    ]
    more = [row for row in rows if row["n"] > 0]
    # Not one upsert for both: the table's CHECK would refuse "-1" before it met its row.
    fewer = [{f"the_{name}": value for name, value in row.items()} for row in rows if row["n"] < 0]
    keys = [*KEYS, *WHAT[table]]
    if more:
        fresh = insert_into(session, table)
        session.execute(
            fresh.on_conflict_do_update(
                index_elements=keys, set_={"n": table.n + fresh.excluded.n}
            ),
            more,
        )
    if fewer:
        core = table.__table__
        where = (core.c[key] == bindparam(f"the_{key}") for key in keys)
        session.connection().execute(
            update(table).where(*where).values(n=table.n + bindparam("the_n")), fewer
        )


def _add_up(
    session: Session, table: type[SentimentCount] | type[ConcernCount], together: str
) -> None:
    """Add the rows that take all districts, or all questions, together."""
    names = [*KEYS, *WHAT[table]]
    sums = [
        literal(ALL).label(name) if name == together else getattr(table, name) for name in names
    ]
    kept = [getattr(table, name) for name in names if name != together]
    added = select(*sums, func.sum(table.n)).group_by(*kept)
    session.execute(insert(table).from_select([*names, "n"], added))


def _month() -> ColumnElement[int]:
    number = cast(extract("year", Feedback.received_on), Integer) * 100 + cast(
        extract("month", Feedback.received_on), Integer
    )
    return case((Feedback.received_on.is_(None), NONE), else_=number).label("month")


def _week(session: Session) -> ColumnElement[int]:
    """As ``core.periods`` numbers a week, in either database's words."""
    day = Feedback.received_on
    if session.get_bind().dialect.name == "postgresql":
        monday = func.to_char(func.date_trunc("week", day), "YYYYMMDD")
    else:
        monday = func.strftime("%Y%m%d", day, "weekday 0", "-6 days")  # the Sunday's Monday
    return cast(monday, BigInteger).label("week")
