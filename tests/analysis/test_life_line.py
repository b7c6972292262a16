"""The turns in a concern's life."""

from __future__ import annotations

import pytest

from analysis import alarms, life_line
from analysis.alarms import Counted
from core import periods

WHEN = periods.span(202301, 202512)


def turned(counts, totals=None):
    totals = totals or [200] * len(counts)
    line = [Counted(*row) for row in zip(WHEN[: len(counts)], counts, totals, strict=True)]
    return [
        (one.turn, WHEN.index(one.period)) for one in life_line.turns(line, alarms.history(line))
    ]


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ([], []),
        ([0, 0, 0, 0], []),
        ([0, 2, 0, 0, 3], [("first heard", 1)]),
        ([2, 0, 0, 0], [("first heard", 0), ("gone quiet", 1)]),
        ([2, 0, 0, 0, 0, 1, 0], [("first heard", 0), ("gone quiet", 1), ("back again", 5)]),
        ([20] * 12 + [80, 90, 20], [("first heard", 0), ("above what was expected", 12)]),
    ],
)
def test_turns_are_told_in_the_period_where_they_took_place(counts, wanted):
    assert turned(counts) == wanted


def test_where_nothing_at_all_was_heard_nobody_knows_whether_it_is_quiet():
    assert turned([2, 0, 0, 0, 1], [9, 0, 0, 0, 9]) == [("first heard", 0)]
