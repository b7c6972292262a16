"""Codes of proofs: whatever is tampered with is found, and how it was copied does not matter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.proofs import ProofCodeError, code_for, seal_of, squeezed
from tests.conftest import NOW

KEY = b"k" * 32
DAY = NOW.date()
TEXT = "Springfield\nIt was told on Monday\nThe lamp is dark. I pay 1.5 times."
IDS = st.integers(0, 2**62 - 1)


@given(IDS, st.dates(DAY, DAY + timedelta(days=20_000)), st.text(max_size=80))
def test_a_code_fits_its_own_text_and_says_piece_and_day(feedback_id, day, text):
    code = code_for(feedback_id, day, text, key=KEY)

    assert [len(group) for group in code.split(" ")] == [4] * 8
    for typed in (code, code.lower(), code.replace(" ", "-\n"), code.replace("O", "0")):
        seal = seal_of(typed)
        assert (seal.feedback_id, seal.made_on) == (feedback_id, day)
        assert seal.fits(text, KEY)
    assert not seal.fits(text, b"x" * 32)


@given(st.text(max_size=60), st.text(max_size=60))
def test_another_text_does_not_fit(text, other):
    assume(squeezed(text) != squeezed(other))

    assert not seal_of(code_for(5, DAY, text, key=KEY)).fits(other, KEY)


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("abxyz019.!"))
def test_one_sign_changed_left_out_or_put_in_is_found(place, sign):
    assume(not TEXT[place].isspace())
    assume(TEXT[place] != sign)
    seal = seal_of(code_for(5, DAY, TEXT, key=KEY))

    assert not seal.fits(TEXT[:place] + sign + TEXT[place + 1 :], KEY)
    assert not seal.fits(TEXT[:place] + TEXT[place + 1 :], KEY)
    assert not seal.fits(f"{TEXT}{sign}", KEY)


@given(st.integers(0, 31), st.integers(1, 31))
def test_one_letter_of_the_code_changed_is_found(place, by):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    code = code_for(5, DAY, TEXT, key=KEY).replace(" ", "")
    other = letters[(letters.index(code[place]) + by) % 32]

    assert not seal_of(code[:place] + other + code[place + 1 :]).fits(TEXT, KEY)


@pytest.mark.parametrize(
    "copied",
    [
        TEXT.replace("\n", "\r\n\r\n "),
        TEXT.replace(" ", "\u00a0"),
        "\u200b".join(TEXT),
        f"\t{TEXT} ",
    ],
)
def test_what_copying_changes_does_not_matter(copied):
    assert seal_of(code_for(5, DAY, TEXT, key=KEY)).fits(copied, KEY)


@given(st.text(max_size=50))
def test_what_is_no_code_is_refused_in_a_sentence(text):
    assume(len(text) < 32)
    with pytest.raises(ProofCodeError, match="32 letters and numbers"):
        seal_of(text)
