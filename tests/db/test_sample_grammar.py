"""Phrases: dealt like cards, filled to the end, and every one of them a whole sentence."""

from __future__ import annotations

import re
from random import Random

import pytest

from core.sample import SampleSize
from db.sample_grammar import Phrases, read_lists
from db.sample_map import districts, places
from db.sample_stories import STORIES
from db.sample_texts import LISTS

SENTENCES = re.compile(r"(thanks|mixed|question|letter|about me|closing|also)$|.*"
                       r"( request| complaint| more| thanks| question)$")  # fmt: skip


def phrases(**lists):
    return Phrases(lists, Random(1))


def test_phrases_are_dealt_through_before_one_returns():
    dealt = Phrases({"word": ["one", "two", "three"], "place 2": ["{word}!"]}, Random(1))
    assert {dealt.draw("word", "1") for _each in range(3)} == {"One", "Two", "Three"}
    assert dealt.draw("place", "2") in {"One!", "Two!", "Three!"}
    with pytest.raises(KeyError):
        dealt.draw("place", "1")


def test_choices_hold_choices_and_lists_and_may_be_empty():
    dealt = phrases(line=["a{ {b|{c}}|}."], c=["{d|e} f"])
    drawn = {dealt.draw("line", "1") for _each in range(200)}
    assert drawn == {"A.", "A b.", "A d f.", "A e f."}


def test_sentences_begin_large_and_do_not_end_twice():
    dealt = phrases(line=["{name} {name} , no . so"], name=["ann?"])
    assert dealt.draw("line", "1") == "Ann? Ann? No. So"


def test_lists_are_read_under_their_heads_and_remarks_left_out(tmp_path):
    (tmp_path / "one").write_text("# remark\n[a]\nx\n\ny\n[b 2]\nz\n")
    (tmp_path / "two").write_text("[a]\nw\n")
    assert read_lists([tmp_path / "one", tmp_path / "two"]) == {"a": ["x", "y", "w"], "b 2": ["z"]}


@pytest.mark.parametrize("size", SampleSize)
def test_every_list_that_is_named_is_there_for_every_district(size):
    lists = LISTS | places(size)
    lines = " ".join(line for lines in lists.values() for line in lines)
    for name in set(re.findall(r"\{([^{}|]+)\}", lines)):
        near = [f"{name} {district.code}" in lists for district in districts(size)]
        assert name in lists or all(near), name


def test_every_phrase_is_whole_sentences():
    dealt = Phrases(LISTS | places(SampleSize.TOWN), Random(2))
    names = [name for name in LISTS if SENTENCES.match(name) or name in STORIES]
    drawn = [dealt.draw(name, "7") for name in names for _each in range(20)]
    assert len(names) > 80
    assert [text for text in drawn if not re.search(r"[.!?…]$", text)] == []
