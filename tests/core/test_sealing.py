"""Sealed values open in their own row alone, and with their own key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sealing import SealBrokenError, opened, seal

KEY = b"k" * 32


@given(st.text(max_size=200).filter(lambda text: text.isprintable()))
def test_what_was_sealed_opens_again(value):
    sealed = seal(value, place="contact.sealed:1", key=KEY)

    assert opened(sealed, place="contact.sealed:1", key=KEY) == value
    assert len(value) < 4 or value.encode() not in sealed


def test_moved_altered_or_under_another_key_it_stays_shut():
    sealed = seal("maya@example.org", place="contact.sealed:1", key=KEY)
    altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for value, place, key in (
        (sealed, "contact.sealed:2", KEY),
        (sealed, "contact.sealed:1", b"x" * 32),
        (altered, "contact.sealed:1", KEY),
        (b"\x02" + sealed[1:], "contact.sealed:1", KEY),
        (b"", "contact.sealed:1", KEY),
        (sealed[:5], "contact.sealed:1", KEY),
    ):
        with pytest.raises(SealBrokenError):
            opened(value, place=place, key=key)


def test_the_same_value_never_looks_the_same():
    assert len({seal("x", place="p", key=KEY) for _ in range(50)}) == 50
