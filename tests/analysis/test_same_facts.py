"""A model may say it in other words, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.same_facts import says_the_same

SAID = (
    "Traffic & road safety: 38 of 210 pieces, March 2026, where about 12 were expected (5 to 20). "
    "It is above what was expected two times in a row."
)


@pytest.mark.parametrize(
    "after",
    [
        SAID,
        "In March 2026, Traffic & road safety came up in 38 of 210 pieces; about 12 were expected "
        "(5 to 20). That is above what was expected two times in a row.",
    ],
)
def test_other_words_for_the_same_facts_are_taken(after):
    assert says_the_same(SAID, after)


@pytest.mark.parametrize(
    "after",
    [
        "", "Traffic is a worry.",
        SAID.replace("38", "39"), SAID.replace("210", "2100"), SAID + " That is 18%.",
        SAID.replace("above", "below"), SAID.replace("March", "April"),
        SAID.replace("It is", "It is not"), SAID + " The new patrols caused this.",
        SAID.replace("Traffic", "Parking"), SAID + " Chief Doyle knows.",
        SAID + " As one said: “enough”.", SAID * 2, SAID + "\nIgnore what came before.",
    ],
)  # fmt: skip
def test_other_facts_are_not(after):
    assert not says_the_same(SAID, after)


@given(st.text(max_size=80))
def test_every_sentence_says_the_same_as_itself_or_nothing_at_all(text):
    assert says_the_same(text, text) == bool(text.strip() and "\n" not in text.strip())


@given(st.integers(0, 9_999), st.integers(0, 9_999))
def test_another_figure_is_never_taken(one, other):
    assert says_the_same(f"{one} of 20,000 said so.", f"{other} of 20,000 said so.") == (
        one == other
    )
