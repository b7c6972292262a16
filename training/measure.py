"""``python -m training.measure [LABELLED.csv]``: how often danger and complaints are found.

One table: what was looked for, in which texts, how many were found of how many, and Wilson's 95 %
interval. ``LABELLED.csv`` has the columns ``source``, ``text``, ``urgent`` and ``complaint``, the
last two 0 or 1, as people labelled them.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from analysis import complaints, danger
from analysis.shares import wilson
from training.complaints import lines as complaint_lines
from training.danger import lines as danger_lines


class Figure(NamedTuple):
    """``found`` of ``total`` texts of the group ``among``; ``what`` says what was looked for."""

    what: str
    among: tuple[str, ...]
    found: int
    total: int

    def line(self) -> str:
        share = wilson(self.found, self.total)
        told = f"{share.estimate:.3f} [{share.low:.3f}, {share.high:.3f}]" if share else "-"
        return f"{self.what:22} {' '.join(self.among):34} {self.found:4} of {self.total:4}  {told}"


def of_lines() -> Iterator[Figure]:
    """The invented lines: danger by part, language and wording, then by kind; complaints."""
    read = [(line, {sign.kind.value for sign in danger.find(line.text)}) for line in danger_lines()]
    yield from _figures(
        "danger", (((line.part, line.language, line.wording), bool(said)) for line, said in read)
    )
    told = [(line, said) for line, said in read if line.kind != "none"]
    yield from _figures(
        "danger, by kind",
        (((line.part, line.kind, line.wording), bool(said)) for line, said in told),
    )
    yield from _figures(
        "the kind, where found",
        (((line.part, line.kind), line.kind in said) for line, said in told if said),
    )
    yield from _figures(
        "complaint",
        (
            ((line.part, line.language, line.complaint), bool(complaints.find(line.text)))
            for line in complaint_lines()
        ),
    )


def of_labelled(path: Path) -> Iterator[Figure]:
    """Real texts: what is found where people saw it and where they did not, by source."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for what, find in (("urgent", danger.find), ("complaint", complaints.find)):
        read = [(row, bool(find(row["text"]))) for row in rows]
        yield from _figures(what, (((f"labelled {row[what]}", "all"), said) for row, said in read))
        yield from _figures(
            what, (((f"labelled {row[what]}", row["source"]), said) for row, said in read)
        )


def _figures(what: str, read: Iterable[tuple[tuple[str, ...], bool]]) -> list[Figure]:
    found: Counter[tuple[str, ...]] = Counter()
    total: Counter[tuple[str, ...]] = Counter()
    for among, said in read:
        total[among] += 1
        found[among] += said
    return [Figure(what, among, found[among], total[among]) for among in sorted(total)]


def main() -> None:
    for figure in of_lines():
        print(figure.line())
    for path in sys.argv[1:]:
        for figure in of_labelled(Path(path)):
            print(figure.line())


if __name__ == "__main__":
    main()
