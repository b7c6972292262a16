"""Receipts: six words that come from a form's nonce and are known however they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import receipts
from core.keys import Keys
from core.receipts import ReceiptFormError

NONCE = bytes(range(32))
REST = (b"t" * 32, b"c" * 32, b"l" * 32, b"p" * 32, b"d" * 32)
FIXED = Keys(b"w" * 32, b"h" * 32, *REST)
LISTED = receipts._word_list()


def test_a_nonce_always_gives_the_same_words_and_hash():
    words = receipts.words_for(NONCE, FIXED)

    assert words == receipts.words_for(NONCE, FIXED)
    assert receipts.stored_hash(words, FIXED) == receipts.stored_hash(words, FIXED)
    assert len(receipts.stored_hash(words, FIXED)) == 32


@given(st.binary(min_size=32, max_size=32))
@settings(deadline=None, derandomize=True, database=None)
def test_every_nonce_gives_six_words_of_the_list(nonce):
    words = receipts.words_for(nonce, FIXED).split(" ")

    assert len(words) == 6
    assert set(words) <= set(LISTED)


def test_the_list_has_7772_different_words_of_plain_letters():
    assert len(set(LISTED)) == len(LISTED) == 7_772
    assert all(word.isascii() and word.isalpha() and word.islower() for word in LISTED)


def test_other_nonces_and_other_keys_give_other_words():
    others = [
        receipts.words_for(bytes(32), FIXED),
        receipts.words_for(NONCE, Keys(b"x" * 32, b"h" * 32, *REST)),
    ]

    assert receipts.words_for(NONCE, FIXED) not in others
    assert len(set(others)) == 2


def test_the_hash_needs_the_key():
    words = receipts.words_for(NONCE, FIXED)
    other = Keys(b"w" * 32, b"x" * 32, *REST)

    assert receipts.stored_hash(words, FIXED) != receipts.stored_hash(words, other)


@pytest.mark.parametrize(
    "typed", ["{}", "  {}\n", "upper", "title", ", ", ",\n", "\t", " - ", "; ", "1. "]
)
def test_words_are_known_however_they_are_typed(typed):
    words = receipts.words_for(NONCE, FIXED)
    if "{}" in typed:
        said = typed.format(words)
    elif typed.isalpha():
        said = getattr(words, typed)()
    else:
        said = words.replace(" ", typed)

    assert receipts.stored_hash(said, FIXED) == receipts.stored_hash(words, FIXED)


def test_the_order_of_the_words_counts():
    words = receipts.words_for(NONCE, FIXED).split()

    turned = receipts.stored_hash(" ".join(reversed(words)), FIXED)

    assert turned != receipts.stored_hash(" ".join(words), FIXED)


@pytest.mark.parametrize(
    "said",
    ["", "open sesame", " ".join(LISTED[:5]), " ".join(LISTED[:7]),
     " ".join([*LISTED[:5], "xyzzyx"]), "１２３４５６", "ä ö ü ß é è", "\0" * 6],
)  # fmt: skip
def test_what_is_no_receipt_is_refused(said):
    with pytest.raises(ReceiptFormError):
        receipts.stored_hash(said, FIXED)


@pytest.mark.parametrize("nonce", [b"", b"x" * 31, b"x" * 33])
def test_a_nonce_of_another_length_is_a_bug(nonce):
    with pytest.raises(ValueError, match="32 bytes"):
        receipts.words_for(nonce, FIXED)
