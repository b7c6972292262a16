"""The true share lies in the interval, which one that forgets the reader's mistakes cannot say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import reading_error
from analysis.reading_error import Mistakes
from analysis.shares import wilson
from core.vocabulary import Sentiment

GOOD = Mistakes(found=450, truly=600, wrongly=18, others=600)
COUNTS = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
MISTAKES = st.builds(
    lambda truly, others, a, b: Mistakes(int(a * truly), truly, int(b * others), others),
    st.sampled_from([30, 300]), st.sampled_from([30, 300]), st.sampled_from([0, 0.4, 1]),
    st.sampled_from([0, 0.1, 1]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(counts=COUNTS, mistakes=MISTAKES)
def test_the_interval_is_never_narrower_than_that_of_few_answers(counts, mistakes):
    told, sampled = reading_error.share(*counts, mistakes), wilson(*counts)
    if sampled is None:
        assert told is None
        return
    assert (told.estimate, told.n) == (sampled.estimate, sampled.n)
    assert 0 <= told.low <= sampled.low <= sampled.high <= told.high <= 1


def test_without_known_mistakes_it_is_the_interval_of_few_answers():
    assert reading_error.share(40, 100, None) == wilson(40, 100)


def test_a_reader_that_never_errs_adds_next_to_nothing():
    perfect = Mistakes(100_000, 100_000, 0, 100_000)
    told, sampled = reading_error.share(40, 100, perfect), wilson(40, 100)
    assert told.low == pytest.approx(sampled.low, abs=0.005)
    assert told.high == pytest.approx(sampled.high, abs=0.005)


def covered(true: float, *, known: Mistakes | None, draws: int = 400, n: int = 400) -> float:
    """How often the true share lies in the interval, where a reader errs as ``GOOD`` does."""
    rng = np.random.default_rng(3)
    sees, errs = GOOD.found / GOOD.truly, GOOD.wrongly / GOOD.others
    hits = 0
    for _ in range(draws):
        so = rng.binomial(n, true)
        k = rng.binomial(so, sees) + rng.binomial(n - so, errs)
        told = reading_error.share(int(k), n, known)
        hits += told.low <= true <= told.high
    return hits / draws


@pytest.mark.parametrize("true", [0.1, 0.45, 0.8])
def test_the_true_share_lies_in_it_as_often_as_is_said(true):
    assert covered(true, known=GOOD) >= 0.95


def test_an_interval_of_few_answers_alone_misses_the_true_share():
    assert covered(0.45, known=None) < 0.5


def test_what_the_labels_cannot_tell_of_is_left_alone():
    known = reading_error.of_sentiments()
    assert set(known) == {Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE}
    assert known[Sentiment.NEGATIVE].truly >= reading_error.FEWEST_LABELLED


def test_a_theme_with_few_labels_has_the_mistakes_of_all_together():
    known = reading_error.of_concerns()
    assert known["STP"].truly >= reading_error.FEWEST_LABELLED
    assert known["PAR"] == known[""] != known["STP"]
    assert known[""].truly > known["STP"].truly


def test_mistakes_come_from_a_table_of_true_against_read():
    table = {"a": {"a": 30, "b": 10}, "b": {"a": 2, "b": 48}, "c": {"a": 3, "c": 1}}
    assert Mistakes.of("a", table) == Mistakes(30, 40, 5, 54)
    assert Mistakes.of("c", table) is None
    assert Mistakes.of("d", table) is None
