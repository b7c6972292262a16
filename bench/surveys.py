"""What a survey of a hundred thousand costs beside one of a thousand, and weighing all of them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, insert

from analysis.raking import Margin, rake
from bench.timing import Measure, seconds
from core import clock
from core.actor import Actor
from core.instruments import Instrument, SampleKind
from db.base import random_id
from db.models import SurveyResponse
from db.session import make_engine, reading, transaction
from jobs.start import migrate
from services.surveys import instruments, scores, surveys

OPERATOR = Actor.operator()
SIZES = (1_000, 100_000)
ITEMS, BATCH = 40, 5_000
DAY = date(2026, 3, 2)
MARGINS = (6, 7, 3, 4, 12)
"""How many groups each of five margins has."""


def measures() -> Iterator[Measure]:
    taken = {}
    for size in SIZES:
        with _records() as engine:
            number = _fill(engine, size)
            worked_out = seconds(partial(_work_out, engine, number), rounds=3)
            taken[size] = seconds(partial(_look, engine, number), rounds=50), worked_out
    small, large = (taken[size] for size in SIZES)
    yield Measure(
        f"a survey of {ITEMS} items looked at, {SIZES[1]:,} answers", large[0] * 1_000, "ms",
        f"{SIZES[0]:,} answers", small[0] * 1_000,
    )  # fmt: skip
    yield Measure(
        "  worked out by the worker, each answer", large[1] / SIZES[1] * 1e6, "us",
        f"{SIZES[0]:,} answers", small[1] / SIZES[0] * 1e6,
    )  # fmt: skip
    weighed = _weighed()
    yield Measure(
        f"raking {SIZES[1]:,} answers on five margins", weighed * 1_000, "ms",
        "reading them", large[1] * 1_000,
    )  # fmt: skip


def _weighed() -> float:
    dice = np.random.default_rng(1)
    margins = [
        Margin(str(k), dice.choice(n, SIZES[1], p=_shares(dice, n)), list(_shares(dice, n)))
        for k, n in enumerate(MARGINS)
    ]

    def weigh() -> None:
        if rake(margins).values is None:
            raise RuntimeError("nothing was weighed")

    return seconds(weigh, rounds=3)


def _shares(dice: np.random.Generator, n: int) -> np.ndarray:
    return dice.dirichlet(np.full(n, 8.0))


@contextmanager
def _records() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as name:
        engine = make_engine(f"sqlite:///{Path(name)}/records.db")
        migrate(engine)
        yield engine
        engine.dispose()


def _fill(engine: Engine, size: int) -> int:
    dice = np.random.default_rng(2)
    wanted = {
        "name": "bench", "version": 1, "title": {"en": "Bench"},
        "items": [
            {"key": f"q{k}", "kind": "scale", "wording": {"en": f"Question {k}"}}
            for k in range(ITEMS)
        ],
    }  # fmt: skip
    with transaction(engine) as session:
        instruments.keep(session, OPERATOR, instrument=Instrument.read(wanted), today=DAY)
        number = surveys.start(
            session, OPERATOR, title="Bench", instrument="bench", kind=SampleKind.OPEN,
            now=clock.now(),
        )  # fmt: skip
    for _begin in range(0, size, BATCH):
        answers = dice.integers(0, 11, (min(BATCH, size), ITEMS))
        rows = [
            {
                "id": random_id(), "survey_id": number, "instrument_version_id": 1,
                "district_said": str(row[0]), "begun_on": DAY, "answered_on": DAY,
                "channel": "web", "language": "en",
                "answers": {f"q{k}": int(said) for k, said in enumerate(row)},
            }
            for row in answers
        ]  # fmt: skip
        with transaction(engine) as session:
            session.execute(insert(SurveyResponse), rows)
    return number


def _look(engine: Engine, number: int) -> None:
    _read(engine, lambda session: surveys.every(session, OPERATOR))
    _read(engine, lambda session: scores.of(session, OPERATOR, survey_id=number))


def _read(engine: Engine, look: Callable[..., object]) -> None:
    with reading(engine) as session:
        look(session)


def _work_out(engine: Engine, number: int) -> None:
    with transaction(engine) as session:
        scores.work_out(session, OPERATOR, survey_id=number, now=clock.now())
