"""Means of answers: what textbooks say they are, and nothing of too few."""

from __future__ import annotations

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scores import FEW, Mean, mean_of, scale_of, students_t

ENDS = (0.0, 10.0)
ANSWERS = st.lists(st.integers(0, 10) | st.none(), min_size=FEW, max_size=60)


def numbers(said):
    return np.array([np.nan if one is None else one for one in said], dtype=float)


@given(ANSWERS)
def test_the_mean_is_that_of_what_was_answered_and_lies_in_its_interval(said):
    given_ = [one for one in said if one is not None]
    found = mean_of(numbers(said), ends=ENDS)

    assert found.n == len(given_)
    if found.n < FEW:
        assert found == Mean(found.n)
        return
    assert found.mean == pytest.approx(statistics.fmean(given_))
    assert 0 <= found.low <= found.mean <= found.high <= 10
    if len(set(given_)) > 1:
        reach = students_t(found.n - 1) * statistics.stdev(given_) / found.n**0.5
        assert found.high == pytest.approx(min(10, found.mean + reach))


def test_equal_weights_change_nothing_and_others_do():
    said = numbers([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, None])

    plain = mean_of(said, ends=ENDS)
    assert mean_of(said, np.full(11, 2.5), ends=ENDS) == pytest.approx(plain)
    tilted = mean_of(said, np.arange(11.0), ends=ENDS)
    assert tilted.mean == pytest.approx(sum(k * (k + 1) for k in range(10)) / 45)


def test_all_the_same_answer_is_not_certainty():
    few, many = (mean_of(np.full(n, 4.0), ends=ENDS) for n in (10, 1_000))

    assert few.mean == many.mean == 4
    assert few.low < 3 < 5 < few.high
    assert 3.9 < many.low < 4 < many.high < 4.1


def test_a_scale_needs_half_of_its_items_and_missing_is_never_zero():
    nan = np.nan
    items = np.array([[4, 4, 4, 4], [4, 2, nan, nan], [4, nan, nan, nan], [nan] * 4])

    assert scale_of(items) == pytest.approx([4, 3, nan, nan], nan_ok=True)


@pytest.mark.parametrize(
    ("degrees", "table"), [(9, 2.262), (20, 2.086), (60, 2.000), (1_000, 1.962)]
)
def test_students_t_is_that_of_the_table(degrees, table):
    assert students_t(degrees) == pytest.approx(table, abs=0.002)
