"""Searching the words of feedback by the database's own engine: FTS5, or a GIN index.

Both take a word as it is written, without capitals; FTS5 takes accents away as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    column,
    distinct,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

from db.models import Feedback, TextCopy

INDEXED = 40_000
"""Characters of a text that are looked at, in PostgreSQL; as the index has it."""

FEW = 20_000
"""Up to so many pieces are looked up by their word; beyond, the newest are asked for it."""

_TEXT = table("feedback_text", column("rowid"), column("feedback_text"))

_LOOKED_AT = 400  # for the fewest: copies of one text among them count once


def holding(session: Session, words: Sequence[str]) -> ColumnElement[bool]:
    """That a piece holds all of ``words``, which are letters and digits alone."""
    if session.get_bind().dialect.name == "postgresql":
        return _vector().op("@@")(func.plainto_tsquery(_simple(), " ".join(words)))
    hit = _matches(words)
    if _is_rare(session, words):
        return Feedback.id.in_(select(_TEXT.c.rowid).where(hit))
    one = select(literal(1)).select_from(_TEXT).where(hit, _TEXT.c.rowid == Feedback.id)
    return one.correlate(Feedback).exists()


def pieces_with(session: Session, word: str, *, most: int) -> int:
    """In how many pieces a word stands, up to ``most``; copies of one text are one piece."""
    group = func.coalesce(TextCopy.group_id, Feedback.id)
    found = select(group.label("one")).select_from(Feedback).where(Feedback.sentiment.is_not(None))
    if session.get_bind().dialect.name == "postgresql":
        found = found.where(holding(session, [word]))
    else:  # from the index on: asking every piece for the word takes fifty times as long
        found = found.join(_TEXT, _TEXT.c.rowid == Feedback.id).where(_matches([word]))
    some = (
        found.outerjoin(TextCopy, TextCopy.feedback_id == Feedback.id)
        .limit(max(most, _LOOKED_AT))
        .subquery()
    )
    return min(most, session.scalar(select(func.count(distinct(some.c.one)))) or 0)


def tidy(session: Session, *, pages: int) -> bool:
    """Write part of the index anew without what was erased; whether there is more to do.

    FTS5 only marks what was taken out. PostgreSQL's own vacuum sees to the same.
    """
    if session.get_bind().dialect.name == "postgresql":
        return False
    before = session.scalar(text("SELECT total_changes()")) or 0
    session.execute(
        text("INSERT INTO feedback_text(feedback_text, rank) VALUES ('merge', :pages)"),
        {"pages": pages},
    )
    return bool((session.scalar(text("SELECT total_changes()")) or 0) - before >= 2)


def _is_rare(session: Session, words: Sequence[str]) -> bool:
    some = select(literal(1)).select_from(_TEXT).where(_matches(words)).limit(FEW + 1)
    return (session.scalar(select(func.count()).select_from(some.subquery())) or 0) <= FEW


def _matches(words: Sequence[str]) -> ColumnElement[bool]:
    match: ColumnElement[bool] = _TEXT.c.feedback_text.op("MATCH", is_comparison=True)(
        " AND ".join(f'"{word}"' for word in words)
    )
    return match


def _vector() -> ColumnElement[str]:
    return func.to_tsvector(_simple(), func.left(Feedback.words, literal_column(str(INDEXED))))


def _simple() -> ColumnElement[str]:
    return literal_column("'simple'::regconfig")
