"""``python -m training.multilingual [DATA]``: the heads that read other languages than English.

They learn from English texts, as vectors of the encoder that ``analysis.multilingual`` uses, and
from the tuned half of the lines invented in other languages. How right they are is measured on
residents' comments in English whose source they had not seen (``errors_multilingual.json``); the
figures of each language, on the lines that are held back, are ``training.published``'s.
"""

from __future__ import annotations

import json
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis import multilingual
from analysis.encoder import ACTS, FEELINGS
from analysis.linear import Reals, fit, score
from training import complaints
from training.calibrate import counted
from training.reader_files import SHIPPED, sign
from training.scoring import calibration_error, scored
from training.sources import GROUP_OF, HERE, LABELS, folder, rows

CIVIC_TIMES, LINES_TIMES = 10, 6
"""How much a resident's comment and an invented line count, where a general text counts once."""

PENALTY = 1.0
ERRORS = SHIPPED / "errors_multilingual.json"
LINES = HERE / "language_lines.csv"


class Told(NamedTuple):
    """Texts as vectors (texts, 512), and their labels; an act of "" is not known."""

    vectors: Reals
    feelings: npt.NDArray[np.str_]
    acts: npt.NDArray[np.str_]
    times: Reals

    @classmethod
    def of(cls, some: list[dict[str, str]], times: float) -> Told:
        vector = multilingual.encoder()
        return cls(
            np.array([vector(row["text"][: multilingual.ENOUGH]) for row in some]),
            np.array(
                [LABELS.get(said := row.get("sentiment") or row["label"], said) for row in some]
            ),
            np.array([row.get("act", "") for row in some]),
            np.full(len(some), times),
        )

    def where(self, kept: npt.NDArray[np.bool_]) -> Told:
        return Told(*(column[kept] for column in self))


def heads(parts: list[Told]) -> dict[str, Reals]:
    """Weights (513, answers) of each answer against the others."""
    every = Told(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    one_feeling, has_act = every.feelings != "mixed", every.acts != ""
    return {
        "feeling": _against_the_rest(
            every.where(one_feeling), FEELINGS, every.feelings[one_feeling]
        ),
        "act": _against_the_rest(every.where(has_act), ACTS, every.acts[has_act]),
    }


def _against_the_rest(some: Told, classes: tuple[str, ...], wanted: npt.NDArray[np.str_]) -> Reals:
    return np.column_stack(
        [
            fit(some.vectors, (wanted == one).astype(float), penalty=PENALTY, counts=some.times)
            for one in classes
        ]
    )


def main() -> None:
    data = folder()
    challenges = [row for row in rows(HERE / "challenge_lines.csv") if row["part"] == "tuned"]
    wronged = [
        {"text": line.text, "sentiment": "negative", "act": "complaint"}
        for line in complaints.lines()
        if (line.part, line.complaint) == ("tuned", "yes")
    ]
    others = [row for row in rows(LINES) if row["part"] == "tuned"]
    labelled = rows(data / "civic" / "labelled.csv")
    civic = Told.of(labelled, CIVIC_TIMES)
    given = [
        Told.of(rows(data / "sentiment" / "train.csv"), 1),
        Told.of([*rows(HERE / "civic_lines.csv"), *challenges, *wronged, *others], LINES_TIMES),
    ]
    groups = np.array([GROUP_OF[row["source"]] for row in labelled])
    scores, acts = np.zeros((len(groups), len(FEELINGS))), np.zeros((len(groups), len(ACTS)))
    for group in set(groups):
        inside = groups == group
        unseen = heads([*given, civic.where(~inside)])
        scores[inside] = score(civic.vectors[inside], unseen["feeling"])
        acts[inside] = score(civic.vectors[inside], unseen["act"])
    measured(civic, scores, acts)
    np.savez_compressed(SHIPPED / multilingual.HEADS, **heads([*given, civic]))
    sign(SHIPPED)


def measured(civic: Told, scores: Reals, acts: Reals) -> None:
    """Print how right the heads were on what they had not seen, and keep what was read as what."""
    likely = np.array([multilingual.chances(one) for one in scores])
    said, best = np.array(FEELINGS)[likely.argmax(axis=1)], likely.max(axis=1)
    right, sure = said == civic.feelings, best >= multilingual.SURE
    print(scored(civic.feelings, said))
    print(f"acts right {(np.array(ACTS)[acts.argmax(axis=1)] == civic.acts).mean():.3f}")
    print(f"calibration error {100 * calibration_error(best, right):.1f} points")
    for cut in (0.5, 0.55, 0.6, 0.65, 0.7, 0.8):
        print(
            f"cut {cut}: {(best >= cut).mean():.3f} answered, {right[best >= cut].mean():.3f} right"
        )
    columns = [*FEELINGS, "mixed", "uncertain"]
    table = counted(
        civic.feelings, np.where(sure, said, "uncertain"), [*FEELINGS, "mixed"], columns
    )
    ERRORS.write_text(
        json.dumps({"cut": multilingual.SURE, "true_and_read": table}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
