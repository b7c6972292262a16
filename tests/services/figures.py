"""Rows to take figures from, and the statements that taking them costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Engine, event

from core.vocabulary import Sentiment
from db.session import transaction
from services import districts
from tests.factories import OPERATOR, make_district, make_feedback, make_reading

N, P, U, X = Sentiment.NEGATIVE, Sentiment.POSITIVE, Sentiment.UNCERTAIN, Sentiment.NOT_READ

# day, district, sentiment, concerns
LETTERS = (
    (date(2026, 3, 2), "1", N, ("TRF", "NOI")),
    (date(2026, 3, 1), "1", N, ("TRF",)),
    (date(2026, 3, 1), "2", P, ()),
    (date(2026, 3, 1), None, U, ("TRF",)),
    (date(2026, 3, 1), "1", X, ("LIT",)),
    (date(2026, 2, 28), "1", N, ("LIT",)),
    (date(2026, 2, 1), "2", P, ("THX",)),
    (date(2026, 1, 31), "2", N, ("NOI",)),
    (None, None, N, ("TRF",)),
    (None, "1", P, ()),
)
STATEMENTS = ((date(2026, 3, 1), "1", P, ("TRF",)), (date(2026, 2, 5), None, P, ("LIT",)))


def fill(engine: Engine) -> tuple[dict[str, int], dict[str, int]]:
    """Both sources, read; answers ids by a source's name and by a district's code."""
    with transaction(engine) as session:
        for code in ("1", "2", "3"):
            make_district(session, code)
        sources = {}
        for name, rows in (("Letters", LETTERS), ("Statements", STATEMENTS)):
            for day, district, sentiment, codes in rows:
                sources[name] = make_feedback(
                    session, source=name, on=day, district=district,
                    reading=make_reading(sentiment, *codes),
                )  # fmt: skip
        return sources, districts.codes(session, OPERATOR)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The statements sent meanwhile, without those that begin a transaction."""
    sent: list[str] = []

    def listen(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("PRAGMA", "BEGIN")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", listen)
