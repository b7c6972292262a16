"""Masking: what is hidden is in the result nowhere, and the rest stands as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.masking import MASK, NotInTextError, masked, suggested

TEXT = "I am Ann Example.\nANN lives by the Annex on Elm  Street."


@pytest.mark.parametrize(
    ("hidden", "left"),
    [
        ((), TEXT),
        (("ann",), f"I am {MASK} Example.\n{MASK} lives by the Annex on Elm  Street."),
        (("Ann Ex", "Example."), f"I am {MASK}\nANN lives by the Annex on Elm  Street."),
        (("elm street.", "", "  "), f"I am Ann Example.\nANN lives by the Annex on {MASK}"),
    ],
)
def test_every_place_is_masked_and_no_more(hidden, left):
    assert masked(TEXT, hidden) == left


def test_how_long_something_was_cannot_be_told():
    assert masked("Ann said it.", ["Ann"]) == masked("Bartholomew said it.", ["Bartholomew"])


def test_what_does_not_stand_there_is_said_and_not_passed_over():
    with pytest.raises(NotInTextError, match="“Bob” does not stand in the text"):
        masked(TEXT, ["Ann", "Bob"])


@given(st.text(max_size=40), st.text(max_size=40), st.text(min_size=1, max_size=8))
def test_what_was_hidden_is_nowhere_in_what_is_left(before, after, part):
    part = f"<{part.strip()}>"
    shown = masked(f"{before}{part}{after}{part}", [part])

    assert part not in shown
    assert MASK in shown


@given(st.text(max_size=200))
def test_all_that_is_suggested_can_be_masked(text):
    for part in suggested(text):
        assert MASK in masked(text, [part])


@pytest.mark.parametrize("end", ["", ".", ". Or not.", ",", "?", " x"])
def test_a_number_is_suggested_wherever_it_stands_in_a_sentence(end):
    assert suggested(f"Call 555-013-4477{end}") == ("555-013-4477",)


def test_what_tells_who_somebody_is_is_suggested_once():
    assert suggested("Mr. Example. 555-013-4477, or 555-013-4477.") == (
        "Mr. Example",
        "555-013-4477",
    )
