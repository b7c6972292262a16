"""Whether one reading of the same texts is better than another: the gain, and how sure it is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]
ROUNDS = 1_000


class Gain(NamedTuple):
    """How ``n`` texts are read before and after, and the gain's 95 % interval (paired bootstrap).

    Feelings: how many are right, the gain in shares. Concerns: micro-F1.
    """

    n: int
    before: float
    after: float
    low: float
    high: float

    @property
    def is_better(self) -> bool:
        return self.after > self.before and self.low >= 0


def of_answers(before: Flags, after: Flags) -> Gain:
    """Which texts are read rightly before and after."""
    gain = after.astype(float) - before
    if not len(gain):
        return Gain(0, 0, 0, 0.0, 0.0)
    low, high = np.percentile(gain[_drawn(len(gain))].mean(axis=1), [2.5, 97.5])
    return Gain(len(gain), int(np.sum(before)), int(np.sum(after)), float(low), float(high))


def of_tags(before: Counts, after: Counts) -> Gain:
    """Counts ``(texts, 3)`` before and after: rightly tagged, tagged, and wanted."""
    if not len(before):
        return Gain(0, 0.0, 0.0, 0.0, 0.0)
    drawn = _drawn(len(before))
    gains = _f1(after[drawn].sum(axis=1)) - _f1(before[drawn].sum(axis=1))
    low, high = np.percentile(gains, [2.5, 97.5])
    was, now = (float(_f1(counts.sum(axis=0))) for counts in (before, after))
    return Gain(len(before), was, now, float(low), float(high))


def _drawn(n: int) -> npt.NDArray[np.int64]:
    return np.random.default_rng(1).integers(n, size=(ROUNDS, n))


def _f1(counts: Counts) -> Shares:
    right, tagged, wanted = np.moveaxis(counts, -1, 0)
    share: Shares = 2 * right / np.maximum(tagged + wanted, 1)
    return share
