"""What the invented residents of Quillwater wrote over eighteen months; safe to show to anyone.

Beside everyday matters five stories can be followed: speeding on Tannery Road that grows over the
last three months, a tense week after a stop, a rescue from the river, a street light that is out,
and the thanks once it burns again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from core.vocabulary import Rating
from db.sample_grammar import Phrases, read_lists
from db.sample_town import SampleDistrict, districts
from db.sample_typing import as_typed

__all__ = ["SampleDistrict", "SampleFeedback", "SampleQuestion", "districts", "pieces", "questions"]

MOST_DAYS = 540

_HERE = Path(__file__).parent
_LISTS = read_lists(
    _HERE / name for name in ("sample_phrases.txt", "sample_phrases_es.txt", "sample_stories.txt")
)


@dataclass(frozen=True, slots=True)
class SampleQuestion:
    """A question that residents are asked."""

    code: str
    wording: str


@dataclass(frozen=True, slots=True)
class SampleFeedback:
    """One invented feedback; ``ratings`` go from ``Rating`` values to 1-5, and may be empty."""

    text: str
    district_code: str
    days_ago: int
    question_code: str | None
    ratings: dict[str, int]
    language: Literal["en", "es"]


@dataclass(frozen=True, slots=True)
class _Story:
    """Something that happened in one place: when it was first and last written of, and most."""

    phrases: str
    act: str
    district: str
    first: int
    last: int
    peak: int


_STORIES = {
    "tannery": _Story("tannery", "complaint", "3", 90, 0, 0),
    "stop": _Story("stop", "complaint", "2", 206, 198, 205),
    "rescue": _Story("rescue", "thanks", "2", 128, 112, 126),
    "dark light": _Story("dark light", "complaint", "1", 330, 262, 290),
    "mended light": _Story("mended light", "thanks", "1", 255, 232, 254),
}

# Of every hundred pieces; each hundred has them all, so even a small town has every story.
_HUNDRED = {
    "request": 58,
    "letter": 2,
    "complaint": 6,
    "thanks": 5,
    "mixed": 4,
    "question": 3,
    "tannery": 8,
    "stop": 5,
    "rescue": 4,
    "dark light": 3,
    "mended light": 2,
}

_TOPICS = {
    "speeding": 10,
    "crossing": 9,
    "signals": 5,
    "bikes": 4,
    "patrol": 8,
    "response": 5,
    "courtesy": 3,
    "force": 2,
    "bias": 3,
    "stops": 2,
    "followup": 7,
    "mental": 4,
    "homeless": 5,
    "drugs": 4,
    "youth": 6,
    "thefts": 6,
    "violence": 4,
    "home": 2,
    "noise": 6,
    "parking": 7,
    "lighting": 6,
    "conduct": 3,
    "languages": 2,
    "feeling": 3,
}  # fmt: skip -- one number a line says less

_DISTRICTS = {"1": 20, "2": 19, "3": 17, "4": 14, "5": 21, "6": 9}

_QUESTIONS = {
    "happened": "What happened, or what should we know?",
    "better": "What could we do better?",
    "well": "What is going well?",
}
_ASKED: dict[str, tuple[str | None, ...]] = {  # which question each kind of text answers
    "request": ("better", "better", "better", "happened", None),
    "complaint": ("happened", "happened", "better", None),
    "thanks": ("well", "well", "happened", None),
    "mixed": ("happened", "better", "well", None),
    "question": ("happened", None, None),
}

_SPANISH_SHARE = (
    0.11  # of what is neither a story nor a letter nor mixed: eight in a hundred of all
)
_RATED_SHARE = 0.35
_USUAL_RATING = {"request": 3.1, "complaint": 2.1, "thanks": 4.5, "mixed": 3.0, "question": 3.4}
_RATED_HIGHER = {"2": -0.5, "6": 0.4}


def questions() -> tuple[SampleQuestion, ...]:
    """The questions that pieces answer."""
    return tuple(SampleQuestion(code, wording) for code, wording in _QUESTIONS.items())


def pieces(count: int, *, seed: int) -> Iterator[SampleFeedback]:
    """``count`` pieces with different texts, in no order of time; the same for the same seed."""
    dice = Random(seed)  # noqa: S311 -- invented people, not secrets
    phrases = Phrases(_LISTS, dice)
    seen: set[str] = set()
    kinds: list[str] = []
    while len(seen) < count:
        if not kinds:
            kinds = [kind for kind, share in _HUNDRED.items() for _each in range(share)]
            dice.shuffle(kinds)
        kind = kinds.pop()
        piece = _piece(dice, phrases, kind)
        while piece.text.casefold() in seen:
            piece = _piece(dice, phrases, kind)
        seen.add(piece.text.casefold())
        yield piece


def _piece(dice: Random, phrases: Phrases, kind: str) -> SampleFeedback:
    story = _STORIES.get(kind)
    act = story.act if story else "request" if kind == "letter" else kind
    district = story.district if story else _weighted(dice, _DISTRICTS)
    spanish = not story and kind not in ("mixed", "letter") and dice.random() < _SPANISH_SHARE
    if story:
        days_ago = round(dice.triangular(story.last, story.first, story.peak))
    else:
        days_ago = int(MOST_DAYS * dice.random() ** 1.2)  # a little more each month
    language: Literal["en", "es"] = "es" if spanish else "en"
    sentences = [phrases.draw(name, district) for name in _outline(dice, kind, language)]
    return SampleFeedback(
        text=as_typed(dice, list(dict.fromkeys(sentences)), language),
        district_code=district,
        days_ago=days_ago,
        question_code=dice.choice(_ASKED[act]),
        ratings=_ratings(dice, kind, act, district),
        language=language,
    )


def _outline(dice: Random, kind: str, language: str) -> list[str]:
    """The lists a text draws from: its matter, and from the talkative what else they saw, who
    they are, a second matter and a last word."""
    main, more = _lists(dice, kind, language)
    longer = min(len(more), dice.choices((0, 1, 2, 3), (38, 32, 19, 11))[0])
    names = [main, *(more[at] for at in sorted(dice.sample(range(len(more)), longer)))]
    if "about me" in names and dice.random() < 0.6:
        names.remove("about me")
        names.insert(0, "about me")
    if kind == "request" and language == "en" and dice.random() < 0.06:
        names += ["also", f"{_weighted(dice, _TOPICS)} {dice.choice(('request', 'complaint'))}"]
    return names


def _lists(dice: Random, kind: str, language: str) -> tuple[str, list[str]]:
    """The list of phrases a text begins with, and those from which it may go on, in order."""
    if language == "es":
        return f"es {kind}", ["es more"] * 2
    if kind in _STORIES:
        return kind, [f"{kind} more"] * 2
    if kind in ("request", "complaint"):
        topic = _weighted(dice, _TOPICS)
        return f"{topic} {kind}", [*[f"{topic} more"] * 2, "about me", "closing"]
    return kind, []


def _ratings(dice: Random, kind: str, act: str, district: str) -> dict[str, int]:
    if dice.random() > _RATED_SHARE:
        return {}
    usual = _USUAL_RATING[act] + _RATED_HIGHER.get(district, 0) - (0.8 if kind == "stop" else 0)
    asked = dice.sample(list(Rating), dice.choice((1, 2, 3, 5, 5)))
    return {
        rating.value: min(5, max(1, round(dice.gauss(usual, 0.8))))
        for rating in Rating
        if rating in asked
    }


def _weighted(dice: Random, weights: dict[str, int]) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]
