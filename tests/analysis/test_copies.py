"""Copies of one text: found when edited a little, and never made of what merely is alike."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import copies
from core.settings import ROOT
from db import sample_texts
from tests.analysis.bad_texts import BAD_TEXTS

LETTER = (
    "Please do not close the front desk on Harbour Lane at night. Many of us work late and cannot "
    "come by day, and a locked door is no answer to somebody who is afraid."
)
WORDS = st.lists(st.sampled_from("a b c d e f g h".split()), max_size=30)


def edited(text, share, dice):
    """``text`` with a ``share`` of its words replaced, left out or added to."""
    said = text.split()
    for _ in range(max(1, round(len(said) * share))):
        at = dice.randrange(len(said))
        change = dice.choice(["replace", "leave out", "add"])
        said[at : at + (change != "add")] = [] if change == "leave out" else ["something"]
    return " ".join(said)


def find_each_other(one, other):
    first, second = copies.pairs(one), copies.pairs(other)
    meet = not {*copies.bands(first)}.isdisjoint(copies.bands(second))
    return meet and copies.are_copies(first, second)


def exact(one, other):
    """The Jaccard similarity of the sets of word pairs, said the long way."""
    first, second = ({*pairwise(said)} for said in (one, other))
    return len(first & second) / len(first | second)


@given(WORDS, WORDS)
def test_the_similarity_is_that_of_the_sets_of_word_pairs(one, other):
    found = copies.similarity(copies.pairs(" ".join(one)), copies.pairs(" ".join(other)))

    if min(len(one), len(other)) < copies.FEWEST_WORDS:
        assert found == 0
    else:
        assert found == pytest.approx(exact(one, other))


def test_bands_meet_as_often_as_the_similarity_says():
    """Of two texts with similarity J a band is shared with the probability J to the ROWS."""
    dice, shared, wanted = Random(5), 0, 0.0
    for _ in range(300):
        said = [str(dice.random()) for _ in range(40)]
        other = [*said[: dice.randrange(10, 41)], *(str(dice.random()) for _ in range(20))]
        first, second = copies.pairs(" ".join(said)), copies.pairs(" ".join(other))
        shared += sum(map(int.__eq__, copies.bands(first), copies.bands(second)))
        wanted += copies.BANDS * exact(said, other) ** copies.ROWS

    assert shared == pytest.approx(wanted, rel=0.15)


@pytest.mark.parametrize(("share", "least"), [(0.05, 0.97), (0.1, 0.9), (0.2, 0.57)])
def test_edited_copies_are_found_as_often_as_we_say(share, least):
    """Lightly edited is a word in ten or fewer; moderately, one in five."""
    dice = Random(7)
    texts = {piece.text for piece in sample_texts.pieces(600, seed=3)}
    long = [text for text in sorted(texts) if len(text.split()) >= 12]
    assert len(long) > 100

    found = sum(find_each_other(text, edited(text, share, dice)) for text in long)

    assert found / len(long) >= least


def test_capitals_accents_and_signs_make_no_difference():
    assert find_each_other(LETTER, LETTER.upper().replace(".", " !!").replace("A", "Á"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The light on our street is broken", "The light on our street is lovely today"),
        ("I am sorry for your loss", "I am sorry for your trouble and for mine"),
        ("More patrols please", "More patrols please"),
        (LETTER, "Please do close the front desk. Nobody comes at night, and it costs much."),
        (LETTER, LETTER[:60] + " but send two officers to the market on Saturdays instead, where "
         "people push and shout from morning on until the last stall has been packed away."),
    ],
)  # fmt: skip
def test_what_is_merely_alike_or_very_short_is_no_copy(one, other):
    assert not find_each_other(one, other)


def test_the_bands_are_the_same_in_every_process():
    asked = f"from analysis.copies import *; print(bands(pairs({LETTER!r})))"
    said = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT,
        env={"PYTHONHASHSEED": "77", "PATH": ""},
    )  # fmt: skip
    assert said.stdout.strip() == str(copies.bands(copies.pairs(LETTER)))


@pytest.mark.parametrize("text", [*BAD_TEXTS, "word " * 200_000, "x" * 1_000_000])
def test_no_text_breaks_it_or_makes_much_of_it(text):
    found = copies.pairs(text)

    assert len(found) < copies.MOST_WORDS
    assert len(copies.bands(found)) in {0, copies.BANDS}
    assert all(-(2**63) <= band < 2**63 for band in copies.bands(found))
