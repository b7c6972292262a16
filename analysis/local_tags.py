"""What a department's own corrections teach about concerns: what each theme takes to be tagged.

One logistic regression for each theme, over how far its log-odds lie above the cut and whether one
of its terms stands in the text. It starts from what is shipped, and learns only from texts that
come near the theme: a thousand requests for lamps say nothing of what a shooting sounds like.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from analysis.encoder import ModelFileError
from analysis.linear import fit

PENALTY, BIAS_PENALTY = 3.0, 1.0
NEAR = -2.0
"""The log-odds less the cut from which a text comes near a theme, if none of its terms does."""

AS_SHIPPED = (1.0, 0.0, 0.0)
Weights = tuple[float, float, float]


class Heard(NamedTuple):
    """Of a text, by the codes of the themes that are known: log-odds less the cut, and the themes
    of which a term stands there."""

    odds: Mapping[str, float]
    said: frozenset[str]

    def is_near(self, code: str) -> bool:
        return code in self.odds and (self.odds[code] > NEAR or code in self.said)


class Example(NamedTuple):
    """What was heard in a piece, and the codes of the themes that a person says it raises."""

    heard: Heard
    raised: frozenset[str]


class Tags(NamedTuple):
    """``weights`` by code: of the odds, of a term, and what is added; of the odds that the
    ``tagger`` of this version gives."""

    tagger: str
    weights: Mapping[str, Weights]
    version: str

    def __call__(self, heard: Heard) -> dict[str, float]:
        """The odds with what was learnt; above 0 a theme is tagged."""
        found = {}
        for code, odds in heard.odds.items():
            found[code] = odds
            if heard.is_near(code):
                slope, term, more = self.weights.get(code, AS_SHIPPED)
                found[code] = slope * odds + term * (code in heard.said) + more
        return found


def learn(examples: Sequence[Example], *, tagger: str) -> Tags:
    """What these teach of the themes that they come near; of none, nothing.

    ``tagger``: the version of the one that heard them, as shipped.
    """
    codes = sorted(set[str]().union(*(one.heard.odds for one in examples)))
    weights = {}
    for code in codes:
        own = [one for one in examples if one.heard.is_near(code)]
        if not own:
            continue
        told = np.array([(one.heard.odds[code], float(code in one.heard.said)) for one in own])
        right = np.array([float(code in one.raised) for one in own])
        fitted = fit(
            told, right, penalty=PENALTY, start=np.array(AS_SHIPPED), bias_penalty=BIAS_PENALTY
        )
        slope, term, more = fitted.round(6).tolist()
        weights[code] = (slope, term, more)
    return _named(tagger, weights)


def dumps(tags: Tags) -> str:
    plain = {"tagger": tags.tagger, "weights": tags.weights}
    return json.dumps(plain | {"sha256": _digest(tags.tagger, tags.weights)}) + "\n"


def loads(text: str) -> Tags:
    """The tags in ``text``; ``ModelFileError`` where it is not as ``dumps`` wrote it."""
    try:
        plain = json.loads(text)
        tagger = str(plain["tagger"])
        weights = {
            str(code): (float(slope), float(term), float(more))
            for code, (slope, term, more) in plain["weights"].items()
        }
        wanted = plain["sha256"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelFileError("what was learnt of concerns cannot be understood") from error
    if wanted != _digest(tagger, weights):
        raise ModelFileError("what was learnt of concerns is not the file that was written")
    return _named(tagger, weights)


def _named(tagger: str, weights: Mapping[str, Weights]) -> Tags:
    return Tags(tagger, weights, _digest(tagger, weights)[:8])


def _digest(tagger: str, weights: Mapping[str, Weights]) -> str:
    return sha256(json.dumps([tagger, sorted(weights.items())]).encode()).hexdigest()
