"""How far a share that a program read may lie from the true one: the reader's own mistakes.

The program's "negative" misses some texts that are, and takes some for it that are not. How many,
people's labels say (``analysis/reader/errors.json``, true against read, on sources the reader had
not seen). A share is turned back to what it would be without mistakes after W. J. Rogan and
B. Gladen, American Journal of Epidemiology 107 (1978) 71-76; how sure the labels are, by a
bootstrap over their table. Both errors, of few answers and of reading, are put together as
Newcombe's method 10 does (``analysis.shares``).

Texts in another language than English have a reader that errs more (``errors_multilingual.json``,
the same labels). Among pieces of both kinds the mistakes are those of both, by how many each read.
That takes the true share as alike in all languages; where it is not, the interval may be off. Both
tables are of the same comments, but are drawn apart: drawn together, intervals differ by .01.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import hypot
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

from analysis import accuracy
from analysis.linear import Reals
from analysis.shares import Share, wilson
from core.vocabulary import Sentiment

FEWEST_LABELLED = 30
"""Texts that people must have given a label before the reader's mistakes about it are known."""

_DRAWS, _SEED, _STEPS, _PARTS = 4_000, 7, 400, 10
_LABELLED = Path(__file__).with_name("reader")


class Mistakes(NamedTuple):
    """How one label was read: ``found`` of those ``truly`` so, ``wrongly`` of the ``others``."""

    found: int
    truly: int
    wrongly: int
    others: int

    @classmethod
    def of(cls, label: str, true_and_read: Mapping[str, Mapping[str, int]]) -> Self | None:
        """From a table of true against read; ``None`` where too few are truly so to know."""
        sums = {true: sum(read.values()) for true, read in true_and_read.items()}
        truly = sums.get(label, 0)
        if truly < FEWEST_LABELLED:
            return None
        found = true_and_read[label].get(label, 0)
        every = sum(read.get(label, 0) for read in true_and_read.values())
        return cls(found, truly, every - found, sum(sums.values()) - truly)


class Readers(NamedTuple):
    """The mistakes about one label, of who reads English and of who reads other languages."""

    english: Mistakes
    other: Mistakes

    def apart(self, part: float, other_part: float) -> float:
        """How far two read shares may lie apart, at most, where the true ones are alike.

        ``part``: of the pieces on each side, what was in other languages, 0 to 1.
        """
        sees, errs = (
            abs(self.english[at] / self.english[at + 1] - self.other[at] / self.other[at + 1])
            for at in (0, 2)
        )
        return abs(part - other_part) * max(sees, errs)


@lru_cache
def of_sentiments() -> Mapping[Sentiment, Readers]:
    """Of each feeling that the labels can tell of; "mixed" and "uncertain" are not among them."""
    english, other = (
        json.loads((_LABELLED / name).read_text(encoding="utf-8"))["true_and_read"]
        for name in ("errors.json", "errors_multilingual.json")
    )
    known = {
        word: (Mistakes.of(word.value, english), Mistakes.of(word.value, other))
        for word in Sentiment
    }
    return {word: Readers(one, two) for word, (one, two) in known.items() if one and two}


@lru_cache
def of_concerns() -> Mapping[str, Readers]:
    """Of each shipped theme by its code, on sources that neither its terms nor the model had seen.

    Too few labels of one theme tell little of it: there it is the mistakes of all themes together,
    and so it is, under "", for themes that staff made. Other languages are tagged by terms alone;
    how often those err is known of English only, and is taken to be alike elsewhere.
    """
    english, other = _of_themes("blend"), _of_themes("terms")
    return {code: Readers(english[code], other[code]) for code in english}


def _of_themes(way: str) -> dict[str, Mistakes]:
    known = accuracy.published()
    texts = known.concerns[accuracy.UNSEEN][way].texts
    of_each = {
        code: Mistakes(one.right, one.wanted, one.tagged - one.right, texts - one.wanted)
        for code, one in ((code, ways[way]) for code, ways in known.themes.items())
    }
    together = Mistakes(*(sum(column) for column in zip(*of_each.values(), strict=True)))
    enough = {
        code: one if one.truly >= FEWEST_LABELLED else together for code, one in of_each.items()
    }
    return enough | {"": together}


def share(k: int, n: int, readers: Readers | None, indicative: int = 0) -> Share | None:
    """The share of ``k`` read so in ``n``; its interval holds both errors.

    ``indicative``: how many of the ``n`` are in another language than English. The estimate stays
    what was read, so that it leads to ``k`` pieces; the interval is that of the true share, made
    wider where it would not hold the estimate. ``None`` for none of none. ``ValueError`` unless
    ``k`` and ``indicative`` are from 0 to ``n``.
    """
    sampled = wilson(k, n)
    if not 0 <= indicative <= n:
        raise ValueError(f"{indicative} in other languages of {n}")
    if sampled is None or readers is None:
        return sampled
    estimate, bottom, top, _n = sampled
    # In tenths, so that few are worked out. What holds for English alone is always within: a reader
    # that is less well known makes nothing surer.
    lows, highs = [bottom], [top]
    for parts in {0, -(-indicative * _PARTS // n)}:
        turned = _true(readers, parts)
        likely, least, most = (_at(estimate, line) for line in turned)
        lows.append(likely - hypot(likely - _at(bottom, turned[0]), likely - least))
        highs.append(likely + hypot(_at(top, turned[0]) - likely, most - likely))
    return sampled._replace(low=max(min(lows), 0.0), high=min(max(highs), 1.0))


def _at(read: float, line: Sequence[float]) -> float:
    """The value of ``line`` at ``read``, between two places of the grid."""
    place, part = divmod(read * _STEPS, 1)
    before = int(place)
    return line[before] + part * (line[min(before + 1, _STEPS)] - line[before])


@lru_cache(maxsize=256)
def _true(readers: Readers, parts: int) -> tuple[list[float], ...]:
    """The true share behind each read one of the grid, and its interval from the labels alone.

    ``parts`` of ``_PARTS`` of the pieces are in other languages.
    """
    rng = np.random.default_rng(_SEED)
    english, other = (_drawn(one, rng) for one in readers)
    weight = parts / _PARTS
    sees, errs = (1 - weight) * english + weight * other
    better = np.maximum(sees - errs, 0.05)  # a reader no better than chance tells nothing
    turned = (np.linspace(0.0, 1.0, _STEPS + 1)[:, None] - errs) / better
    return tuple(np.quantile(turned, [0.5, 0.025, 0.975], axis=1).tolist())


def _drawn(mistakes: Mistakes, rng: np.random.Generator) -> Reals:
    """Rates at which the label may truly be found, and wrongly be given: two rows of draws."""
    found, truly, wrongly, others = mistakes
    # One more of each than was seen: none seen among thirty is not never.
    sees = rng.binomial(truly + 2, (found + 1) / (truly + 2), _DRAWS) / (truly + 2)
    errs = rng.binomial(others + 2, (wrongly + 1) / (others + 2), _DRAWS) / (others + 2)
    return np.stack([sees, errs])
