"""Codes on cards: known however they are typed, and no word, vowel or digit among them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import card_codes
from core.card_codes import LETTERS, CardCodeError

CODES = st.text(LETTERS, min_size=12, max_size=12)


def test_fresh_codes_are_three_groups_and_never_the_same():
    codes = {card_codes.fresh() for _ in range(500)}

    assert len(codes) == 500
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert set(code) <= {*LETTERS, "-"}


@given(CODES, CODES)
def test_a_code_is_known_however_it_is_typed_and_another_is_not(keys, code, other):
    kept = card_codes.stored_hash(code, keys)

    assert len(kept) == 32
    for typed in (code.lower(), f" {code[:4]} {code[4:]}\n", "-".join(code)):
        assert card_codes.stored_hash(typed, keys) == kept
    assert (card_codes.stored_hash(other, keys) == kept) == (other == code)


@given(st.text(max_size=40))
def test_what_is_no_code_is_refused_in_a_sentence(keys, text):
    letters = "".join(text.split()).replace("-", "").upper()
    if len(letters) == 12 and set(letters) <= set(LETTERS):
        return
    with pytest.raises(CardCodeError, match="twelve letters"):
        card_codes.stored_hash(text, keys)
