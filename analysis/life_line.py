"""When a concern was first heard, when it went quiet, and when it was back again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from analysis.alarms import Counted, Told

QUIET = 3
"""Periods in a row without a word before a concern is called quiet."""

Turn = Literal["first heard", "gone quiet", "back again", "above what was expected"]


class Turned(NamedTuple):
    """A turn in a concern's life, in the period where it took place."""

    period: int
    turn: Turn


def turns(line: Sequence[Counted], history: Sequence[Told | None]) -> list[Turned]:
    """The turns of a whole line, in order; ``history`` has what was expected in each period.

    Quiet is told from the first period without a word, once there are ``QUIET`` of them in which
    other things were heard: where nothing at all was heard, nobody knows.
    """
    found: list[Turned] = []
    heard_before, silent = False, list[int]()
    loud = False
    for one, told in zip(line, history, strict=True):
        if one.n:
            if not heard_before:
                found.append(Turned(one.period, "first heard"))
            elif len(silent) >= QUIET:
                found.append(Turned(one.period, "back again"))
            heard_before, silent = True, []
        elif one.total and heard_before:
            silent.append(one.period)
            if len(silent) == QUIET:
                found.append(Turned(silent[0], "gone quiet"))
        is_loud = told is not None and told.n > told.high
        if is_loud and loud:
            continue
        if is_loud:
            found.append(Turned(one.period, "above what was expected"))
        loud = is_loud
    return found
