"""Whom a text names, by what residents call them: whole words, and an officer's numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.known_as import is_telling, known_as, named_in
from tests.analysis.bad_texts import BAD_TEXTS

STAFF = known_as(
    {1: ["Ibarra", "Officer 4471"], 2: ["Ana de la Núñez"], 3: ["Low", "B-0082"], 4: ["O'Dell"]}
)
FILLER = st.lists(st.sampled_from(["the", "light", "on", "elm", "slow", "82", "ibarras"]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ibarra was rude", {1}),
        ("IBARRA'S partner smiled", {1}),
        ("íbarra", {1}),
        ("Ibarras and Ibarrado", set()),
        ("ana de la nunez helped, and Low too", {2, 3}),
        ("Ana Núñez", set()),
        ("slow, below, Lowe", set()),
        ("Sgt. O’Dell", {4}),
        ("badge 4471", {1}),
        ("Badge number is 4471.", {1}),
        ("ofc. no. 4471", {1}),
        ("placa número 4471", {1}),
        ("it was # 4471", {1}),
        ("badge B82", {3}),
        ("shield B-82 and badge 04471", {1, 3}),
        ("at 4471 Elm Street", set()),
        ("bus 82, badge 44710", set()),
        ("the officer wrote that 4471 people came", set()),
    ],
)
def test_whom_a_text_names(text, found):
    assert named_in(text, STAFF) == found


@pytest.mark.parametrize(
    ("line", "telling"),
    [("Officer", False), ("sgt.", False), ("7", False), ("L.", False), ("badge number", False),
     ("Low", True), ("Li", True), ("82", True), ("badge 4471", True)],
)  # fmt: skip
def test_a_line_that_could_be_anyone_is_looked_for_by_nobody(line, telling):
    assert is_telling(line) is telling
    assert named_in(f"{line} came by", known_as({1: [line]})) in (frozenset(), {1})
    if not telling:
        assert named_in(line, known_as({1: [line]})) == frozenset()


@given(FILLER, FILLER)
def test_a_name_is_found_wherever_it_stands_and_nowhere_else(before, after):
    around = " ".join([*before, *after])
    assert named_in(around, STAFF) == frozenset()
    assert named_in(" ".join([*before, "iBarrá", *after]), STAFF) == {1}


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_no_text_breaks_it(text):
    assert named_in(text, STAFF) == frozenset()


@pytest.mark.parametrize(
    "said", ["Sgt. Ibarra hit me", "Officer Ibarra hit me", "badge 4471", "Ibar\u200bra hit me"]
)
def test_a_rank_a_number_beside_a_name_and_marks_nobody_sees_hide_nobody(said):
    assert named_in(said, known_as({1: ["Officer Ibarra 4471"]})) == {1}
