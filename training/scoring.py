"""How right a reader is: figures from what people said and what it said, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analysis.shares import wilson

FEELINGS = ("negative", "neutral", "positive")
ROUNDS = 1_000
"""Times the texts are drawn anew for an interval (Efron's bootstrap, percentiles)."""
BINS = 10

Labels = npt.NDArray[np.str_]


def macro_f1(wanted: Labels, said: Labels) -> float:
    """The mean F1 (0 to 1) over ``FEELINGS``. Anything else said, or wanted, is a miss."""
    scores = []
    for feeling in FEELINGS:
        both = np.sum((wanted == feeling) & (said == feeling))
        either = np.sum(wanted == feeling) + np.sum(said == feeling)
        scores.append(2 * both / either if either else 0.0)
    return float(np.mean(scores))


def macro_f1_interval(wanted: Labels, said: Labels) -> tuple[float, float]:
    """Where macro-F1 lies in 95 of 100 draws of the texts."""
    dice = np.random.default_rng(1)
    drawn = dice.integers(len(wanted), size=(ROUNDS, len(wanted)))
    scores = [macro_f1(wanted[rows], said[rows]) for rows in drawn]
    low, high = np.percentile(scores, [2.5, 97.5])
    return float(low), float(high)


def calibration_error(chance: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error (0 to 1): how far the chance that a reader gives is from how often
    it is right, over ten equal bins of chance, each by its share of the texts."""
    at = np.minimum((chance * BINS).astype(int), BINS - 1)
    gaps = [abs(float(chance[at == one].sum() - right[at == one].sum())) for one in range(BINS)]
    return sum(gaps) / len(chance)


def share(right: Sequence[bool] | npt.NDArray[np.bool_]) -> str:
    """The share that is right, in percent, with Wilson's 95 % interval and n."""
    told = wilson(int(np.sum(right)), len(right))
    if told is None:
        return "-"
    return f"{100 * told.estimate:5.1f} [{100 * told.low:.1f}, {100 * told.high:.1f}] n={told.n}"


def scored(wanted: Labels, said: Labels) -> str:
    """Macro-F1 x 100 with its interval, and the share that is right."""
    low, high = macro_f1_interval(wanted, said)
    return (
        f"macro-F1 {100 * macro_f1(wanted, said):5.1f} [{100 * low:.1f}, {100 * high:.1f}]"
        f"   right {share(wanted == said)}"
    )
