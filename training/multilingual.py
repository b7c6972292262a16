"""``python -m training.multilingual [DATA]``: the heads that read other languages than English.

They learn from English texts, as vectors of the encoder that ``analysis.multilingual`` uses, and
from the tuned half of the lines invented in other languages. How right they are is measured on
residents' comments in English whose source they had not seen (``errors_multilingual.json``), and in
each language by heads that learnt from no language but English (``languages.json``).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis import multilingual
from analysis.encoder import ACTS, FEELINGS
from analysis.linear import Reals, fit
from analysis.sentiment import SentimentReading
from training import complaints
from training.calibrate import counted
from training.reader_files import SHIPPED, sign
from training.scoring import calibration_error, scored
from training.sources import GROUP_OF, HERE, LABELS, folder, invented, rows

CIVIC_TIMES, LINES_TIMES = 10, 6
"""How much a resident's comment and an invented line count, where a general text counts once."""

PENALTY = 1.0
ERRORS = SHIPPED / "errors_multilingual.json"
LINES = HERE / "language_lines.csv"
KEPT = HERE / "languages.json"


@cache
def encoder() -> Callable[[str], Reals]:
    return multilingual.encoder()


class Told(NamedTuple):
    """Texts as vectors (texts, 512), and their labels; an act of "" is not known."""

    vectors: Reals
    feelings: npt.NDArray[np.str_]
    acts: npt.NDArray[np.str_]
    times: Reals

    @classmethod
    def of(cls, some: list[dict[str, str]], times: float) -> Told:
        vector = encoder()
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


def learnt_from() -> list[dict[str, str]]:
    """The invented lines that are learnt from, each with its language."""
    wronged = [
        {
            "language": line.language,
            "text": line.text,
            "sentiment": "negative",
            "act": "complaint",
        }
        for line in complaints.lines()
        if (line.part, line.complaint) == ("tuned", "yes")
    ]
    tuned = [row for row in rows(LINES) if row["part"] == "tuned"]
    return [{"language": "en"} | row for row in [*invented(), *tuned, *wronged]]


def counts(read: Callable[[str], SentimentReading], lines: list[dict[str, str]]) -> list[int]:
    """Of these lines: how many answers are right, how many are given, and how many lines."""
    said = [read(row["text"]).sentiment.value for row in lines]
    right = sum(row["sentiment"] == one for row, one in zip(lines, said, strict=True))
    return [right, len(said) - said.count("uncertain"), len(said)]


def main() -> None:
    data = folder()
    civic_rows, lines = rows(data / "civic" / "labelled.csv"), learnt_from()
    civic = Told.of(civic_rows, CIVIC_TIMES)
    english = [
        Told.of(rows(data / "sentiment" / "train.csv"), 1),
        Told.of([row for row in lines if row["language"] == "en"], LINES_TIMES),
    ]
    given = [*english, Told.of([row for row in lines if row["language"] != "en"], LINES_TIMES)]
    groups = np.array([GROUP_OF[row["source"]] for row in civic_rows])
    found: dict[int, SentimentReading] = {}
    for group in set(groups):
        inside = groups == group
        read = reader(heads([*given, civic.where(~inside)]))
        found |= {int(at): read(civic_rows[at]["text"]) for at in np.flatnonzero(inside)}
    measured(civic, [found[at] for at in range(len(civic_rows))])
    of_languages(heads([*english, civic]))
    np.savez_compressed(SHIPPED / multilingual.HEADS, **heads([*given, civic]))
    sign(SHIPPED)


def reader(taught: dict[str, Reals]) -> Callable[[str], SentimentReading]:
    """What reads a text with the heads that were ``taught``."""
    return partial(multilingual.read, encoder(), taught["feeling"], taught["act"])


def of_languages(taught_english: dict[str, Reals]) -> None:
    """Keep how right heads that learnt from English alone are in each language, on all its lines.

    Not the shipped ones on the half held back: what one line says in Polish, another says in
    Arabic, so lines of other languages would tell on them.
    """
    read = reader(taught_english)
    lines = rows(LINES)
    languages = dict.fromkeys(row["language"] for row in lines if row["language"] != "en")
    found = {
        one: counts(read, [row for row in lines if row["language"] == one]) for one in languages
    }
    KEPT.write_text(json.dumps(found, indent=1) + "\n")


def measured(civic: Told, found: list[SentimentReading]) -> None:
    """Print how right the heads were on what they had not seen, and keep what was read as what."""
    likely = np.array([one.chances for one in found])
    said, best = np.array(FEELINGS)[likely.argmax(axis=1)], likely.max(axis=1)
    right = said == civic.feelings
    print(scored(civic.feelings, said))
    acts = np.array([one.act for one in found])
    print(f"acts right {(acts == civic.acts).mean():.3f}")
    print(f"calibration error {100 * calibration_error(best, right):.1f} points")
    for cut in (0.5, 0.55, 0.6, 0.65, 0.7, 0.8):
        print(
            f"cut {cut}: {(best >= cut).mean():.3f} answered, {right[best >= cut].mean():.3f} right"
        )
    columns = [*FEELINGS, "mixed", "uncertain"]
    answers = np.array([one.sentiment.value for one in found])
    table = counted(civic.feelings, answers, [*FEELINGS, "mixed"], columns)
    ERRORS.write_text(
        json.dumps({"cut": multilingual.SURE, "true_and_read": table}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
