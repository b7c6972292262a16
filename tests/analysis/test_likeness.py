"""What says the same is put together, and a few texts stand for all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import likeness

LIGHTS = [
    "Please put more street lights on Pell Lane.",
    "We need street lights on Pell Lane, it is dark",
    "More street lights for Pell Lane please!",
]
BUMPS = ["Speed bumps near the school would help.", "Could we get speed bumps at the school?"]
OTHERS = [
    "The library meeting was far too late in the evening.",
    "Officers should learn some Spanish.",
    "Open the skate park earlier on Sundays.",
    "Let people report potholes by text message.",
    "Post the minutes of the council online.",
]


def together(texts):
    found = likeness.groups(likeness.vectors(texts))
    return [sorted(texts[at] for at in group) for group in found]


def test_what_asks_for_the_same_is_together_and_nothing_else_is():
    found = together([*LIGHTS, *OTHERS, *BUMPS])

    assert found[:2] == [sorted(LIGHTS), sorted(BUMPS)]
    assert sorted(found[2:]) == sorted([text] for text in OTHERS)


def test_a_group_is_led_by_the_one_that_most_are_like():
    texts = [*OTHERS, *LIGHTS]
    (first, *_rest) = likeness.groups(likeness.vectors(texts))
    assert texts[first[0]] in LIGHTS


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=12))
def test_every_text_is_in_one_group_whatever_it_is(texts):
    found = likeness.groups(likeness.vectors(texts))
    assert sorted(at for group in found for at in group) == [*range(len(texts))]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=12), st.integers(0, 15))
def test_telling_ones_are_different_ones(texts, most):
    chosen = likeness.telling(likeness.vectors(texts), most)
    assert len(chosen) == len(set(chosen)) == min(most, len(texts))


def test_the_telling_ones_differ_from_each_other():
    texts = [*LIGHTS, *BUMPS, *OTHERS]
    chosen = [texts[at] for at in likeness.telling(likeness.vectors(texts), 3)]
    assert len({text in LIGHTS for text in chosen}) == 2, "the matter most speak of, and another"
    assert len(set(chosen)) == 3
