"""What votes on statements say: what groups share, what sets each apart, and where they divide.

The figures are those of Polis (Small and others 2021): statements that represent a group by two
z tests for proportions, and group-informed consensus. Groups were found in the same votes, so the
tests put statements in order; they prove nothing about people who did not vote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import combinations
from math import comb, sqrt
from typing import Any

import numpy as np

from analysis import opinion_groups, shares
from analysis.opinion_groups import NONE, Codes, Numbers, Reason

FEWEST_IN_SHARE = 5
"""No share of fewer people of a group is told."""
FEWEST_VOTES = 11
"""A statement on which fewer people voted is agreed on by nobody in particular."""
CLEARLY = 1.2816
"""One-sided 90 %, as Polis has it."""
MOST_SETTING_APART = 5
MOST_ON_MAP = 1_000


@dataclass(frozen=True)
class Tally:
    """How many said what of one statement; ``seen`` is all of them."""

    agree: int
    disagree: int
    passed: int

    @property
    def seen(self) -> int:
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True)
class Divide:
    """How far apart two groups are on a statement: agreement in ``more`` less that in ``less``."""

    more: int
    less: int
    apart: float
    low: float
    high: float


@dataclass(frozen=True)
class Opinion:
    """One statement, by its column. ``groups``: those who agree and all who saw it, of each group.

    A group is ``None`` where too few of it voted. ``consensus`` (0 to 1) is there where enough of
    every group did, ``divide`` where the interval of a difference leaves out nought.
    """

    statement: int
    all: Tally
    groups: tuple[tuple[int, int] | None, ...] = ()
    consensus: float | None = None
    is_agreed: bool = False
    divide: Divide | None = None


@dataclass(frozen=True)
class Mark:
    """A statement that sets a group apart: ``said`` of ``seen`` in it agree (or do not)."""

    statement: int
    agrees: bool
    said: int
    seen: int
    z: float


@dataclass(frozen=True)
class Group:
    """A group of ``n`` people and what sets it apart, the clearest first."""

    n: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Figures:
    """All that votes say. ``points``: where people stand on the map, and their group."""

    people: int
    votes: int
    placed: int
    reason: Reason
    silhouette: float
    groups: tuple[Group, ...]
    opinions: tuple[Opinion, ...]
    points: tuple[tuple[float, float, int], ...]

    def said(self) -> dict[str, Any]:
        """As JSON can hold it; ``read`` reads it back."""
        return asdict(self)

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Figures:
        groups = (
            Group(one["n"], tuple(Mark(**mark) for mark in one["marks"])) for one in said["groups"]
        )
        return cls(
            **{
                **said, "reason": Reason(said["reason"]), "groups": tuple(groups),
                "opinions": tuple(_opinion(one) for one in said["opinions"]),
                "points": tuple(tuple(point) for point in said["points"]),
            }
        )  # fmt: skip

    def agreed(self) -> list[Opinion]:
        """What most in every group agree on, the most shared first."""
        found = [one for one in self.opinions if one.is_agreed]
        return sorted(found, key=lambda one: (-(one.consensus or 0.0), one.statement))

    def divided(self) -> list[Opinion]:
        """Where groups divide, the farthest apart first."""
        found = [(one.divide.apart, one) for one in self.opinions if one.divide]
        return [
            one for _apart, one in sorted(found, key=lambda pair: (-pair[0], pair[1].statement))
        ]


def figures(votes: Numbers) -> Figures:
    """What ``votes`` (people, statements) say: 1 agrees, -1 disagrees, 0 passed, ``nan`` not seen.

    The same for people in any order.
    """
    votes = votes[~np.isnan(votes).all(axis=1)]
    found = opinion_groups.find(votes)
    masks = [found.groups == group for group in range(found.count)]
    return Figures(
        len(votes), int((~np.isnan(votes)).sum()), found.placed, found.reason,
        round(found.silhouette, 4),
        tuple(Group(int(mask.sum()), _marks(votes, mask, found.groups)) for mask in masks),
        tuple(_of(number, column, masks) for number, column in enumerate(votes.T)),
        _points(found.places, found.groups) if found.count else (),
    )  # fmt: skip


def tally(column: Numbers) -> Tally:
    return Tally(*(int((column == vote).sum()) for vote in (1, -1, 0)))


def _of(number: int, column: Numbers, masks: list[Codes]) -> Opinion:
    everyone = tally(column)
    tallies = [tally(column[mask]) for mask in masks]
    told = tuple((one.agree, one.seen) if one.seen >= FEWEST_IN_SHARE else None for one in tallies)
    counts = [one for one in told if one] if masks else [(everyone.agree, everyone.seen)]
    if everyone.seen < FEWEST_VOTES or len(counts) < len(masks):
        return Opinion(number, everyone, told, divide=_divide(told))
    consensus = float(np.prod([(agree + 1) / (seen + 2) for agree, seen in counts]))
    surely = shares.wilson(everyone.agree, everyone.seen)
    most = all(2 * agree > seen for agree, seen in counts)
    is_agreed = most and surely is not None and surely.low > 0.5
    return Opinion(number, everyone, told, consensus, is_agreed, _divide(told))


def _divide(groups: tuple[tuple[int, int] | None, ...]) -> Divide | None:
    """The two groups farthest apart; the interval knows from how many pairs they were chosen."""
    pairs = max(comb(len(groups), 2), 1)
    farthest = None
    for a, b in combinations(range(len(groups)), 2):
        one, other = groups[a], groups[b]
        if one is None or other is None:
            continue
        if one[0] * other[1] < other[0] * one[1]:
            a, b, one, other = b, a, other, one
        found = shares.difference(*one, *other, confidence=1 - 0.05 / pairs)
        if found and found.low > 0 and (farthest is None or found.estimate > farthest.apart):
            farthest = Divide(a, b, found.estimate, found.low, found.high)
    return farthest


def _marks(votes: Numbers, mask: Codes, groups: Codes) -> tuple[Mark, ...]:
    """What a group says more than the rest do and mostly says itself, as Polis chooses it."""
    rest = (groups != NONE) & ~mask
    found = []
    for number, column in enumerate(votes.T):
        inside, outside = tally(column[mask]), tally(column[rest])
        if min(inside.seen, outside.seen) < FEWEST_IN_SHARE:
            continue
        for agrees in (True, False):
            said, others = (one.agree if agrees else one.disagree for one in (inside, outside))
            apart = _two_shares(said, inside.seen, others, outside.seen)
            if apart > CLEARLY and _one_share(said, inside.seen) > CLEARLY:
                found.append(Mark(number, agrees, said, inside.seen, round(apart, 4)))
    return tuple(sorted(found, key=lambda one: (-one.z, one.statement))[:MOST_SETTING_APART])


def _one_share(said: int, seen: int) -> float:
    """z of a share against a half, each count with one more (Polis)."""
    return 2 * sqrt(seen + 1) * ((said + 1) / (seen + 1) - 0.5)


def _two_shares(said: int, seen: int, others: int, others_seen: int) -> float:
    """z of a share against another's, pooled, each count with one more (Polis)."""
    said, seen, others, others_seen = said + 1, seen + 1, others + 1, others_seen + 1
    pooled = (said + others) / (seen + others_seen)
    if pooled >= 1:
        return 0.0
    spread = sqrt(pooled * (1 - pooled) * (1 / seen + 1 / others_seen))
    return (said / seen - others / others_seen) / spread


def _points(places: Numbers, groups: Codes) -> tuple[tuple[float, float, int], ...]:
    """Those in groups, in no order that tells who came when; of very many, some."""
    points = sorted(
        (round(float(x), 3), round(float(y), 3), int(group))
        for (x, y), group in zip(places, groups, strict=True)
        if group != NONE
    )
    return tuple(points[:: -(-len(points) // MOST_ON_MAP)])


def _opinion(said: Mapping[str, Any]) -> Opinion:
    groups = tuple(None if one is None else (one[0], one[1]) for one in said["groups"])
    divide = None if said["divide"] is None else Divide(**said["divide"])
    return Opinion(**{**said, "all": Tally(**said["all"]), "groups": groups, "divide": divide})
