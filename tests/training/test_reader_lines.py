"""The invented lines of the reader of feelings: enough, well formed, and no copy over the split."""

from collections import Counter

import pytest

from analysis.multilingual import LANGUAGES
from core.vocabulary import Sentiment
from core.voice import Act
from tests.training.test_lines import COPY, shingles
from training.sources import HERE, rows

CHALLENGES = rows(HERE / "challenge_lines.csv")
CIVIC = rows(HERE / "civic_lines.csv")
OTHERS = rows(HERE / "language_lines.csv")
FAILURES = ("thanks", "no complaints", "crime is down", "requests", "past fear", "opposites")


@pytest.mark.parametrize("name", FAILURES)
def test_each_known_failure_has_sixty_lines_and_half_are_held_back(name):
    parts = Counter(row["part"] for row in CHALLENGES if row["set"] == name)
    assert parts.keys() == {"tuned", "held back"}
    assert parts.total() >= 60
    assert 0.45 < parts["held back"] / parts.total() < 0.55


def test_every_line_has_a_feeling_and_an_act_and_stands_once():
    for row in [*CHALLENGES, *CIVIC, *OTHERS]:
        assert row["sentiment"] in {"negative", "neutral", "positive"} & set(Sentiment)
        assert row["act"] in set(Act)
        assert row["text"].strip() == row["text"]
    texts = Counter(
        (row["text"].casefold(), row.get("question")) for row in [*CHALLENGES, *CIVIC, *OTHERS]
    )
    assert max(texts.values()) == 1


def test_no_line_that_was_learnt_from_is_nearly_one_that_was_held_back():
    halves = [*CHALLENGES, *OTHERS]
    learnt = [row["text"] for row in halves if row["part"] == "tuned"]
    learnt += [row["text"] for row in CIVIC]
    kept = [(text, shingles(text)) for text in learnt]
    near = [
        (row["text"], text)
        for row in halves
        if row["part"] == "held back"
        for text, their in kept
        if len(shingles(row["text"]) & their) >= COPY * len(shingles(row["text"]) | their)
    ]
    assert near == []


def test_every_language_that_is_read_was_measured_on_lines_in_it():
    measured = Counter(row["language"] for row in OTHERS if row["part"] == "held back")
    assert measured.keys() == LANGUAGES
    assert min(measured.values()) >= 20
