"""Alarms: seldom where nothing changed, heard where something did, and only twice in a row."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import alarms
from analysis.alarms import Counted
from core import periods

WHEN = periods.span(202301, 202512)  # three years


def line(counts, totals):
    when = WHEN[len(WHEN) - len(counts) :]
    return [Counted(*row) for row in zip(when, counts, totals, strict=True)]


def lines(rng, *, rate=0.1, total=200, spread=0.1, last=1.0, months=30, many=20):
    """``many`` lines of one rate, whose last two months are ``last`` times as frequent in one."""
    found = {}
    for number in range(many):
        totals = rng.poisson(total, months)
        drawn = rng.gamma(1 / spread, spread, months) * rate
        if number == 0:
            drawn[-2:] = rate * last
        found[number] = line(np.minimum(rng.poisson(totals * drawn), totals).tolist(),
                             totals.tolist())  # fmt: skip
    return found


def loud(found):
    return {one for one, alarm in found.items() if alarm.state in ("rose", "fell")}


def test_where_nothing_changed_hardly_a_report_alarms():
    rng = np.random.default_rng(11)
    with_one = sum(bool(loud(alarms.raised(lines(rng)))) for _ in range(100))
    assert with_one <= 5


def test_a_rule_of_thumb_would_alarm_in_nearly_every_report():
    """The control: the same months by "half as many again, and at least 3"."""
    rng = np.random.default_rng(11)
    with_one = 0
    for _ in range(50):
        found = lines(rng)
        with_one += any(
            one[-1].n >= 3 and one[-1].n > 1.5 * np.mean([at.n for at in one[:-1]])
            for one in found.values()
        )
    assert with_one >= 40


def test_three_times_as_many_two_months_in_a_row_is_heard():
    rng = np.random.default_rng(5)
    found = [alarms.raised(lines(rng, last=3.0)) for _ in range(30)]
    assert sum(one[0].state == "rose" for one in found) >= 22
    assert sum(len(loud(one) - {0}) for one in found) <= 3


STEADY = [20] * 24


@pytest.mark.parametrize(
    ("last", "state"),
    [([60, 60], "rose"), ([20, 60], "first sign"), ([60, 20], "as expected"),
     ([60, 2], "first sign"), ([3, 3], "fell"), ([20, 21], "as expected")],
)  # fmt: skip
def test_it_takes_two_reports_in_a_row_that_say_the_same(last, state):
    found = alarms.raised({1: line(STEADY + last, [200] * 26)})
    assert found[1].state == state


def test_more_of_everything_is_no_alarm():
    found = alarms.raised({1: line([*STEADY, 60, 60], [200] * 24 + [600, 600])})
    assert found[1].state == "as expected"
    assert found[1].told.expected == pytest.approx(60, rel=0.05)


def test_what_comes_every_summer_is_expected():
    counts = [60 if period % 100 in (11, 12) else 20 for period in WHEN[-26:]]
    found = alarms.raised({1: line(counts, [200] * 26)})
    assert found[1].state == "as expected"


@pytest.mark.parametrize("counts", [[], [1], [2] * 7, [0] * 26])
def test_too_little_is_told_as_such(counts):
    found = alarms.raised({1: line(counts, [5] * len(counts))})
    assert found[1] == ("too few to tell", None)


def test_few_are_not_called_steady():
    found = alarms.raised({1: line([1, 0] * 13, [30] * 26)})
    assert found[1].state == "too few to tell"
    assert found[1].told is not None


def test_another_question_breaks_the_line():
    before_and_after = line([*STEADY, 60, 60], [200] * 26)
    assert alarms.raised({1: before_and_after}, since=WHEN[-2])[1].state == "too few to tell"
    assert alarms.raised({1: before_and_after}, since=WHEN[-12])[1].state == "rose"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.integers(0, 3_000).flatmap(lambda t: st.tuples(st.integers(0, t), st.just(t))),
        min_size=8, max_size=36,
    )
)  # fmt: skip
def test_whatever_is_counted_gets_an_answer(rows):
    counted = line([n for n, _total in rows], [total for _n, total in rows])
    (found,) = alarms.raised({1: counted}).values()
    if found.told:
        assert 0 <= found.told.low <= found.told.high <= found.told.total
        assert 0 <= found.told.chance <= 1


@pytest.mark.parametrize("now", [0, 900, 2_000, 19_000])
def test_among_great_numbers_the_chances_are_those_of_all_counts_listed(now):
    before = [1_900, 2_150, 2_000, 1_800, 2_100, 2_050, 1_950, 2_040]
    told = alarms.history(line([*before, 2_000, now], [20_000] * 10))[-1]
    heard, pieces = np.array(before), 20_000
    mean = pieces * (heard.sum() + 0.5) / (8 * pieces + 1)
    over = (8 / 7 * (heard - mean) ** 2 - mean).sum() / (8 * mean**2)
    size = 1 / (max(0.0, over) + 1 / (heard.sum() + 0.5))
    logs = [
        math.lgamma(n + size) - math.lgamma(size) - math.lgamma(n + 1)
        + size * math.log(size / (mean + size)) + n * math.log(mean / (mean + size))
        for n in range(pieces + 1)
    ]  # fmt: skip
    chances = np.exp(logs)
    reached = chances.cumsum()
    assert (told.low, told.high) == tuple(np.searchsorted(reached, (0.025, 0.975)))
    either = 2 * min(chances[: now + 1].sum(), chances[now:].sum())
    assert told.chance == pytest.approx(min(1.0, either), abs=1e-6)
