"""The texts that people labelled: where they are, and which of them are held out together."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

HERE = Path(__file__).parent
WORK = HERE.parent / "var" / "reader"
LABELS = {"neg": "negative", "neu": "neutral", "pos": "positive", "mixed": "mixed"}
GROUPS = {
    "Bowling Green": ("polis_bg", "polis_bg_rand", "polis_bg2050"),
    "Washington": ("dc_vz",),
    "March On": ("polis_marchon",),
    "The others": ("philly", "polis_london", "bellingham"),
}
"""Civic sources that are held out together: one town's three forums, and the three that are small
or of one feeling only."""

GROUP_OF = {source: name for name, sources in GROUPS.items() for source in sources}


def folder() -> Path:
    """The labelled data: what the command line names, or the folder beside this project."""
    named = sys.argv[1] if len(sys.argv) > 1 else ""
    return Path(named) if named else HERE.parents[1] / "shared" / "data"


def invented() -> list[dict[str, str]]:
    """The lines in English beside this module, but for the challenges that are held back."""
    challenges = rows(HERE / "challenge_lines.csv")
    tuned = [row for row in challenges if row["part"] == "tuned"]
    return [*rows(HERE / "civic_lines.csv"), *tuned]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
