"""Phrases in a text: the little language they are written in, and spelling as phones have it."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.phrases import english, find, grow, spanish

CLASSES = {"me": "me us", "hit": "hit hits beat*"}


def said(text, *lines, key=english):
    return [
        text[slice(*hit.span)] for hit in find(text, grow({"x": "\n".join(lines)}, CLASSES, key))
    ]


@pytest.mark.parametrize(
    ("line", "text", "found"),
    [
        ("help me", "Please HELP me now", ["HELP me"]),
        ("help me", "help, me", ["help, me"]),
        ("help me", "Help. Me", []),
        ("threat*", "he threatened", ["threatened"]),
        ("threat", "he threatened", []),
        ("kill|shoot @me", "they shoot us", ["shoot us"]),
        ("@hit @me", "he beats me", ["beats me"]),
        ("want to? die", "I want die", ["want die"]),
        ("want to? die", "I want to die", ["want to die"]),
        ("hits ~2 me", "hits me", ["hits me"]),
        ("hits ~2 me", "hits both of me", ["hits both of me"]),
        ("hits ~2 me", "hits all the both me", []),
        ("hits ~2 me", "hits hits me", ["hits me"]),
    ],
)
def test_a_phrase_is_found_as_it_is_written(line, text, found):
    assert said(text, line) == found


def test_an_exception_takes_back_what_it_overlaps_and_nothing_else():
    assert said("traffic is killing me", "killing me", "-traffic ~2 killing") == []
    assert said("he is killing me", "killing me", "-traffic ~2 killing") == ["killing me"]


@pytest.mark.parametrize("line", ["~2 me", "help ~2", "help? me?", "-~1 me", "?"])
def test_a_line_that_cannot_be_meant_is_refused(line):
    with pytest.raises(ValueError, match="begins and ends"):
        grow({"x": line}, CLASSES, english)


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        (english, "pleeeease", "please"),
        (english, "kil", "kill"),
        (spanish, "kiero", "quiero"),
        (spanish, "boy", "voy"),
        (spanish, "aser", "hacer"),
        (spanish, "jente", "gente"),
        (spanish, "suisidio", "suicidio"),
        (spanish, "yorar", "llorar"),
    ],
)
def test_what_sounds_alike_is_one_word(key, one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [(english, "bat", "bad"), (spanish, "casa", "caja"), (spanish, "chico", "quico")],
)
def test_other_words_stay_apart(key, one, other):
    assert key(one) != key(other)


@given(st.lists(st.sampled_from(["hits", "me", "now", "."]), max_size=30))
def test_a_gap_is_found_as_counting_by_hand_finds_it(told):
    """Ends of "hits ~2 me": a "me" with a "hits" at most three words before, in its clause."""
    ends = [
        at
        for at, word in enumerate(told)
        if word == "me"
        and any(
            told[start] == "hits" and "." not in told[start:at]
            for start in range(max(0, at - 3), at)
        )
    ]
    text = " ".join(told)
    hits = find(text, grow({"x": "hits ~2 me"}, CLASSES, english))
    assert [text[: hit.span.end].count(" ") for hit in hits] == ends


def test_gaps_upon_gaps_cost_no_more_than_their_number():
    gaps = grow({"x": "a ~5 a ~5 a ~5 a ~5 a ~5 b"}, {}, english)
    short, long = "a " * 2_000, "a " * 8_000
    find(short, gaps)
    began = perf_counter()
    find(short, gaps)
    middle = perf_counter()
    find(long, gaps)
    assert perf_counter() - middle < 16 * (middle - began)  # four times the words
