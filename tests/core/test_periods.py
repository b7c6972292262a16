"""Months, weeks and quarters as whole numbers."""

from __future__ import annotations

from datetime import date

import pytest

from core import periods
from core.scope import Scope
from core.vocabulary import Grain


@pytest.mark.parametrize(
    ("day", "week", "month", "quarter"),
    [
        (date(2026, 3, 2), 20260302, 202603, 202601),
        (date(2026, 3, 1), 20260223, 202603, 202601),
        (date(1999, 12, 31), 19991227, 199912, 199910),
        (date(2026, 1, 1), 20251229, 202601, 202601),
        (None, 0, 0, 0),
    ],
)
def test_a_day_is_in_its_week_month_and_quarter(day, week, month, quarter):
    assert [periods.of(day, grain) for grain in Grain] == [week, month, quarter]


@pytest.mark.parametrize(
    ("number", "good"),
    [
        (202603, True), (202613, False), (202600, False), (189912, False), (0, False),
        (20260302, True), (20260303, False), (20260230, False), (99990101, False), (-5, False),
    ],
)  # fmt: skip
def test_only_months_and_mondays_are_periods(number, good):
    assert periods.is_one(number) is good


@pytest.mark.parametrize(
    ("month", "by", "result"),
    [
        (202603, 0, 202603), (202612, 1, 202701), (202601, -1, 202512), (202603, -3, 202512),
        (202603, 24, 202803), (202603, -15, 202412), (202612, -12, 202512),
        (20260302, 1, 20260309), (20260105, -1, 20251229), (20240226, 1, 20240304),
    ],
)  # fmt: skip
def test_a_period_is_shifted_over_years(month, by, result):
    assert periods.shifted(month, by) == result


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        (202603, 202603, (202603,)),
        (202511, 202602, (202511, 202512, 202601, 202602)),
        (202602, 202601, ()),
        (20251229, 20260105, (20251229, 20260105)),
        (20260105, 20251229, ()),
    ],
)
def test_a_span_holds_both_its_ends(first, last, span):
    assert periods.span(first, last) == span
    assert periods.length(first, last) == len(span)


def test_a_month_has_a_first_day():
    assert periods.first_day(202602) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("scope", "before"),
    [
        ((202603, 202603), (202602, 202602)),
        ((202601, 202603), (202510, 202512)),
        ((202501, 202512), (202401, 202412)),
        ((20260223, 20260302), (20260209, 20260216)),
    ],
)
def test_the_period_before_is_as_long_and_ends_where_it_begins(scope, before):
    found = Scope(7, *scope, district_id=3, question_id=4).before()

    assert found == Scope(7, *before, district_id=3, question_id=4)


def test_nothing_comes_before_no_date():
    undated = Scope(7, periods.NO_DATE, periods.NO_DATE)

    assert undated.is_undated
    assert periods.span(undated.before().first, undated.before().last) == ()
    assert not Scope(7, 202603, 202603).is_undated


@pytest.mark.parametrize(
    ("first", "last", "grain", "series"),
    [
        (202512, 202604, Grain.QUARTER, (202510, 202601, 202604)),
        (202512, 202601, Grain.MONTH, (202512, 202601)),
        (20260223, 20260302, Grain.WEEK, (20260223, 20260302)),
        (0, 0, Grain.MONTH, ()),
    ],
)
def test_a_series_has_each_period_once(first, last, grain, series):
    assert periods.series(first, last, grain) == series


def test_a_quarter_ends_with_its_third_month():
    assert periods.last_within(202510, Grain.QUARTER) == 202512
    assert periods.last_within(202510, Grain.MONTH) == 202510


@pytest.mark.parametrize("ends", [(202603, 20260302), (202613, 202613), (20260303, 20260303)])
def test_a_scope_goes_from_one_period_to_another_of_its_kind(ends):
    with pytest.raises(ValueError, match="not two months, nor two weeks"):
        Scope(7, *ends)
