"""Learning a small linear model (``analysis.leanings``) from lines of text, and keeping it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis import leanings
from db.sample_texts import pieces

SHIPPED = Path(__file__).parents[1] / "analysis"
QUIET, ROUNDS, RATE, DECAY = 600, 25, 0.3, 1e-4


def rows(name: str) -> list[dict[str, str]]:
    """The invented lines of the file ``name`` beside this module."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quiet() -> list[str]:
    """Texts of the invented town: nobody in them is in danger or was treated badly."""
    return sorted({piece.text for piece in pieces(QUIET, seed=5)})


def learn(texts: Sequence[str], kinds: Sequence[str], classes: Sequence[str]) -> leanings.Model:
    """Multinomial logistic regression by AdaGrad (Duchi et al., JMLR 12, 2011), one text a step."""
    dice = np.random.default_rng(1)
    bags = [_bag(text) for text in texts]
    wanted = np.eye(len(classes))[[classes.index(kind) for kind in kinds]]
    weights, bias = np.zeros((leanings.ROWS, len(classes))), np.zeros(len(classes))
    seen, seen_bias = np.full_like(weights, 1e-6), np.full_like(bias, 1e-6)
    for _ in range(ROUNDS):
        for at in dice.permutation(len(bags)):
            bag = bags[at]
            scores = weights[bag].sum(axis=0) / np.sqrt(len(bag)) + bias
            odds = np.exp(scores - scores.max())
            error = odds / odds.sum() - wanted[at]
            step = error / np.sqrt(len(bag)) + DECAY * weights[bag]
            seen[bag] += step**2
            weights[bag] -= RATE * step / np.sqrt(seen[bag])
            seen_bias += error**2
            bias -= RATE * error / np.sqrt(seen_bias)
    return leanings.Model(tuple(classes), weights, bias)


def save(model: leanings.Model, name: str) -> None:
    """Keep ``model`` where the software finds it, its weights rounded to one byte each."""
    scale = float(np.abs(model.weights).max()) / 127
    small = np.round(model.weights / scale).astype(np.int8)
    np.savez_compressed(
        SHIPPED / f"{name}.npz",
        classes=np.array(model.classes),
        weights=small,
        scale=np.array(scale),
        bias=model.bias,
    )


def _bag(text: str) -> npt.NDArray[np.int64]:
    """The rows of weights that ``text`` touches."""
    every = {
        row for _, features in leanings.pieces(text) for of_word in features for row in of_word
    }
    return np.array(sorted(every))
