"""What the invented residents wrote over eighteen months; safe to show to anyone.

Beside everyday matters some stories can be followed: see ``sample_stories.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from core.sample import SampleSize
from core.vocabulary import Rating
from db.sample_grammar import Phrases, read_lists
from db.sample_map import districts, places
from db.sample_memory import Memory
from db.sample_stories import MOST_DAYS, SCENES, STORIES
from db.sample_typing import as_typed

_HERE = Path(__file__).parent
LISTS = read_lists(
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


def _spread(weights: Mapping[str, int]) -> list[str]:
    """Each name as often as it weighs, to draw from."""
    return [name for name, weight in weights.items() for _each in range(weight)]


_TOPICS = _spread(
    {
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
    }
)

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

_LONGER = (0, 0, 0, 1, 1, 1, 2, 2, 3)  # sentences beside the first
_SPANISH_SHARE = 0.11  # of what is neither a story nor a letter nor mixed: about 8 % of all
_RATED_SHARE = 0.35
_USUAL_RATING = {"request": 3.1, "complaint": 2.1, "thanks": 4.5, "mixed": 3.0, "question": 3.4}


def questions() -> tuple[SampleQuestion, ...]:
    """The questions that pieces answer."""
    return tuple(SampleQuestion(code, wording) for code, wording in _QUESTIONS.items())


def pieces(
    count: int, *, seed: int, size: SampleSize = SampleSize.TOWN
) -> Iterator[SampleFeedback]:
    """``count`` pieces with different texts, in no order of time; the same for the same seed."""
    author, memory = _Author(size, seed), Memory()
    kinds = author.kinds()
    for _each in range(count):
        kind = next(kinds)
        piece = author.piece(kind)
        while not memory.takes(piece.text):
            piece = author.piece(kind)
        yield piece


class _Author:
    """Writes for all people of one place."""

    def __init__(self, size: SampleSize, seed: int) -> None:
        self._scene = SCENES[size]
        self._dice = Random(seed)  # noqa: S311 -- invented people, not secrets
        self._phrases = Phrases(LISTS | places(size), self._dice)
        self._districts = _spread({place.code: place.weight for place in districts(size)})

    def kinds(self) -> Iterator[str]:
        """Each hundred of a town has every kind, so even a part of it has every story."""
        while True:
            kinds = _spread(self._scene.shares)
            self._dice.shuffle(kinds)
            yield from kinds

    def piece(self, kind: str) -> SampleFeedback:
        dice, story = self._dice, STORIES.get(kind)
        act = story.act if story else "request" if kind == "letter" else kind
        spanish = not story and kind not in ("mixed", "letter") and dice.random() < _SPANISH_SHARE
        if story:
            district = self._scene.where[kind]
            days_ago = round(dice.triangular(story.last, story.first, story.peak))
        else:
            district = dice.choice(self._districts)
            days_ago = int(MOST_DAYS * dice.random() ** 1.2)  # a little more each month
        language: Literal["en", "es"] = "es" if spanish else "en"
        outline = _outline(dice, kind, language)
        sentences = dict.fromkeys(self._phrases.draw(name, district) for name in outline)
        usual = _USUAL_RATING[act] - (0.8 if kind == "stop" else 0)
        return SampleFeedback(
            text=as_typed(dice, list(sentences), language),
            district_code=district,
            days_ago=days_ago,
            question_code=dice.choice(_ASKED[act]),
            ratings=_ratings(dice, usual + self._scene.rated_higher.get(district, 0)),
            language=language,
        )


def _outline(dice: Random, kind: str, language: str) -> list[str]:
    """The lists a text draws from: its matter, and from the talkative what else they saw, who
    they are, a second matter and a last word."""
    main, more = _lists(dice, kind, language)
    longer = min(len(more), dice.choice(_LONGER))
    names = [main, *(more[at] for at in sorted(dice.sample(range(len(more)), longer)))]
    if "about me" in names and dice.random() < 0.6:
        names.remove("about me")
        names.insert(0, "about me")
    if language == "es" or kind == "letter":
        return names
    if kind == "request" and dice.random() < 0.06:
        names += ["also", f"{dice.choice(_TOPICS)} {dice.choice(('request', 'complaint'))}"]
    if dice.random() < 0.07:
        names.insert(0, "opening")
    return names


def _lists(dice: Random, kind: str, language: str) -> tuple[str, list[str]]:
    """The list of phrases a text begins with, and those from which it may go on, in order."""
    if language == "es":
        return f"es {kind}", ["es more"] * 2
    if kind in STORIES:
        return kind, [f"{kind} more"] * 2
    if kind in ("request", "complaint"):
        topic = dice.choice(_TOPICS)
        return f"{topic} {kind}", [*[f"{topic} more"] * 2, "about me", "closing"]
    return kind, []


def _ratings(dice: Random, usual: float) -> dict[str, int]:
    if dice.random() > _RATED_SHARE:
        return {}
    asked = dice.sample(list(Rating), dice.choice((1, 2, 3, 5, 5)))
    return {
        rating.value: min(5, max(1, round(dice.gauss(usual, 0.8))))
        for rating in Rating
        if rating in asked
    }
