"""What a department's own corrections teach about concerns: what each theme takes to be tagged.

One logistic regression for each theme, over how far its log-odds lie above the cut and whether one
of its terms stands in the text. It starts from what is shipped: where corrections say nothing of a
theme, nothing changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from analysis.encoder import ModelFileError
from analysis.linear import fit

PENALTY = 3.0
AS_SHIPPED = (1.0, 0.0, 0.0)
Weights = tuple[float, float, float]


class Heard(NamedTuple):
    """Of a text, by the codes of the themes that are known: log-odds less the cut, and the themes
    of which a term stands there."""

    odds: Mapping[str, float]
    said: frozenset[str]


class Example(NamedTuple):
    """What was heard in a piece, and the codes of the themes that a person says it raises."""

    heard: Heard
    raised: frozenset[str]


class Tags(NamedTuple):
    """``weights`` by code: of the odds, of a term, and what is added."""

    weights: Mapping[str, Weights]
    version: str

    def __call__(self, heard: Heard) -> dict[str, float]:
        """The odds with what was learnt; above 0 a theme is tagged."""
        found = {}
        for code, odds in heard.odds.items():
            slope, term, more = self.weights.get(code, AS_SHIPPED)
            found[code] = slope * odds + term * (code in heard.said) + more
        return found


def learn(examples: Sequence[Example]) -> Tags:
    """What these teach of the themes that are known in all of them; of none, nothing."""
    codes = sorted(set[str]().union(*(one.heard.odds for one in examples)))
    weights = {}
    for code in codes:
        own = [one for one in examples if code in one.heard.odds]
        told = np.array([(one.heard.odds[code], float(code in one.heard.said)) for one in own])
        right = np.array([float(code in one.raised) for one in own])
        fitted = fit(told, right, penalty=PENALTY, start=np.array(AS_SHIPPED)).round(6).tolist()
        weights[code] = (fitted[0], fitted[1], fitted[2])
    return _named(weights)


def dumps(tags: Tags) -> str:
    return json.dumps({"weights": tags.weights, "sha256": _digest(tags.weights)}) + "\n"


def loads(text: str) -> Tags:
    """The tags in ``text``; ``ModelFileError`` where it is not as ``dumps`` wrote it."""
    try:
        plain = json.loads(text)
        weights = {
            str(code): (float(slope), float(term), float(more))
            for code, (slope, term, more) in plain["weights"].items()
        }
        wanted = plain["sha256"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelFileError("what was learnt of concerns cannot be understood") from error
    if wanted != _digest(weights):
        raise ModelFileError("what was learnt of concerns is not the file that was written")
    return _named(weights)


def _named(weights: Mapping[str, Weights]) -> Tags:
    return Tags(weights, _digest(weights)[:8])


def _digest(weights: Mapping[str, Weights]) -> str:
    return sha256(json.dumps(sorted(weights.items())).encode()).hexdigest()
