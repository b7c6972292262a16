"""How right the reader is: the figures that ``make accuracy`` published, for people to see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).with_name("accuracy.json")
CUT = 0.7
"""The chance from which a feeling is answered, as in ``analysis.trained``."""
UNSEEN, EVERY = "unseen", "all"


class Right(NamedTuple):
    """``right`` of ``n`` texts."""

    right: int
    n: int


class Found(NamedTuple):
    """Pairs of a text and a theme: rightly tagged, tagged, and wanted by people."""

    right: int
    tagged: int
    wanted: int

    @property
    def precision(self) -> float | None:
        return self.right / self.tagged if self.tagged else None

    @property
    def recall(self) -> float | None:
        return self.right / self.wanted if self.wanted else None

    @property
    def f1(self) -> float:
        return 2 * self.right / max(self.tagged + self.wanted, 1)


class Tagged(NamedTuple):
    """``found`` in ``texts``; micro-F1 lies in ``low`` .. ``high``; ``false`` texts of those
    without a concern that were tagged."""

    texts: int
    found: Found
    low: float
    high: float
    false: Right


@dataclass(frozen=True, slots=True)
class Accuracy:
    """``languages`` by code: how right the indicative reader's answers were, and in how many texts.

    ``concerns`` by part (a source, ``UNSEEN``, ``EVERY``) and ``themes`` by code, each by the
    way: "terms" or "blend"."""

    version: str
    feelings: dict[str, Right]
    answers: Right
    texts: int
    calibration: tuple[tuple[float, Right], ...]
    concerns: dict[str, dict[str, Tagged]]
    themes: dict[str, dict[str, Found]]
    misses: tuple[tuple[str, str, str], ...]
    languages: dict[str, tuple[Right, int]]


@cache
def published() -> Accuracy:
    plain = json.loads(FILE.read_text(encoding="utf-8"))
    right, given, texts = plain["answered"]
    return Accuracy(
        version=plain["version"],
        feelings={source: Right(*one) for source, one in plain["feelings"].items()},
        answers=Right(right, given),
        texts=texts,
        calibration=tuple((chance, Right(k, n)) for chance, k, n in plain["calibration"]),
        concerns={
            part: {way: _tagged(one) for way, one in ways.items()}
            for part, ways in plain["concerns"]["parts"].items()
        },
        themes={
            code: {way: Found(*one) for way, one in ways.items()}
            for code, ways in plain["concerns"]["themes"].items()
        },
        misses=tuple(map(tuple, plain["misses"])),
        languages={
            code: (Right(right, given), n) for code, (right, given, n) in plain["languages"].items()
        },
    )


def _tagged(one: dict[str, Any]) -> Tagged:
    found = Found(one["right"], one["tagged"], one["wanted"])
    return Tagged(one["texts"], found, one["low"], one["high"], Right(one["false"], one["silent"]))
