"""How often chance alone proposes a new concern, and how often a real one is found.

With the dates of real comments shuffled nothing is new, so every proposal is a false alarm. For
the power, invented comments on a matter nobody wrote of before are put into the last four weeks.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from analysis.new_concerns import Document, contrast, phrases_of
from analysis.shares import wilson
from bench.timing import Measure

TEXTS = Path(__file__).resolve().parents[2] / "shared/data/washington-dc/vision_zero_safety.csv"
SHUFFLES, TRIES = 200, 50
WEEKS = timedelta(days=28)
OURS, OTHERS = 400, 4_000
SUBJECT = {
    "rental scooters": 4, "kick boards": 2, "battery wheels": 1, "hop on rides": 1,
    "glider things": 1, "zip carts": 1,
}  # fmt: skip
"""What people call it, and how many of ten do."""
DOES = (
    "lie all over the corner", "block my ramp", "came out of nowhere", "end up in the creek",
    "ride too close to my mother", "were left at our door", "scare the dog", "have no stand",
)  # fmt: skip
AND = ("please do something", "it is new", "every day now", "who do I call", "I nearly fell", "")
"""Invented, for nobody may have written of it before."""


def measures() -> Iterator[Measure]:
    """The false-alarm rate with its interval, then the power; nothing where no texts are."""
    if not TEXTS.is_file():
        print("new concerns: not measured, for there are no real texts beside this folder")
        return
    dice = random.Random(1)  # noqa: S311 -- dates are dealt out, nothing is kept secret
    texts = _texts()
    false = sum(bool(contrast(*_shuffled(dice, texts))) for _ in range(SHUFFLES))
    yield _rate(f"new concerns, dates shuffled {SHUFFLES} times: any proposal", false, SHUFFLES)
    for n in (30, 60):
        hit = sum(_is_found(dice, texts, n) for _ in range(TRIES))
        yield _rate(f"  a new matter in {n} of {OURS + n} comments: proposed", hit, TRIES)


def _rate(name: str, hits: int, of: int) -> Measure:
    found = wilson(hits, of)
    low, high = (found.low, found.high) if found else (0.0, 1.0)
    return Measure(f"{name} ({low:.0%} to {high:.0%})", 100 * hits / of, "%")


def _texts() -> list[frozenset[str]]:
    """What each real comment says, copies once."""
    with TEXTS.open(encoding="utf-8-sig", newline="") as file:
        said = {row["COMMENTS"].strip() for row in csv.DictReader(file) if row["REQUESTDATE"]}
    return [phrases_of(text) for text in sorted(said) if text]


def _shuffled(
    dice: random.Random, texts: Sequence[frozenset[str]]
) -> tuple[list[Document], list[Document]]:
    """The last four weeks and the time before, of comments whose dates mean nothing."""
    drawn = dice.sample(range(len(texts)), OURS + OTHERS)
    documents = [Document(one, _day(dice), texts[one]) for one in drawn]
    return documents[:OURS], documents[OURS:]


def _is_found(dice: random.Random, texts: Sequence[frozenset[str]], n: int) -> bool:
    ours, others = _shuffled(dice, texts)
    fresh = []
    for number in range(n):
        (called,) = dice.choices([*SUBJECT], weights=[*SUBJECT.values()])
        text = f"{called} {dice.choice(DOES)}. {dice.choice(AND)}"
        fresh.append(Document(-1 - number, _day(dice), phrases_of(text)))
    found = contrast([*ours, *fresh], others)
    return any(number < 0 for one in found for number in one.documents)


def _day(dice: random.Random) -> date:
    return date(2026, 3, 2) - timedelta(days=dice.randrange(WEEKS.days))
