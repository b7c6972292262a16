"""Weights with which those who answered stand for those who live here, one margin at a time.

Raking (iterative proportional fitting; Deming and Stephan 1940): in turn for each margin, the
weights of a group are multiplied until the group's share is the population's, until nothing moves.
Answers weigh the same within a cell of all margins, so the work depends on the cells and not on
the number of answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]

CAP = 5.0
"""No answer weighs more than five average ones: one person must not speak for dozens."""
TOLERANCE = 1e-9
ROUNDS = 500
UNKNOWN = -1


@dataclass(frozen=True)
class Margin:
    """``groups`` (n,): the group of each answer, ``UNKNOWN`` where it was not said.

    ``shares``: of the population, by the number of the group; they add up to one.
    """

    name: str
    groups: Codes
    shares: Sequence[float]


@dataclass(frozen=True)
class Weights:
    """``values`` (n,) with a mean of 1; ``None`` where there can be none, which ``missing`` says.

    ``missing``: groups of the population that nobody of answered, as (margin, number of the group).
    ``gap``: by how much a group's weighted share still differs from the population's, at most.
    ``cut``: how many answers weighed more than ``CAP`` before they were held back to it.
    """

    values: Numbers | None
    missing: tuple[tuple[str, int], ...] = ()
    gap: float = 0.0
    cut: int = 0

    @property
    def effective_n(self) -> float:
        """The answers that would be as sure without weights (Kish 1965)."""
        if self.values is None:
            return 0.0
        return float(self.values.sum() ** 2 / np.square(self.values).sum())

    @property
    def design_effect(self) -> float:
        """How many times wider squared intervals become by weighting."""
        return len(self.values) / self.effective_n if self.values is not None else 0.0


def rake(margins: Sequence[Margin]) -> Weights:
    """Weights under which every margin has the population's shares.

    Those whose group is not known keep the share they have among the answers. No weights where a
    group of the population is missing among the answers, or where the margins contradict each other
    (``gap`` is not near zero then, and ``missing`` is empty).
    """
    missing = tuple(
        (margin.name, group)
        for margin in margins
        for group, share in enumerate(margin.shares)
        if share > 0 and not (margin.groups == group).any()
    )
    if missing or not margins or not len(margins[0].groups):
        return Weights(None, missing)
    cells, of_cell, counts = np.unique(
        np.column_stack([margin.groups for margin in margins]),
        axis=0, return_inverse=True, return_counts=True,
    )  # fmt: skip
    targets = [
        (cells[:, k] + 1, _target(margin)) for k, margin in enumerate(margins)
    ]  # the unknown come first
    fitted = counts / counts.sum()
    for _ in range(ROUNDS):
        for group, target in targets:
            now = np.bincount(group, weights=fitted, minlength=len(target))
            fitted = (
                fitted * np.divide(target, now, out=np.zeros_like(target), where=now > 0)[group]
            )
        gap = _gap(fitted, targets)
        if gap < TOLERANCE:
            break
    else:
        return Weights(None, gap=gap)
    return _capped(fitted / counts * counts.sum(), of_cell.ravel(), counts, targets)


def shares_of(groups: Codes, weights: Numbers, n_groups: int) -> Numbers:
    """The weighted share of each group among those whose group is known."""
    known = groups != UNKNOWN
    found: Numbers = np.zeros(n_groups)
    np.add.at(found, groups[known], weights[known])
    return found / found.sum() if found.sum() else found


def sound(shares: Mapping[str, float]) -> bool:
    """Whether shares add up to one, but for rounding."""
    return bool(shares) and abs(sum(shares.values()) - 1) <= 0.02


def _target(margin: Margin) -> Numbers:
    """The share each group is to have, the unknown first; see ``rake``."""
    unknown = float((margin.groups == UNKNOWN).mean())
    shares = np.asarray(margin.shares, dtype=float)
    return np.concatenate([[unknown], shares / shares.sum() * (1 - unknown)])


def _gap(fitted: Numbers, targets: Sequence[tuple[Codes, Numbers]]) -> float:
    return max(
        float(np.abs(np.bincount(group, weights=fitted, minlength=len(to)) - to).max())
        for group, to in targets
    )


def _capped(
    weights: Numbers, of_cell: Codes, counts: Codes, targets: Sequence[tuple[Codes, Numbers]]
) -> Weights:
    """Hold the heaviest back to ``CAP``; what that costs is told as ``gap``."""
    cut = int(counts[weights > CAP].sum())
    held = np.minimum(weights, CAP)
    held = held * counts.sum() / (held * counts).sum()
    gap = _gap(held * counts / counts.sum(), targets)
    return Weights(held[of_cell], gap=gap, cut=cut)
