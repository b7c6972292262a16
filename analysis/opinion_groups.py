"""Groups of people who voted alike, after Small, Bjorkegren, Erkkilä, Shaw and Megill 2021 (Polis).

Votes become two principal components, with what somebody did not see taken as the mean of its
statement; k-means finds groups in them, and the silhouette (Rousseeuw 1987) how many. Something
can always be cut into groups, so they are only told of where votes shuffled within each statement
never fall apart as clearly.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]

NONE = -1
"""The group of those who are in none."""
ENOUGH_VOTES = 7
"""Fewer votes do not place somebody (unless there are fewer statements)."""
FEWEST_PEOPLE = 20
"""Below this many people who voted enough, nobody is put in a group."""
FEWEST_IN_GROUP = 5
"""A smaller group would be its members."""
MOST_GROUPS = 5
LOWEST_SILHOUETTE = 0.25
"""Up to this, nothing was found (Kaufman and Rousseeuw 1990, table 4 of chapter 2)."""
SHUFFLES = 99
"""With none of them as clear, chance alone finds groups once in a hundred times."""
STARTS = 8
STEPS = 100
SEED = 1
MOST_FITTED, MOST_TESTED = 1_000, 200
"""How many people centres are found from at most, and how many pairwise distances are made for."""


class Reason(StrEnum):
    """Why there are no groups."""

    NONE = ""
    FEW = "few people"
    ALIKE = "all alike"
    CHANCE = "no more than chance"


@dataclass(frozen=True)
class Grouping:
    """``places`` (n, 2) of everybody; ``groups`` (n,): 0 is the largest, ``NONE`` is in none.

    ``placed``: how many voted enough. ``silhouette`` is that of the best grouping, told of or not.
    """

    places: Numbers
    groups: Codes
    placed: int
    reason: Reason
    silhouette: float = 0.0

    @property
    def count(self) -> int:
        return int(self.groups.max(initial=NONE)) + 1


def find(votes: Numbers) -> Grouping:
    """Groups in ``votes`` (people, statements): 1 agrees, -1 disagrees, 0 passed, ``nan`` not seen.

    The same for people in any order.
    """
    seen = votes[:, ~np.isnan(votes).all(axis=0)]
    given = (~np.isnan(seen)).sum(axis=1)
    enough = (given >= min(ENOUGH_VOTES, seen.shape[1])) & (given > 0)
    chosen = np.flatnonzero(enough)
    chosen = chosen[np.lexsort(np.nan_to_num(seen[chosen], nan=2.0).T)] if len(chosen) else chosen
    places, groups = np.zeros((len(votes), 2)), np.full(len(votes), NONE, dtype=np.int64)
    if len(chosen) < FEWEST_PEOPLE:
        return Grouping(places, groups, len(chosen), Reason.FEW)
    placed = seen[chosen]
    places[chosen] = positions(placed)
    if not places[chosen].any():
        return Grouping(places, groups, len(chosen), Reason.ALIKE)
    found, silhouette = _best(places[chosen])
    if silhouette <= LOWEST_SILHOUETTE or not _beats_chance(placed):
        return Grouping(places, groups, len(chosen), Reason.CHANCE, silhouette)
    groups[chosen] = _largest_first(found)
    return Grouping(places, groups, len(chosen), Reason.NONE, silhouette)


def positions(votes: Numbers) -> Numbers:
    """Where people stand on the two main axes of ``votes`` (n, m), of which each has one at least.

    What was not seen is the statement's mean, which pulls those who saw little to the middle; the
    square root of the share they saw takes that back.
    """
    missing = np.isnan(votes)
    given = np.maximum((~missing).sum(axis=0), 1)
    means = np.where(missing, 0.0, votes).sum(axis=0) / given
    centred = np.where(missing, 0.0, votes - means)
    if not np.abs(centred).max(initial=0.0) > 1e-9:
        return np.zeros((len(votes), 2))
    axes = np.linalg.svd(centred, full_matrices=False)[2][:2]
    largest = np.abs(axes).argmax(axis=1)
    axes = axes * np.sign(axes[np.arange(len(axes)), largest])[:, None]  # a side is arbitrary
    scale = np.sqrt(votes.shape[1] / np.maximum((~missing).sum(axis=1), 1))
    found = centred @ axes.T * scale[:, None]
    return np.pad(found, ((0, 0), (0, 2 - found.shape[1]))).round(9)


def _best(places: Numbers) -> tuple[Codes, float]:
    """The groups with the highest silhouette; none of them is too small to tell of."""
    best, highest = np.full(len(places), NONE, dtype=np.int64), -1.0
    fitted, tested = _some(len(places), MOST_FITTED), _some(len(places), MOST_TESTED)
    apart = np.linalg.norm(places[tested][:, None] - places[tested][None], axis=2)
    for count in range(2, MOST_GROUPS + 1):
        groups = _squares(places, k_means(places[fitted], count)).argmin(axis=1)
        if np.bincount(groups, minlength=count).min() < FEWEST_IN_GROUP:
            continue
        clear = _silhouette(apart, groups[tested], count)
        if clear > highest:
            best, highest = groups, clear
    return best, highest


def k_means(places: Numbers, count: int) -> Numbers:
    """The centres (count, 2) of groups of places (n, 2), by Lloyd's steps from several starts."""
    dice = np.random.default_rng(SEED)
    best, least = np.zeros((count, 2)), np.inf
    for _start in range(STARTS):
        centres = _start_at(places, count, dice)
        for _step in range(STEPS):
            distances = _squares(places, centres)
            groups = distances.argmin(axis=1)
            sizes = np.bincount(groups, minlength=count)
            sums = np.stack([np.bincount(groups, axis, count) for axis in places.T], axis=1)
            moved = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres)
            if np.array_equal(moved, centres):
                break
            centres = moved
        spread = float(distances.min(axis=1).sum())
        if spread < least - 1e-9:
            best, least = centres, spread
    return best


