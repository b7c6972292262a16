"""How long people wait where many are at work at once, on one process: half residents, half staff.

``bench.crowd`` says what they do. The crowd runs in this process and the application in its own,
each with a core where there are two; so on two cores a worker that reads takes from both.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.crowd import FILTER, SEND, Seen, crowd
from bench.serving import prepare, served
from bench.timing import Measure
from core.actor import Actor
from db.session import make_engine, reading
from services import readings

FEW, USUAL, MANY = 50, 200, 500
QUEUED = 100_000  # more than a worker reads meanwhile
THAWED = "bench/thawed.py"
BY_ITSELF = "nothing frozen, garbage collected after each run, as Streamlit does by itself"
OPERATOR = Actor.operator()


@dataclass(frozen=True)
class Run:
    """One crowd, and what the application took: megabytes before and after, seconds of work."""

    seen: Seen
    empty: float
    full: float
    worked: float
    waiting: int


def measures() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as name:
        prepared, queued = Path(name) / "prepared", Path(name) / "queued"
        prepare(prepared)
        prepare(queued, queued=QUEUED)
        few = _run(prepared, FEW)
        yield from _waits(f"{FEW} sessions", few)
        usual, thawed = _run(prepared, USUAL), _run(prepared, USUAL, launcher=THAWED)
        yield from _waits(f"{USUAL} sessions", usual, BY_ITSELF, thawed)
        yield from _waits(f"{USUAL} sessions, thawed", thawed)
        busy = _run(queued, USUAL)
        yield from _waits(f"{USUAL} sessions, worker busy", busy, "worker idle", usual)
        yield Measure(f"  of {QUEUED:,} texts still wait", busy.waiting, "texts")
        many = _run(prepared, MANY)
        yield from _waits(f"{MANY} sessions", many, f"{FEW} sessions", few)


def _waits(name: str, run: Run, beside: str = "", other: Run | None = None) -> Iterator[Measure]:
    asked = [(f"{name}: rerun, median", 0.5, ""), (f"{name}: rerun, p95", 0.95, "")]
    asked += [(f"  {what}, p95", 0.95, what) for what in (SEND, FILTER)]
    for said, share, what in asked:
        value = run.seen.quantile(share, what)
        baseline = other.seen.quantile(share, what) if other else None
        if value is None:
            print(f"{said}: nobody came so far")
        else:
            yield Measure(said, value, "ms", beside, baseline)
    yield Measure("  failed", run.seen.failed.total(), "actions")
    yield Measure("  processor, each rerun", 1_000 * run.worked / run.seen.actions, "ms")
    yield Measure("  memory", run.full, "MB", "before the first", run.empty)


def _run(prepared: Path, sessions: int, *, launcher: str = "app.py") -> Run:
    with served(prepared, launcher=launcher) as app:
        empty, before = app.megabytes(), app.busy_seconds()
        seen = asyncio.run(crowd(app, sessions))
        full, worked = app.megabytes(), app.busy_seconds() - before
        engine = make_engine(f"sqlite:///{app.folder}/records.db")
        with reading(engine) as session:
            waiting = readings.waiting(session, OPERATOR)
        engine.dispose()
        return Run(seen, empty, full, worked, waiting)
