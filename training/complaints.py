"""``python -m training.complaints``: learns ``analysis/complaints.npz`` from the invented lines.

Lines of danger are learnt from too, as texts without a complaint, but for the few in which one is.
"""

from __future__ import annotations

from typing import NamedTuple

from training.learning import learn, quiet, rows, save

CLASSES = ("none", "complaint")
COMPLAIN = ("complain", "queja")
"""In the name of a scenario among the lines of danger: these are complaints and no danger."""


class Line(NamedTuple):
    """One invented line; ``complaint`` is "yes" or "no". ``part`` is as for lines of danger."""

    language: str
    scenario: str
    complaint: str
    part: str
    text: str


def lines() -> list[Line]:
    return [Line(**row) for row in rows("complaint_lines.csv")]


def main() -> None:
    texts, kinds = quiet(), ["none"] * len(quiet())
    for line in lines():
        if line.part == "tuned":
            texts.append(line.text)
            kinds.append("complaint" if line.complaint == "yes" else "none")
    for row in rows("danger_lines.csv"):
        if row["part"] == "tuned":
            texts.append(row["text"])
            kinds.append("complaint" if any(w in row["scenario"] for w in COMPLAIN) else "none")
    save(learn(texts, kinds, CLASSES), "complaints")


if __name__ == "__main__":
    main()
