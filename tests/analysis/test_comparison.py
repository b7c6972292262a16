"""A change is told of where more than chance, and than who read each side, can have made it."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import reading_error
from analysis.comparison import Comparison, compare, sides
from analysis.reading_error import Mistakes, Readers

READERS = Readers(Mistakes(450, 600, 18, 600), Mistakes(405, 600, 85, 600))


@pytest.mark.parametrize(
    ("indicative", "verdict"),
    [
        ((0, 0), "rose"),  # the same reader read both sides
        ((2_000, 2_000), "rose"),
        ((2_000, 0), "no clear change"),  # a tenth is truly so on both: 19 and 10 in 100 read so
        ((0, 2_000), "no clear change"),
    ],
)
def test_a_difference_that_the_readers_alone_can_make_is_no_change(indicative, verdict):
    told = compare(388, 2_000, 204, 2_000, READERS, indicative)
    assert told.verdict == verdict
    assert told.change == pytest.approx(0.092), "what was read stays what was read"


def test_a_difference_beyond_what_the_readers_can_make_is_still_told():
    assert compare(762, 2_000, 204, 2_000, READERS, (2_000, 0)).verdict == "rose"


def test_what_differs_between_the_readers_counts_by_how_much_more_the_other_one_read():
    assert READERS.apart(0.4, 0.4) == 0
    assert READERS.apart(1, 0) == READERS.apart(0, 1) == pytest.approx((85 - 18) / 600)
    assert READERS.apart(0.5, 0.3) == pytest.approx(0.2 * (85 - 18) / 600)


def test_each_side_has_the_interval_of_who_read_it():
    frame = pd.DataFrame([("x", *compare(30, 100, 30, 100))], columns=["name", *Comparison._fields])
    both = sides(frame, [READERS], (100, 0))
    wanted = [reading_error.share(30, 100, READERS, n) for n in (100, 0)]
    assert both[["share", "low", "high", "total"]].to_numpy().tolist() == [list(s) for s in wanted]
    assert wanted[0] != wanted[1]
