"""Copies of one text, edited or not: MinHash over pairs of words, in bands that find each other.

Two texts are copies where the Jaccard similarity of their sets of word pairs is at least ``ALIKE``.
Each band is made of ``ROWS`` minima; texts that share a band may be copies, and ``are_copies`` says
whether they are. All hashes are the same in every process and on every machine.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from analysis.words import fold, words

ALIKE = 0.5
FEWEST_WORDS = 5  # "More lights please" is said by many who never met
MOST_WORDS = 5_000  # beyond them a text is compared by its beginning: a megabyte costs no more
FEWEST_SHARED = 6  # pairs, or all: "the light on our street is out" and "... is fine" are two texts
BANDS, ROWS = 10, 3

Pairs = NDArray[np.uint64]
"""The hashes of a text's pairs of words."""

_ODD = np.uint64(0x9E3779B97F4A7C15)


def _constants(name: str, n: int) -> Pairs:
    """``n`` numbers without a pattern, the same everywhere."""
    seeds = (f"{name} {one}".encode() for one in range(n))
    return np.array([_hash(seed) for seed in seeds], dtype=np.uint64)


def _hash(said: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big")


@lru_cache(maxsize=1 << 15)
def _of_word(word: str) -> int:
    return _hash(word.encode())


_SEEDS = _constants("seed", BANDS * ROWS)


def pairs(text: str) -> Pairs:
    """The hashes of the pairs of words in ``text``, each once, in order of size.

    Capitals, accents and punctuation make no difference. Empty for fewer than ``FEWEST_WORDS``.
    """
    folded = (word for found in words(text) if (word := fold(found[0])))
    hashes = np.array([_of_word(word) for word in islice(folded, MOST_WORDS)], dtype=np.uint64)
    if len(hashes) < FEWEST_WORDS:
        return np.empty(0, dtype=np.uint64)
    return np.unique(_mixed(hashes[:-1] * _ODD + hashes[1:]))


def similarity(one: Pairs, other: Pairs) -> float:
    """The Jaccard similarity of two results of ``pairs``; 0 where one is empty."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    together = len(one) + len(other) - shared
    return shared / together if shared else 0.0


def are_copies(one: Pairs, other: Pairs) -> bool:
    """Whether two results of ``pairs`` are of copies, edited a little or not at all."""
    alike = similarity(one, other)
    shared = alike * (len(one) + len(other)) / (1 + alike)
    return alike == 1 or (alike >= ALIKE and round(shared) >= FEWEST_SHARED)


def bands(found: Pairs) -> tuple[int, ...]:
    """``BANDS`` numbers, each a signed 64-bit integer as databases keep them; none for none."""
    if not len(found):
        return ()
    minima = _mixed(found[:, None] ^ _SEEDS).min(axis=0).reshape(BANDS, ROWS)
    mixed = np.arange(BANDS, dtype=np.uint64)
    for row in range(ROWS):
        mixed = _mixed(mixed * _ODD + minima[:, row])
    return tuple(map(int, mixed.astype(np.int64)))


def _mixed(values: Pairs) -> Pairs:
    """Each bit of the result depends on each bit of the value (the end of MurmurHash3)."""
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(0xFF51AFD7ED558CCD)
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(0xC4CEB9FE1A85EC53)
    return values ^ (values >> np.uint64(33))
