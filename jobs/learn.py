"""Learning from corrections: a small head over the network, used only where it reads better."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import structlog
from sqlalchemy import Engine

from analysis import local_head, trained
from analysis.encoder import FEELINGS, ModelFileError
from analysis.local_head import Example
from analysis.sentiment import Reader
from core.actor import Actor
from core.errors import CommonGroundError
from db.session import reading
from services import learning
from services.learning import Taught

OPERATOR = Actor.operator()
FEWEST, ROUNDS = 100, 1_000
Flags = npt.NDArray[np.bool_]
log = structlog.get_logger()


class TooFewError(CommonGroundError):
    message = (
        "Staff have corrected {n} English pieces; learning needs {fewest}. Nothing was changed."
    )


class NotBetterError(CommonGroundError):
    message = (
        "On {n} pieces it had not learnt from, the new reading is not clearly better "
        "({before} right before, {after} after). Nothing was changed."
    )


class NotReadError(CommonGroundError):
    message = "The files of the trained reader are missing or altered, so nothing can be learnt."


class NothingToUndoError(CommonGroundError):
    message = "Nothing was learnt from corrections yet, so there is nothing to undo."


class Compared(NamedTuple):
    """Of ``n`` held-out pieces, how many are read rightly; the gain's 95 % interval, in shares."""

    n: int
    before: int
    after: int
    low: float
    high: float

    @property
    def is_better(self) -> bool:
        return self.after > self.before and self.low >= 0


class Learnt(NamedTuple):
    """``corrections`` of ``pieces`` were learnt from. ``all`` is what decides."""

    pieces: int
    corrections: int
    all: Compared
    corrected: Compared
    left: Compared


def learn(engine: Engine, path: Path, *, said: Callable[[Learnt], None]) -> None:
    """Learn a head from corrections and use it from now on, if it reads held-out pieces better.

    ``said`` hears the comparison before a refusal. What is used now is written to ``path``.
    """
    with reading(engine) as session:
        taught = learning.taught(session, OPERATOR)
    corrections = sum(one.is_correction for one in taught)
    if corrections < FEWEST:
        raise TooFewError(n=corrections, fewest=FEWEST)
    plain = trained.shipped()
    shown = [one for one in taught if not one.is_held_out]
    head = local_head.learn([_example(plain, one) for one in shown])
    held_out = [one for one in taught if one.is_held_out]
    now, then = using(path), trained.load(trained.FOLDER, head)
    before = np.array([_is_right(now, one) for one in held_out])
    after = np.array([_is_right(then, one) for one in held_out])
    kind = np.array([one.is_correction for one in held_out])
    found = Learnt(
        len(shown), sum(one.is_correction for one in shown), compared(before, after),
        compared(before[kind], after[kind]), compared(before[~kind], after[~kind]),
    )  # fmt: skip
    said(found)
    if not found.all.is_better:
        raise NotBetterError(n=found.all.n, before=found.all.before, after=found.all.after)
    _keep(path, local_head.dumps(head))


def undo(path: Path) -> None:
    """Read as shipped again."""
    if not path.exists():
        raise NothingToUndoError
    path.unlink()


def using(path: Path) -> Reader:
    """The reader with what was learnt in ``path``; the shipped one where nothing was."""
    try:
        return _with(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return trained.shipped()


def compared(before: Flags, after: Flags) -> Compared:
    """Paired: the interval is a bootstrap over pieces."""
    gain = after.astype(float) - before
    if not len(gain):
        return Compared(0, 0, 0, 0.0, 0.0)
    drawn = np.random.default_rng(1).integers(len(gain), size=(ROUNDS, len(gain)))
    low, high = np.percentile(gain[drawn].mean(axis=1), [2.5, 97.5])
    return Compared(len(gain), int(np.sum(before)), int(np.sum(after)), float(low), float(high))


@lru_cache(maxsize=1)
def _with(path: Path, _written: int) -> Reader:
    try:
        return trained.load(trained.FOLDER, local_head.loads(path.read_text(encoding="utf-8")))
    except (ModelFileError, UnicodeDecodeError) as error:
        log.warning("What was learnt from corrections cannot be used.", reason=str(error))
        return trained.shipped()


def _example(plain: Reader, one: Taught) -> Example:
    found = plain(one.words, question=one.question)
    if found.chances is None or found.scored is None:
        raise NotReadError
    feeling = FEELINGS.index(one.sentiment.value)
    return Example(found.chances, found.scored.whole, one.question, feeling)


def _is_right(reader: Reader, one: Taught) -> bool:
    return reader(one.words, question=one.question).sentiment is one.sentiment


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    part.replace(path)
