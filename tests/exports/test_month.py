"""A month as a table: every day once, in weeks, with what is on it and nothing that runs."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from core import i18n
from exports.month import Day, month_table


def test_what_is_on_stands_on_its_day_and_is_inert():
    items = [
        Day(datetime.fromisoformat("2026-03-10T18:00"), "<b>Tea</b>", "/plain/events/1"),
        Day(datetime.fromisoformat("2026-03-10T20:00"), "Talk", "/plain/events/2", "(cancelled)"),
        Day(datetime.fromisoformat("2026-04-01T20:00"), "April", "/plain/events/3"),
    ]

    table = month_table(date(2026, 3, 1), items)

    (cell,) = re.findall(r'<td class="has">(.*?)</td>', table)
    assert "&lt;b&gt;Tea&lt;/b&gt;" in cell
    assert "Talk</a> (cancelled)" in cell
    assert "April" not in table
    assert "<caption>March 2026</caption>" in table


@pytest.mark.parametrize(("month", "days"), [(2, 28), (3, 31), (4, 30)])
def test_every_day_stands_there_once_and_weeks_have_seven(month, days):
    table = month_table(date(2026, month, 15), [])

    numbers = [int(n) for n in re.findall(r'<span class="day"[^>]*>(\d+)<', table)]
    assert numbers == list(range(1, days + 1))
    rows = re.findall(r"<tr>(.*?)</tr>", table)[1:]
    assert {row.count("<td") for row in rows} == {7}


def test_weeks_begin_and_days_are_called_as_readers_know_them():
    before = i18n.language.set("ar")
    try:
        table = month_table(date(2026, 3, 1), [])
    finally:
        i18n.language.reset(before)
    assert "<caption>مارس" in table
