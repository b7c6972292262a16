"""Months as whole numbers."""

from __future__ import annotations

from datetime import date

import pytest

from core import months
from core.scope import Scope


@pytest.mark.parametrize(
    ("day", "month"),
    [(date(2026, 3, 2), 202603), (date(1999, 12, 31), 199912), (None, months.NO_DATE)],
)
def test_a_day_is_in_its_month(day, month):
    assert months.of(day) == month


@pytest.mark.parametrize(
    ("month", "by", "result"),
    [
        (202603, 0, 202603), (202612, 1, 202701), (202601, -1, 202512), (202603, -3, 202512),
        (202603, 24, 202803), (202603, -15, 202412), (202612, -12, 202512),
    ],
)  # fmt: skip
def test_a_month_is_shifted_over_years(month, by, result):
    assert months.shifted(month, by) == result


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        (202603, 202603, (202603,)),
        (202511, 202602, (202511, 202512, 202601, 202602)),
        (202602, 202601, ()),
    ],
)
def test_a_span_holds_both_its_ends(first, last, span):
    assert months.span(first, last) == span
    assert months.length(first, last) == len(span)


def test_a_month_has_a_first_day():
    assert months.first_day(202602) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("scope", "before"),
    [
        ((202603, 202603), (202602, 202602)),
        ((202601, 202603), (202510, 202512)),
        ((202501, 202512), (202401, 202412)),
    ],
)
def test_the_period_before_is_as_long_and_ends_where_it_begins(scope, before):
    found = Scope(7, *scope, district_id=3, question_id=4).before()

    assert found == Scope(7, *before, district_id=3, question_id=4)


def test_nothing_comes_before_no_date():
    undated = Scope(7, months.NO_DATE, months.NO_DATE)

    assert undated.is_undated
    assert months.span(undated.before().first, undated.before().last) == ()
    assert not Scope(7, 202603, 202603).is_undated
