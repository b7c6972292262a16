"""How well themes are found: micro-F1, false tags, and where they are cut."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
MOST_FALSE = 0.12
"""The most comments without a concern that may be tagged, of all such comments."""
ROUNDS = 1_000


class Found(NamedTuple):
    """Counts over pairs of a text and a theme."""

    right: int
    tagged: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.tagged if self.tagged else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        every = self.tagged + self.wanted
        return 2 * self.right / every if every else 0.0


def counted(tagged: Flags, wanted: Flags) -> Found:
    return Found(int((tagged & wanted).sum()), int(tagged.sum()), int(wanted.sum()))


def f1(tagged: Flags, wanted: Flags) -> float:
    return counted(tagged, wanted).f1


def false_tags(tagged: Flags, wanted: Flags) -> tuple[int, int]:
    """Of the texts without a concern: how many are tagged, and how many there are."""
    silent = ~wanted.any(axis=1)
    return int(tagged[silent].any(axis=1).sum()), int(silent.sum())


def interval(tagged: Flags, wanted: Flags) -> tuple[float, float]:
    """Where micro-F1 lies in 95 of 100 draws of the texts (bootstrap)."""
    dice = np.random.default_rng(1)
    per_text = np.stack([(tagged & wanted).sum(1), tagged.sum(1) + wanted.sum(1)])
    drawn = dice.integers(len(wanted), size=(ROUNDS, len(wanted)))
    right, every = per_text[:, drawn].sum(axis=2)
    low, high = np.percentile(2 * right / np.maximum(every, 1), [2.5, 97.5])
    return float(low), float(high)


def chosen_cut(odds: npt.NDArray[np.float64], wanted: Flags) -> float:
    """The cut with the best micro-F1 among those that keep false tags within ``MOST_FALSE``."""
    best, cut = -1.0, 9.0
    for one in np.arange(-2.0, 2.01, 0.05):
        tagged = odds > one
        false, silent = false_tags(tagged, wanted)
        if (not silent or false / silent <= MOST_FALSE) and f1(tagged, wanted) > best:
            best, cut = f1(tagged, wanted), float(one)
    return round(cut, 2)
