"""What answers on a scale come to: a mean with its interval, never from too few, never of one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

FEW = 10
"""Below this many answers a mean says more about who answered than about the place."""
Z = 1.959964


class Mean(NamedTuple):
    """``n`` answers; the rest is ``None`` where there are fewer than ``FEW``: too few to tell."""

    n: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None


def mean_of(values: Numbers, weights: Numbers | None = None, *, ends: tuple[float, float]) -> Mean:
    """The (weighted) mean of ``values`` (n,), where ``nan`` is missing, with a 95 % interval.

    Missing is left out, never zero. The interval is Student's; with weights by linearisation
    (Särndal, Swensson and Wretman 1992, 5.5). Where all gave the same answer, nothing varies that
    could tell how sure that is: it reaches as far as if the most who could differ (by Clopper and
    Pearson, none seen of n) had given the farthest answers of the scale, from ``ends[0]`` to
    ``ends[1]``. No interval reaches over these ends.
    """
    answered = ~np.isnan(values)
    found = values[answered]
    n = len(found)
    if n < FEW:
        return Mean(n)
    heavy = np.ones(n) if weights is None else weights[answered]
    if not heavy.sum():
        return Mean(n)
    mean = float(np.average(found, weights=heavy))
    if np.ptp(found) == 0:
        differ = 1 - 0.025 ** (1 / n)
        return Mean(n, mean, mean - differ * (mean - ends[0]), mean + differ * (ends[1] - mean))
    spread = np.square(heavy * (found - mean)).sum() * n / (n - 1) / heavy.sum() ** 2
    reach = students_t(n - 1) * float(np.sqrt(spread))
    return Mean(n, mean, max(ends[0], mean - reach), min(ends[1], mean + reach))


def scale_of(items: Numbers) -> Numbers:
    """The score of each person over the items (n, k) of a scale, ``nan`` where there is none.

    The mean of what was answered where at least half of the items were, else missing.
    """
    answered = ~np.isnan(items)
    enough = answered.sum(axis=1) * 2 >= items.shape[1]
    total = np.where(answered, items, 0.0).sum(axis=1)
    return np.where(enough, total / np.maximum(answered.sum(axis=1), 1), np.nan)


def students_t(degrees: int) -> float:
    """The two-sided 95 % point of Student's t (Abramowitz and Stegun 1964, 26.7.5).

    Within .002 of the table from 9 degrees of freedom on, which ``FEW`` answers have.
    """
    z, v = Z, degrees
    return float(
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    )