def _squares(places: Numbers, centres: Numbers) -> Numbers:
    """The squared distance of each place from each centre."""
    found: Numbers = np.square(places[:, None] - centres[None]).sum(axis=2)
    return found


def _start_at(places: Numbers, count: int, dice: np.random.Generator) -> Numbers:
    """Centres far from each other (Arthur and Vassilvitskii 2007)."""
    centres = [places[dice.integers(len(places))]]
    while len(centres) < count:
        far = _squares(places, np.array(centres)).min(axis=1)
        chance = far / far.sum() if far.sum() > 0 else None
        centres.append(places[dice.choice(len(places), p=chance)])
    return np.array(centres)


def _silhouette(apart: Numbers, groups: Codes, count: int) -> float:
    """How much closer people are to their own group than to the next, from -1 to 1, on average."""
    sizes = np.bincount(groups, minlength=count)
    sums = apart @ np.eye(count)[groups]
    own = sums[np.arange(len(groups)), groups] / np.maximum(sizes[groups] - 1, 1)
    others = np.where(
        (np.arange(count) == groups[:, None]) | (sizes == 0), np.inf, sums / np.maximum(sizes, 1)
    ).min(axis=1)
    farther = np.maximum(own, others)
    told = (sizes[groups] > 1) & np.isfinite(others) & (farther > 0)
    return float(np.where(told, (others - own) / np.where(told, farther, 1.0), 0.0).mean())


def _beats_chance(votes: Numbers) -> bool:
    """Whether ``votes`` fall apart more clearly than when each statement's are dealt out anew.

    Who saw what, and how many agreed with each, stays as it was.
    """
    votes = votes[_some(len(votes), MOST_TESTED)]
    clear = _best(positions(votes))[1]
    dice = np.random.default_rng(SEED)
    return all(_best(positions(_shuffled(votes, dice)))[1] < clear for _n in range(SHUFFLES))


def _shuffled(votes: Numbers, dice: np.random.Generator) -> Numbers:
    dealt = votes.copy()
    for column in dealt.T:
        given = ~np.isnan(column)
        column[given] = dice.permutation(column[given])
    return dealt


def _some(n: int, most: int) -> Codes:
    """``most`` of ``n`` in even steps, or all."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(np.int64))


def _largest_first(groups: Codes) -> Codes:
    sizes = np.bincount(groups)
    first = [int(np.flatnonzero(groups == group)[0]) for group in range(len(sizes))]
    order = sorted(range(len(sizes)), key=lambda group: (-sizes[group], first[group]))
    return np.argsort(order)[groups]
