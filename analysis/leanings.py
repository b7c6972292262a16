"""What the words of a text lean toward, taken together, by a small linear model.

The text is taken as a bag of features (words, pairs of neighbours, and four letters in a row) that
are hashed into a fixed number of rows of weights; multinomial logistic regression says how likely
each class is. Hashing as in Weinberger et al., ICML 2009. It knows nothing of word order or
negation beyond pairs, so it stands beside phrases and never alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from math import sqrt
from pathlib import Path
from typing import NamedTuple, cast
from zlib import crc32

import numpy as np
import numpy.typing as npt

from analysis.spans import Span
from analysis.words import fold, words

ROWS = 1 << 14
GRAM = 4
LONGEST_PIECE = 60
"""Words that are looked at together: longer texts are read piece by piece, as people write some
forty words when they are in need and a long story would drown them."""
FEWEST = 5
"""Words that a piece needs: fewer lean wherever they were seen most."""
Reals = npt.NDArray[np.float64]
Features = list[list[int]]


class Model(NamedTuple):
    """``weights`` has ``ROWS`` rows and a column for each class; ``bias`` one number for each."""

    classes: tuple[str, ...]
    weights: Reals
    bias: Reals


def lean(text: str, name: str, *, sure: float) -> Iterator[tuple[str, Span]]:
    """The likeliest class but the first for each piece that is more than ``sure`` not the first.

    With it the span of the piece: it is the words together that lean. ``name`` is the model's, a
    file ``NAME.npz`` beside this one.
    """
    model = _model(name)
    for spans, features in pieces(text):
        if sum(text[start].isalnum() for start, _end in spans) < FEWEST:
            continue
        likely = chances(features, model)
        if 1 - likely[0] > sure:
            kind = model.classes[1 + int(likely[1:].argmax())]
            yield kind, Span(spans[0].start, spans[-1].end)


@cache
def _model(name: str) -> Model:
    """What was learnt from invented lines; see ``training``."""
    with np.load(Path(__file__).with_name(f"{name}.npz"), allow_pickle=False) as kept:
        weights: Reals = kept["weights"].astype(np.float64) * float(kept["scale"])
        return Model(tuple(map(str, kept["classes"])), weights, kept["bias"].astype(np.float64))


def pieces(text: str) -> list[tuple[list[Span], Features]]:
    """``text`` in pieces of ``LONGEST_PIECE`` words or fewer: the span and features of each."""
    cut: list[tuple[list[Span], Features]] = [([], [])]
    before = "^"
    for found in words(text):
        word = fold(found[0]) or "."
        if len(cut[-1][0]) >= LONGEST_PIECE:
            cut.append(([], []))
            before = "^"
        cut[-1][0].append(Span(*found.span()))
        cut[-1][1].append(_hashed(before, word))
        before = word
    return cut


def chances(features: Features, model: Model) -> Reals:
    """How likely each class is for a piece with these features; they add up to 1."""
    rows = sorted({row for of_word in features for row in of_word})
    scores = model.weights[rows].sum(axis=0) / sqrt(len(rows)) + model.bias
    odds = np.exp(scores - scores.max())
    return cast("Reals", odds / odds.sum())


def _hashed(before: str, word: str) -> list[int]:
    return [_row(f"{before} {word}"), *_of_word(word)]


@lru_cache(maxsize=1 << 15)
def _of_word(word: str) -> tuple[int, ...]:
    edged = f"<{word}>"
    grams = [f"#{edged[at : at + GRAM]}" for at in range(len(edged) - GRAM + 1)][:20]
    return tuple(map(_row, [word, *grams]))


def _row(name: str) -> int:
    return crc32(name.encode("utf-8", "replace")) % ROWS
