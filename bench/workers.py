"""How much sooner two workers have read everything again than one, on both databases."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Barrier

from sqlalchemy import Engine

from analysis.reading import read
from analysis.themes import shipped
from bench.figures import OPERATOR, fill, postgresql, sqlite
from bench.timing import Measure
from db.session import make_engine, transaction
from jobs.read_feedback import read_all
from jobs.start import migrate
from services import readings

PIECES = 4_000


def measures() -> Iterator[Measure]:
    for kind in (sqlite, postgresql):
        with kind() as engine:
            migrate(engine)
            fill(engine, PIECES)
            alone, together = (PIECES / _seconds(engine, workers) for workers in (1, 2))
            yield Measure(
                f"{engine.dialect.name}: read again with two workers", together, "texts/s",
                "with one", alone,
            )  # fmt: skip


def _seconds(engine: Engine, workers: int) -> float:
    """From the word "go" until nothing waits; what each worker loads before is not counted."""
    with transaction(engine) as session:
        assert readings.ask_again(session, OPERATOR) == PIECES  # noqa: S101 -- or nothing is measured
    start = multiprocessing.get_context("spawn")
    ready = start.Barrier(workers + 1)
    url = engine.url.render_as_string(hide_password=False)
    each = [start.Process(target=_work, args=(url, ready)) for _ in range(workers)]
    for one in each:
        one.start()
    ready.wait()
    begin = time.perf_counter()
    for one in each:
        one.join()
    return time.perf_counter() - begin


def _work(url: str, ready: Barrier) -> None:
    engine = make_engine(url)
    read("Loaded once.", themes=shipped())
    ready.wait()
    read_all(engine)
