"""Learning from corrections: small models over the network, used only where they read better."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sqlalchemy import Engine

from analysis import gains, learnt, local_head, local_tags, trained
from analysis.encoder import FEELINGS
from analysis.gains import Gain
from analysis.local_head import Example, Head
from analysis.local_tags import Tags
from analysis.reading import Reading, read
from analysis.sentiment import Reader
from analysis.themes import ThemeList
from core.actor import Actor
from core.errors import CommonGroundError
from db.session import reading
from services import learning, themes
from services.learning import Taught

OPERATOR = Actor.operator()
FEWEST = 100


class TooFewError(CommonGroundError):
    message = (
        "Staff have corrected {n} English pieces; learning needs {fewest}. Nothing was changed."
    )


class NotBetterError(CommonGroundError):
    message = (
        "On {n} pieces it had not learnt from, neither feelings ({before} of {felt} right before, "
        "{after} after) nor concerns (F1 {f1_before} before, {f1_after} after) are read clearly "
        "better. Nothing was changed."
    )


class NotReadError(CommonGroundError):
    message = "The files of the trained reader are missing or altered, so nothing can be learnt."


class NothingToUndoError(CommonGroundError):
    message = "Nothing was learnt from corrections yet, so there is nothing to undo."


class Learnt(NamedTuple):
    """``corrections`` of ``pieces`` were learnt from. ``feelings`` and ``concerns``, of all pieces
    held out, decide."""

    pieces: int
    corrections: int
    feelings: Gain
    corrected: Gain
    left: Gain
    concerns: Gain


def learn(engine: Engine, path: Path, *, said: Callable[[Learnt], None]) -> None:
    """Learn from corrections, and read feelings, concerns or both so from now on, if better.

    ``said`` hears the comparison before a refusal. What is used now is written to ``path``, and
    what concerns learnt beside it.
    """
    with reading(engine) as session:
        taught = learning.taught(session, OPERATOR)
        wanted = themes.current(session, OPERATOR)
    corrections = sum(one.is_correction for one in taught)
    if corrections < FEWEST:
        raise TooFewError(n=corrections, fewest=FEWEST)
    shown = [one for one in taught if not one.is_held_out]
    held_out = [one for one in taught if one.is_held_out]
    head, tags = _taught(shown, wanted)
    before, after = (
        [_read(reader, one, wanted) for one in held_out]
        for reader in (learnt.using(path), trained.load(trained.FOLDER, head, tags))
    )
    found = Learnt(
        len(shown), sum(one.is_correction for one in shown),
        *_feelings(held_out, before, after), _concerns(held_out, before, after),
    )  # fmt: skip
    said(found)
    if not (found.feelings.is_better or found.concerns.is_better):
        raise NotBetterError(
            n=len(held_out), felt=found.feelings.n,
            before=found.feelings.before, after=found.feelings.after,
            f1_before=f"{found.concerns.before:.2f}", f1_after=f"{found.concerns.after:.2f}",
        )  # fmt: skip
    if found.feelings.is_better:
        _keep(path, local_head.dumps(head))
    if found.concerns.is_better:
        _keep(learnt.beside(path), local_tags.dumps(tags))


def undo(path: Path) -> None:
    """Read as shipped again."""
    there = [one for one in (path, learnt.beside(path)) if one.exists()]
    if not there:
        raise NothingToUndoError
    for one in there:
        one.unlink()


def _taught(shown: Sequence[Taught], wanted: ThemeList) -> tuple[Head, Tags]:
    """What feelings learn of these, and what concerns do."""
    plain = trained.shipped()
    if plain.tagger is None:
        raise NotReadError
    felt, raised = [], []
    for one in shown:
        found = plain(one.words, question=one.question)
        if found.chances is None or found.scored is None:
            raise NotReadError
        heard = plain.tagger.heard(one.words, wanted, found.scored)
        raised.append(local_tags.Example(heard, one.concerns))
        if one.sentiment in trained.ANSWERS:
            feeling = FEELINGS.index(one.sentiment.value)
            felt.append(Example(found.chances, found.scored.whole, one.question, feeling))
    return local_head.learn(felt), local_tags.learn(raised, tagger=plain.tagger.version)


def _read(reader: Reader, one: Taught, wanted: ThemeList) -> Reading:
    return read(one.words, themes=wanted, language="en", question=one.question, reader=reader)


def _feelings(
    held_out: Sequence[Taught], before: Sequence[Reading], after: Sequence[Reading]
) -> tuple[Gain, Gain, Gain]:
    """Of all, of the corrected ones, and of those that were left as they were."""
    felt = np.array([one.sentiment in trained.ANSWERS for one in held_out], dtype=bool)
    corrected = np.array([one.is_correction for one in held_out], dtype=bool)
    was, now = (
        np.array(
            [found.sentiment is one.sentiment for one, found in zip(held_out, each, strict=True)],
            dtype=bool,
        )
        for each in (before, after)
    )
    every, mended, left = (
        gains.of_answers(was[some], now[some])
        for some in (felt, felt & corrected, felt & ~corrected)
    )
    return every, mended, left


def _concerns(
    held_out: Sequence[Taught], before: Sequence[Reading], after: Sequence[Reading]
) -> Gain:
    was, now = (
        np.array([_counted(*pair) for pair in zip(held_out, each, strict=True)]).reshape(-1, 3)
        for each in (before, after)
    )
    return gains.of_tags(was, now)


def _counted(one: Taught, found: Reading) -> tuple[int, int, int]:
    """How many of its concerns are rightly tagged, are tagged, and are wanted."""
    tagged = {tag.code for tag in found.concerns}
    return len(tagged & one.concerns), len(tagged), len(one.concerns)


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    part.replace(path)
