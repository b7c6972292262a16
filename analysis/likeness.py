"""Which texts say much the same: groups of them, and a few that stand for all.

Texts are compared by their words, each weighing more the fewer of them use it. For a few thousand
texts at a time: every one is set beside every other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from analysis.words import fold, words

Vectors = npt.NDArray[np.float32]
"""A row of length 1 for each text; of nothing but zeros where it has no word of its own."""

ALIKE = 0.36
"""The likeness (cosine) from which two texts ask for the same. Chosen by reading what it joins."""

REPEATS = 0.5
"""How much a quote loses for repeating what was quoted before: half keeps nearly all the matters
and halves the repetition. Maximal marginal relevance, J. Carbonell and J. Goldstein, SIGIR 1998."""

_PLACES = 2_048
_SAY_LITTLE = frozenset(
    """
    a about all also an and any are as at be because been but by can could do does for from get had
    has have he her here his how i if in into is it its just like make many me more most much my
    need needs no not of on one or our out please put she should so some than thank thanks that the
    their them then there these they thing this to too up us very want was we were what when where
    which who will with would you your al como con de del el en es esta favor hay la las lo los mas
    me mi muy necesitamos necesita no nos o para pedimos pero por porque que queremos quiero se si
    sin son su un una y ya
    """.split()
)
"""Words of asking and of every sentence, in English and Spanish: they make nothing alike."""
_ENDING = re.compile(r"(?<=\w{3})(?:ings?|ed|es|s|ly)$")


def vectors(texts: Sequence[str]) -> Vectors:
    """The ``texts`` as rows that can be compared with each other, and with no others."""
    counted = [Counter(_stems(text)) for text in texts]
    known = Counter(stem for one in counted for stem in one)
    rows = np.zeros((len(texts), _PLACES), dtype=np.float32)
    for row, one in zip(rows, counted, strict=True):
        for stem, n in one.items():
            weight = np.log((len(texts) + 1) / known[stem])
            row[_place(stem)] += (1 + np.log(n)) * weight
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9))


def groups(rows: Vectors) -> list[list[int]]:
    """The texts (by their index) in groups of those that are alike, the largest group first.

    The first of a group is the one most others are like; each text is in one group.
    """
    near = rows @ rows.T >= ALIKE
    np.fill_diagonal(near, val=True)
    free, found = np.ones(len(rows), dtype=bool), []
    for at in np.argsort(-near.sum(axis=1), kind="stable"):
        if free[at]:
            mine = np.flatnonzero(near[at] & free)
            free[mine] = False
            found.append([int(at), *(int(one) for one in mine if one != at)])
    return sorted(found, key=lambda one: (-len(one), one[0]))


def telling(rows: Vectors, most: int) -> list[int]:
    """Up to ``most`` texts that stand for all: near to what most say, and not to each other."""
    middle = rows.sum(axis=0)
    typical = rows @ (middle / max(float(np.linalg.norm(middle)), 1e-9))
    chosen: list[int] = []
    repeated = np.zeros(len(rows), dtype=np.float32)
    for _turn in range(min(most, len(rows))):
        worth = (1 - REPEATS) * typical - REPEATS * repeated
        worth[chosen] = -np.inf
        chosen.append(int(worth.argmax()))
        repeated = np.maximum(repeated, rows @ rows[chosen[-1]])
    return chosen


def _stems(text: str) -> list[str]:
    folded = (fold(found[0]) for found in words(text))
    return [_ENDING.sub("", word) for word in folded if word and word not in _SAY_LITTLE]


@lru_cache(maxsize=1 << 15)
def _place(stem: str) -> int:
    return crc32(stem.encode()) % _PLACES
