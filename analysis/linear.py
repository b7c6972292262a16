"""Logistic regression with a ridge, small enough to be fitted while people wait."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
STEPS, CLOSE = 25, 1e-5


def fit(
    features: Reals, wanted: Reals, *, penalty: float,
    counts: Reals | None = None, start: Reals | None = None, bias_penalty: float = 1e-3,
) -> Reals:  # fmt: skip
    """Weights for each column of ``features`` (rows, columns), and the bias last.

    ``wanted`` is 0 or 1 for each row, ``counts`` how much a row counts (1, if left out). The
    weights are those likeliest under a normal prior around ``start`` (zeros) with precision
    ``penalty``; the bias is as good as free. Newton's method.
    """
    rows = np.column_stack([features, np.ones(len(features))])
    prior = np.zeros(rows.shape[1]) if start is None else start
    ridge = np.full(rows.shape[1], penalty)
    ridge[-1] = bias_penalty
    count = np.ones(len(rows)) if counts is None else counts

    def loss(weights: Reals) -> float:
        odds = rows @ weights
        surprise = np.logaddexp(0, odds) - wanted * odds
        return float(count @ surprise + ridge @ (weights - prior) ** 2 / 2)

    weights = prior.copy()
    for _ in range(STEPS):
        likely = chance(rows @ weights)
        slope = rows.T @ (count * (likely - wanted)) + ridge * (weights - prior)
        bend = (rows * (count * (likely * (1 - likely) + 1e-9))[:, None]).T @ rows + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        before = loss(weights)
        while loss(weights - step) > before and np.abs(step).max() > CLOSE:
            step /= 2  # far from the answer, a whole step may lead further away
        weights -= step
        if np.abs(step).max() < CLOSE:
            break
    return weights


def score(features: Reals, weights: Reals) -> Reals:
    """The log-odds of each row of ``features``."""
    scores: Reals = features @ weights[:-1] + weights[-1]
    return scores


def chance(log_odds: Reals) -> Reals:
    odds: Reals = 1 / (1 + np.exp(-np.clip(log_odds, -35, 35)))
    return odds
