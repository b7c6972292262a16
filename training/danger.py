"""``python -m training.danger``: learns ``analysis/danger.npz`` from the invented lines.

Only the lines of the part "tuned" are learnt from, and the invented town's texts as quiet ones. The
same lines give the same file.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis import leanings
from core.vocabulary import Danger
from db.sample_texts import pieces

LINES = Path(__file__).with_name("danger_lines.csv")
OUT = Path(__file__).parents[1] / "analysis" / "danger.npz"
CLASSES = ("none", *(kind.value for kind in Danger))
QUIET, ROUNDS, RATE, DECAY = 600, 25, 0.3, 1e-4


class Line(NamedTuple):
    """One invented line; lines of one ``scenario`` tell of the same thing.

    ``part`` is "tuned" (phrases and model were made with it), "held back" (every fifth scenario of a
    kind and wording, set aside before) or "fresh" (written after all else was frozen).
    """

    language: str
    scenario: str
    kind: str
    wording: str
    part: str
    text: str


def lines() -> list[Line]:
    with LINES.open(encoding="utf-8", newline="") as file:
        return [Line(**row) for row in csv.DictReader(file)]


def learn(texts: list[str], kinds: list[str]) -> leanings.Model:
    """Multinomial logistic regression by AdaGrad (Duchi et al., JMLR 12, 2011), one text a step."""
    dice = np.random.default_rng(1)
    bags = [_bag(text) for text in texts]
    wanted = np.eye(len(CLASSES))[[CLASSES.index(kind) for kind in kinds]]
    weights, bias = np.zeros((leanings.ROWS, len(CLASSES))), np.zeros(len(CLASSES))
    seen, seen_bias = np.full_like(weights, 1e-6), np.full_like(bias, 1e-6)
    for _ in range(ROUNDS):
        for at in dice.permutation(len(bags)):
            rows = bags[at]
            scores = weights[rows].sum(axis=0) / np.sqrt(len(rows)) + bias
            odds = np.exp(scores - scores.max())
            error = odds / odds.sum() - wanted[at]
            step = error / np.sqrt(len(rows)) + DECAY * weights[rows]
            seen[rows] += step**2
            weights[rows] -= RATE * step / np.sqrt(seen[rows])
            seen_bias += error**2
            bias -= RATE * error / np.sqrt(seen_bias)
    return leanings.Model(CLASSES, weights, bias)


def save(model: leanings.Model, path: Path) -> None:
    """Keep ``model`` with its weights rounded to whole numbers of one byte."""
    scale = float(np.abs(model.weights).max()) / 127
    small = np.round(model.weights / scale).astype(np.int8)
    np.savez_compressed(
        path, classes=np.array(model.classes), weights=small, scale=scale, bias=model.bias
    )


def _bag(text: str) -> npt.NDArray[np.int64]:
    every = [
        row for _, features in leanings.pieces(text) for of_word in features for row in of_word
    ]
    return np.array(sorted(set(every)))


def main() -> None:
    tuned = [line for line in lines() if line.part == "tuned"]
    quiet = sorted({piece.text for piece in pieces(QUIET, seed=5)})
    model = learn(
        [line.text for line in tuned] + quiet, [line.kind for line in tuned] + ["none"] * len(quiet)
    )
    save(model, OUT)


if __name__ == "__main__":
    main()
