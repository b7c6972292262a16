"""Text: what may be stored, and in which one shape."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import texts
from core.errors import TextRefusedError


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  words \n", "words"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("tab\there", "tab\there"),
        ("bell\a and \x1b[31mred", "bell and [31mred"),
        ("e\u0301", "é"),
        ("\u200bzero width stays", "\u200bzero width stays"),
        ("👍", "👍"),
        ("9", "9"),
        ("你好", "你好"),
        ("\x85next line\x85", "next line"),
    ],
)
def test_text_is_kept_in_one_shape(typed, kept):
    assert texts.clean(typed, limit=100) == kept


@pytest.mark.parametrize(
    "typed", ["", " ", "\n\t", "\u200b", "\u00a0", "\ufeff", "...", "?!", "\x01\x02", "\u0301"]
)
def test_what_says_nothing_is_refused(typed):
    with pytest.raises(texts.EmptyTextError):
        texts.clean(typed, limit=100)


@pytest.mark.parametrize("typed", ["\0", "a\0b", "\ud800", "a\udfff"])
def test_what_no_database_can_keep_is_refused(typed):
    assert not texts.is_storable(typed)
    with pytest.raises(TextRefusedError):
        texts.clean(typed, limit=100)


def test_the_limit_is_met_after_cleaning_and_counts_characters():
    assert texts.clean("  " + "👍" * 10 + "  ", limit=10) == "👍" * 10

    with pytest.raises(texts.TextTooLongError, match=r"This has 1,001 characters; we can keep 1,"):
        texts.clean("x" * 1_001, limit=1_000)


@given(st.text())
@settings(derandomize=True, database=None)
def test_cleaning_twice_is_cleaning_once_and_loses_no_letter(typed):
    once = texts.plain(typed)

    assert texts.plain(once) == once
    letters = [c for c in unicodedata.normalize("NFC", typed) if c.isalnum()]
    assert [c for c in once if c.isalnum()] == letters


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
@settings(derandomize=True, database=None)
def test_what_is_storable_can_be_written_as_utf_8(typed):
    assert texts.is_storable(typed)
    assert texts.plain(typed).encode().decode() == texts.plain(typed)
