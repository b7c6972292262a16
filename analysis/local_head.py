"""What a department's own corrections teach: a small correction of the network's chances.

One logistic regression for each feeling, over the chance the network gives it, the network's other
scores, and the question that was answered. It starts from what is shipped: where corrections say
nothing, nothing changes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from analysis.encoder import FEELINGS, ModelFileError, Scores
from analysis.linear import Reals, chance, fit
from analysis.sentiment import Chances

PENALTY = 3.0
FEWEST_OF_QUESTION = 10
"""Labelled pieces that a question needs to count apart."""
SMALLEST = 1e-4


class Example(NamedTuple):
    """What the network made of a piece, and the index of its true feeling in ``FEELINGS``."""

    chances: Chances
    scores: Scores
    question: str | None
    feeling: int


class Head(NamedTuple):
    """``weights`` has a row for each of ``FEELINGS``. Questions are known by their hash alone."""

    questions: tuple[str, ...]
    weights: Reals
    version: str

    def __call__(self, chances: Chances, scores: Scores, question: str | None) -> Chances:
        told = [_features(at, chances, scores, question, self.questions) for at in range(3)]
        odds = [
            float(row @ own[:-1] + own[-1]) for row, own in zip(told, self.weights, strict=True)
        ]
        likely = chance(np.array(odds))
        return Chances(*(likely / likely.sum()).tolist())


def learn(examples: Sequence[Example]) -> Head:
    """The head that these teach; of none, one that changes nothing."""
    asked = Counter(_hash(one.question) for one in examples if one.question)
    questions = tuple(sorted(one for one, n in asked.items() if n >= FEWEST_OF_QUESTION))
    weights = []
    for at in range(len(FEELINGS)):
        width = 1 + len(FEELINGS) + 5 + len(questions)
        start = np.zeros(width + 1)
        start[0] = 1.0
        if examples:
            told = [
                _features(at, one.chances, one.scores, one.question, questions) for one in examples
            ]
            right = np.array([float(one.feeling == at) for one in examples])
            start = fit(np.array(told), right, penalty=PENALTY, start=start)
        weights.append(start)
    return _named(questions, np.array(weights, dtype=np.float64).round(6))


def dumps(head: Head) -> str:
    plain = {"questions": list(head.questions), "weights": head.weights.tolist()}
    return json.dumps(plain | {"sha256": _digest(head.questions, head.weights)}) + "\n"


def loads(text: str) -> Head:
    """The head in ``text``; ``ModelFileError`` where it is not as ``dumps`` wrote it."""
    try:
        plain = json.loads(text)
        questions, weights = tuple(plain["questions"]), np.array(plain["weights"], dtype=float)
        wanted = plain["sha256"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelFileError("the local head cannot be understood") from error
    if wanted != _digest(questions, weights):
        raise ModelFileError("the local head is not the file that was written")
    return _named(questions, weights)


def _named(questions: tuple[str, ...], weights: Reals) -> Head:
    return Head(questions, weights, _digest(questions, weights)[:8])


def _digest(questions: tuple[str, ...], weights: Reals) -> str:
    return sha256(json.dumps([questions, weights.tolist()]).encode()).hexdigest()


def _hash(question: str) -> str:
    return sha256(question.encode("utf-8", "replace")).hexdigest()[:16]


def _features(
    at: int, chances: Chances, scores: Scores, question: str | None, questions: tuple[str, ...]
) -> Reals:
    likely = min(max(chances[at], SMALLEST), 1 - SMALLEST)
    asked = [float(bool(question) and _hash(question or "") == one) for one in questions]
    return np.array(
        [np.log(likely / (1 - likely)), *scores.feeling / 2, *scores.act / 4, *asked], dtype=float
    )
