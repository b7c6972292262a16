"""How long people wait where many are at work at once, on one process: half residents, half staff.

``bench.crowd`` says what they do. The crowd runs in this process and the application in its own,
each with a core where there are two; so on two cores a worker that reads takes from both.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.crowd import Seen, crowd
from bench.serving import prepare, served
from bench.timing import Measure
from core import clock
from core.actor import Actor
from core.keys import Keys
from core.receipts import NONCE_BYTES
from db.sample_texts import pieces
from db.session import make_engine, reading, transaction
from services import feedback, questions, readings

FEW, USUAL, MANY = 50, 200, 500
QUEUED, AT_ONCE = 20_000, 500
NOT_FROZEN = "bench/thawed.py"
VISITOR, OPERATOR = Actor.visitor(), Actor.operator()


@dataclass(frozen=True)
class Run:
    """One crowd, and the application's memory before and after it."""

    seen: Seen
    empty: float
    full: float
    waiting: int


def measures() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as name:
        prepared, queued = Path(name) / "prepared", Path(name) / "queued"
        prepare(prepared)
        shutil.copytree(prepared, queued)
        _queue(queued)
        few = _run(prepared, FEW)
        yield from _waits(f"{FEW} sessions", few)
        usual, thawed = _run(prepared, USUAL), _run(prepared, USUAL, launcher=NOT_FROZEN)
        yield from _waits(f"{USUAL} sessions", usual, "without gc.freeze()", thawed)
        busy = _run(queued, USUAL)
        yield from _waits(f"{USUAL} sessions, worker busy", busy, "worker idle", usual)
        yield Measure(f"  of {QUEUED:,} texts still wait", busy.waiting, "texts")
        many = _run(prepared, MANY)
        yield from _waits(f"{MANY} sessions", many, f"{FEW} sessions", few)
        yield Measure("  memory", many.full, "MB", "before the first", many.empty)


def _waits(name: str, run: Run, beside: str = "", other: Run | None = None) -> Iterator[Measure]:
    def both(share: float, what: str = "") -> tuple[float, str, str, float | None]:
        baseline = other.seen.quantile(share, what) if other else None
        return run.seen.quantile(share, what), "ms", beside, baseline

    yield Measure(f"{name}: rerun, median", *both(0.5))
    yield Measure(f"{name}: rerun, p95", *both(0.95))
    for what in run.seen.seconds:
        yield Measure(f"  {what}, p95", *both(0.95, what))
    yield Measure("  failed", run.seen.failed.total(), "actions")


def _run(prepared: Path, sessions: int, *, launcher: str = "app.py") -> Run:
    with served(prepared, launcher=launcher) as app:
        empty = app.megabytes()
        seen = asyncio.run(crowd(app, sessions))
        engine = make_engine(f"sqlite:///{app.folder}/records.db")
        with reading(engine) as session:
            waiting = readings.waiting(session, OPERATOR)
        engine.dispose()
        return Run(seen, empty, app.megabytes(), waiting)


def _queue(folder: Path) -> None:
    """Put texts where the worker finds them, each sent as a resident would."""
    engine, keys = make_engine(f"sqlite:///{folder}/records.db"), Keys.load(folder / "secret.key")
    today, texts = clock.now().date(), [piece.text for piece in pieces(QUEUED, seed=4)]
    for at in range(0, QUEUED, AT_ONCE):
        with transaction(engine) as session:
            version = questions.asked(session, VISITOR)[0].version_id
            for text in texts[at : at + AT_ONCE]:
                form = feedback.Form(secrets.token_bytes(NONCE_BYTES), text, version)
                feedback.submit(session, VISITOR, form=form, keys=keys, today=today)
    engine.dispose()
