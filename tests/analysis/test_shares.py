import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.shares import FEWEST_TO_COMPARE, difference, wilson

some = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(k, n, low, high):
    share = wilson(k, n)
    assert (round(share.low, 4), round(share.high, 4), share.n) == (low, high, n)


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_a_difference_gives_the_published_intervals(now, before, low, high):
    change = difference(*now, *before)
    assert (round(change.low, 4), round(change.high, 4)) == (low, high)


def test_none_of_none_is_no_share_and_no_change():
    assert wilson(0, 0) is None
    assert difference(0, 0, 1, 2) is None
    assert difference(1, 2, 0, 0) is None


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (0, -1)])
def test_impossible_counts_are_an_error(k, n):
    with pytest.raises(ValueError, match="share of"):
        wilson(k, n)


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [
        ((60, 100), (30, 100), "rose"),
        ((30, 100), (60, 100), "fell"),
        ((31, 100), (30, 100), "no clear change"),
        ((10, 10), (0, 100), "too few to tell"),
        ((100, 100), (0, 10), "too few to tell"),
        ((11, 11), (0, 11), "rose"),
    ],
)
def test_a_change_is_spoken_of_where_it_is_clear(now, before, verdict):
    assert FEWEST_TO_COMPARE == 11
    assert difference(*now, *before).verdict == verdict


@given(some)
def test_an_interval_holds_its_estimate(count):
    share = wilson(*count)
    assert 0 <= share.low <= share.estimate <= share.high <= 1


@given(some, st.integers(2, 50))
def test_more_answers_narrow_the_interval(count, times):
    k, n = count
    few, many = wilson(k, n), wilson(k * times, n * times)
    assert many.high - many.low < few.high - few.low


@given(some)
def test_more_confidence_widens_the_interval(count):
    sure, surer = wilson(*count), wilson(*count, confidence=0.99)
    assert surer.low <= sure.low
    assert sure.high <= surer.high


@given(some, some)
def test_the_other_way_round_is_the_opposite(now, before):
    there, back = difference(*now, *before), difference(*before, *now)
    assert there.estimate == -back.estimate
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert -1 <= there.low <= there.estimate <= there.high <= 1
    opposite = {"rose": "fell", "fell": "rose"}
    assert back.verdict == opposite.get(there.verdict, there.verdict)
