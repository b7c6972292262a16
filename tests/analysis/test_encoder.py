import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.encoder import ACTS, ENOUGH, FEELINGS, LONGEST, MOST, Encoder, _stretches
from analysis.sentences import split
from analysis.spans import Span
from analysis.trained import FOLDER


@pytest.fixture(scope="module")
def encoder():
    return Encoder(FOLDER)


def test_every_text_has_a_score_for_each_class(encoder):
    for text in ("", "One", "Two words. And two more.", "long " * 3_000):
        whole = encoder(text, split(text)).whole
        assert (whole.feeling.shape, whole.act.shape) == ((len(FEELINGS),), (len(ACTS),))
        assert np.isfinite([*whole.feeling, *whole.act]).all()


def test_a_part_that_has_no_token_has_no_score(encoder):
    text = "a" * 5 + " " * ENOUGH + "behind"
    near, far = encoder(text, [Span(0, 5), Span(ENOUGH + 5, len(text))]).parts
    assert near is not None
    assert far is None


def test_a_text_is_scored_alike_whoever_was_scored_before(encoder):
    text = "Please mend the light on Elm Street."
    before = encoder(text, split(text)).whole.feeling
    encoder("Something else that is much longer, and awful at that.", [])
    assert (encoder(text, split(text)).whole.feeling == before).all()


def test_both_ends_of_a_long_text_count(encoder):
    calm = "The bus passes at nine. " * 40
    awful = calm + "Everything here is terrible, awful and dangerous. " * 12
    assert (
        encoder(awful, split(awful)).whole.feeling[0] > encoder(calm, split(calm)).whole.feeling[0]
    )


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), max_size=MOST * LONGEST + 50))
def test_stretches_lose_no_token_and_hold_no_more_than_can_be_read(steps):
    where = np.cumsum([step == 3 for step in steps]).tolist()
    found = list(_stretches(where))
    assert len(found) <= MOST
    assert found[0][0] == 0
    assert all(last - first <= LONGEST for first, last in found)
    assert all(one[1] == two[0] for one, two in itertools.pairwise(found))
    assert found[-1][1] == len(where) or len(found) == MOST


def test_a_stretch_ends_where_a_sentence_begins_if_it_can():
    where = [0] * 60 + [1] * 60 + [2] * 120
    assert list(_stretches(where)) == [(0, 60), (60, 120), (120, 216), (216, 240)]
