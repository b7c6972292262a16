"""``python -m training.calibrate``: what the networks said of the civic sources they had not seen.

From ``var/reader/out_of_fold.json``, which ``training.sentiment`` leaves: the temperature, the cut
for "uncertain", and the two files that are kept: ``cross_validation.json`` beside this module, and
``analysis/reader/errors.json``, how often each feeling is read as which. A figure that depends on a
temperature is taken with one that was fitted to the other groups of sources.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis import trained
from analysis.encoder import ACTS, FEELINGS
from training.scoring import calibration_error, macro_f1, macro_f1_interval
from training.sources import GROUP_OF, HERE, LABELS, WORK

OUT_OF_FOLD = WORK / "out_of_fold.json"
KEPT = HERE / "cross_validation.json"
ERRORS = trained.FOLDER / "errors.json"

Reals = npt.NDArray[np.float64]


def chances(logits: Reals, temperature: float) -> Reals:
    leant = (logits + trained.LEANING) / temperature
    odds = np.exp(leant - leant.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def fitted(logits: Reals, wanted: npt.NDArray[np.str_]) -> float:
    """The temperature under which what people said is likeliest; mixed texts say nothing."""
    known = np.isin(wanted, FEELINGS)
    at = np.array([FEELINGS.index(one) for one in wanted[known]])
    candidates = np.arange(0.5, 3.0, 0.02)
    return float(
        min(
            candidates,
            key=lambda t: -np.log(chances(logits[known], t)[np.arange(len(at)), at]).mean(),
        )
    )


def curve(best: Reals, right: npt.NDArray[np.bool_]) -> list[dict[str, float]]:
    """For each cut: how many of the texts are answered, and how many of these rightly."""
    return [
        {
            "cut": round(float(cut), 2),
            "answered": round(float((best >= cut).mean()), 3),
            "right": round(float(right[best >= cut].mean()), 3),
        }
        for cut in np.arange(0.4, 0.91, 0.05)
        if (best >= cut).any()
    ]


def figures(some: list[dict[str, Any]], said: npt.NDArray[np.str_]) -> dict[str, Any]:
    wanted = np.array([LABELS[row["sentiment"]] for row in some])
    acts = np.array([ACTS[int(np.argmax(row["whole"][1]))] for row in some])
    low, high = macro_f1_interval(wanted, said)
    return {
        "n": len(some),
        "macro_f1": round(macro_f1(wanted, said), 4),
        "macro_f1_interval": [round(low, 4), round(high, 4)],
        "right": int((wanted == said).sum()),
        "act_right": int((acts == np.array([row["act"] for row in some])).sum()),
    }


def answered(row: dict[str, Any]) -> str:
    """What the reader would say, sentence by sentence, with the cuts as they stand."""
    whole = trained.chances(np.array(row["whole"][0]))
    parts = [trained.chances(np.array(feeling)) for feeling, _ in row["sentences"]]
    said = [trained.answer(part) for part in parts] if len(parts) > 1 else []
    return trained.together(whole, said).value


def main() -> None:
    told: list[dict[str, Any]] = json.loads(OUT_OF_FOLD.read_text())
    logits = np.array([row["whole"][0] for row in told])
    wanted = np.array([LABELS[row["sentiment"]] for row in told])
    groups = np.array([GROUP_OF[row["source"]] for row in told])
    said = np.array(FEELINGS)[(logits + trained.LEANING).argmax(axis=1)]
    best = np.zeros(len(told))
    for group in set(groups):
        inside = groups == group
        heat = fitted(logits[~inside], wanted[~inside])
        best[inside] = chances(logits[inside], heat).max(axis=1)
    right = said == wanted
    sources = np.array([row["source"] for row in told])
    acts = [[row["act"], ACTS[int(np.argmax(row["whole"][1]))]] for row in told]
    answers = np.array([answered(row) for row in told])
    kept = {
        "temperature": round(fitted(logits, wanted), 2),
        "calibration_error": round(calibration_error(best, right), 4),
        "all": figures(told, said),
        "by_source": {
            str(source): figures(
                [row for row, one in zip(told, sources == source, strict=True) if one],
                said[sources == source],
            )
            for source in sorted(set(sources))
        },
        "sentiment": counted(wanted, said, [*FEELINGS, "mixed"], FEELINGS),
        "act": counted(*np.array(acts).T, ACTS, ACTS),
        "cuts": curve(best, right),
    }
    KEPT.write_text(json.dumps(kept, indent=1) + "\n")
    told_as = counted(wanted, answers, [*FEELINGS, "mixed"], [*FEELINGS, "mixed", "uncertain"])
    ERRORS.write_text(json.dumps({"cut": trained.SURE, "true_and_read": told_as}, indent=1) + "\n")
    print(KEPT.read_text())


def counted(
    wanted: npt.NDArray[np.str_], said: npt.NDArray[np.str_],
    rows: list[str] | tuple[str, ...], columns: list[str] | tuple[str, ...],
) -> dict[str, dict[str, int]]:  # fmt: skip
    """How many texts that people gave the label of the row were read as that of the column."""
    return {
        row: {column: int(((wanted == row) & (said == column)).sum()) for column in columns}
        for row in rows
    }


if __name__ == "__main__":
    main()
