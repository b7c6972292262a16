"""The figures that the software shows about itself: ``analysis/accuracy.json``, one file for all.

Those on civic comments are kept from training (see ``training.calibrate``); those on themes and
those on the invented lines are worked out anew with what is shipped.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from analysis import accuracy
from analysis.sentiment import Reader
from training import multilingual
from training.calibrate import KEPT
from training.sources import HERE, rows

STEP = 0.05
MISSES = 12


def write(reader: Reader, concerns: dict[str, Any], others: dict[str, list[int]]) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    whole = {
        "version": reader.version,
        "feelings": {
            source: [one["right"], one["n"]]
            for source, one in {"all": kept["all"], **kept["by_source"]}.items()
        },
        "answered": answered(kept),
        "calibration": calibration(kept),
        "concerns": concerns,
        "misses": misses(reader),
        "languages": others,
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    accuracy.FILE.write_text(text, encoding="utf-8")


def answered(kept: dict[str, Any]) -> list[int]:
    """Of all comments: how many answers were right, how many were given, how many there are."""
    n = kept["all"]["n"]
    (cut,) = (one for one in kept["cuts"] if one["cut"] == accuracy.CUT)
    given = round(cut["answered"] * n)
    return [round(cut["right"] * given), given, n]


def calibration(kept: dict[str, Any]) -> list[list[float]]:
    """The middle of each step of chance, how many of its answers were right, and of how many.

    Worked out from what is kept for each cut; rounding may be off by a comment or two.
    """
    n, cuts = kept["all"]["n"], kept["cuts"]
    above = [(one["cut"], round(one["answered"] * n)) for one in cuts]
    right = [round(one["answered"] * n * one["right"]) for one in cuts]
    steps = []
    for at, (cut, given) in enumerate(above):
        is_last = at + 1 == len(above)
        less, less_right = (0, 0) if is_last else (above[at + 1][1], right[at + 1])
        top = 1.0 if is_last else above[at + 1][0]
        steps.append([round((cut + top) / 2, 3), right[at] - less_right, given - less])
    return steps


def languages() -> dict[str, list[int]]:
    """How many answers were right, how many were given, and of how many texts, by language.

    English: residents' comments whose source had not been seen. Others: all invented lines, by
    heads that had learnt from English alone. All as ``training.multilingual`` kept them.
    """
    table = json.loads(multilingual.ERRORS.read_text(encoding="utf-8"))["true_and_read"]
    unsure = sum(read["uncertain"] for read in table.values())
    n = sum(sum(read.values()) for read in table.values())
    english = [sum(table[one][one] for one in table), n - unsure, n]
    return {"en": english} | json.loads(multilingual.KEPT.read_text(encoding="utf-8"))


def misses(reader: Reader) -> list[list[str]]:
    """Invented lines, held back from training, that are answered wrongly: text, truth, answer."""
    found: list[list[str]] = []
    for row in _by_turns(
        [one for one in rows(HERE / "challenge_lines.csv") if one["part"] != "tuned"]
    ):
        said = reader(row["text"]).sentiment.value
        if said not in (row["sentiment"], "uncertain"):
            found.append([row["text"], row["sentiment"], said])
    return found[:MISSES]


def _by_turns(told: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """One of each set, then the next of each, so that the first few show every kind."""
    sets: dict[str, int] = {}
    places = []
    for row in told:
        sets[row["set"]] = sets.get(row["set"], 0) + 1
        places.append(sets[row["set"]])
    return [row for _place, _at, row in sorted(zip(places, range(len(told)), told, strict=True))]
