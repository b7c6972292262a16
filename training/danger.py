"""``python -m training.danger``: learns ``analysis/danger.npz`` from the invented lines.

Only lines of the part "tuned" are learnt from. The same lines give the same weights.
"""

from __future__ import annotations

from typing import NamedTuple

from core.vocabulary import Danger
from training import complaints
from training.learning import learn, quiet, rows, save

CLASSES = ("none", *(kind.value for kind in Danger))


class Line(NamedTuple):
    """One invented line; lines of one ``scenario`` tell of the same thing.

    ``part`` is "tuned" (phrases and model were made with it), "held back" (every fifth scenario of
    a kind and wording, set aside before) or "fresh" (written after all else was frozen).
    """

    language: str
    scenario: str
    kind: str
    wording: str
    part: str
    text: str


def lines() -> list[Line]:
    return [Line(**row) for row in rows("danger_lines.csv")]


def main() -> None:
    tuned = [line for line in lines() if line.part == "tuned"]
    calm = [*quiet(), *(line.text for line in complaints.lines() if line.part == "tuned")]
    texts, kinds = [line.text for line in tuned] + calm, [line.kind for line in tuned]
    save(learn(texts, kinds + ["none"] * len(calm), CLASSES), "danger")


if __name__ == "__main__":
    main()
