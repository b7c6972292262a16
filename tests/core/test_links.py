"""Links: one purpose, one subject, one end; anything else is refused in a sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.links import LinkError, LinkPurpose, subject_of, token
from tests.conftest import NOW

KEY = b"k" * 32
UNTIL = NOW + timedelta(hours=1)


@given(st.integers(0, 2**62 - 1), st.sampled_from(LinkPurpose))
def test_a_link_is_good_for_its_purpose_until_its_end(subject, purpose):
    made = token(purpose, subject, until=UNTIL, key=KEY)

    assert subject_of(made, purpose, now=NOW, key=KEY) == subject
    for other in set(LinkPurpose) - {purpose}:
        with pytest.raises(LinkError):
            subject_of(made, other, now=NOW, key=KEY)
    with pytest.raises(LinkError):
        subject_of(made, purpose, now=UNTIL, key=KEY)
    with pytest.raises(LinkError):
        subject_of(made, purpose, now=NOW, key=b"x" * 32)


@given(st.text(max_size=80))
def test_nothing_made_up_is_a_link(text):
    with pytest.raises(LinkError):
        subject_of(text, LinkPurpose.UNFOLLOW, now=NOW, key=KEY)


@given(st.integers(0, 36), st.integers(1, 63))
def test_a_letter_changed_is_another_link(place, by):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    made = token(LinkPurpose.UNFOLLOW, 5, until=UNTIL, key=KEY)
    other = letters[(letters.index(made[place]) + by) % 64]

    with pytest.raises(LinkError):
        subject_of(made[:place] + other + made[place + 1 :], LinkPurpose.UNFOLLOW, now=NOW, key=KEY)
