"""Floors under what ``python -m training.measure`` shows (docs/decisions/0014-danger.md)."""

from functools import cache
from pathlib import Path

import pytest

from training import measure

LABELLED = Path(__file__).parents[2].parent / "shared" / "data" / "civic" / "labelled.csv"


@cache
def of_lines():
    return {(figure.what, *figure.among): figure for figure in measure.of_lines()}


@cache
def of_labelled():
    return {(figure.what, *figure.among): figure for figure in measure.of_labelled(LABELLED)}


def share(figure):
    return figure.found / figure.total


@pytest.mark.parametrize("part", ["held back", "fresh"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_danger_in_plain_words_is_found(part, language):
    assert share(of_lines()["danger", part, language, "explicit"]) >= 0.95


@pytest.mark.parametrize("language", ["en", "es"])
def test_some_danger_that_is_only_hinted_at_is_found(language):
    assert share(of_lines()["danger", "fresh", language, "implicit"]) >= 0.5


@pytest.mark.parametrize(("part", "most"), [("held back", 0.2), ("fresh", 0.2), ("tuned", 0.02)])
@pytest.mark.parametrize("language", ["en", "es"])
def test_hard_texts_without_danger_seldom_alarm(part, language, most):
    assert share(of_lines()["danger", part, language, "negative"]) <= most


@pytest.mark.parametrize("language", ["en", "es"])
def test_most_complaints_in_residents_words_are_found(language):
    assert share(of_lines()["complaint", "fresh", language, "yes"]) >= 0.8


@pytest.mark.skipif(not LABELLED.exists(), reason="labelled comments are not beside this checkout")
def test_real_comments_seldom_alarm():
    assert share(of_labelled()["urgent", "labelled 0", "all"]) <= 0.02


@pytest.mark.skipif(not LABELLED.exists(), reason="labelled comments are not beside this checkout")
def test_real_complaints_are_found_and_little_else():
    right = of_labelled()["complaint", "labelled 1", "all"]
    wrong = of_labelled()["complaint", "labelled 0", "all"]
    assert share(right) >= 0.9
    assert right.found / (right.found + wrong.found) >= 0.95
