"""Formulas lie still; numbers and words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spreadsheet import inert


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "＝1+1",
        "＋1+1",
        "－1+1",
        "＠SUM(A1)",
        "  =1+1",
        "\u00a0=1+1",
        "\u3000=1+1",
        "\ufeff=1+1",
        "\u200b =1+1",
        "\t=1+1",
        "\tplain",
        "\r=1+1",
        "\n-3.5",
        "-3.5x",
        "+1 555 0100",
        "--1",
        "-",
        '=HYPERLINK("https://example.org","x")',
    ],
)
def test_what_would_run_gets_an_apostrophe(cell):
    assert inert(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell",
    ["-3.5", "+1", "-1,234.50", " -3 ", "-5%", "3-4", "a=b", "", " ", "it's", "mail@example.org"],
)
def test_numbers_and_words_stay(cell):
    assert inert(cell) == cell


@given(st.text())
def test_making_inert_twice_changes_nothing_more(cell):
    assert inert(inert(cell)) == inert(cell)


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False).map(lambda n: round(n, 3)))
def test_plain_numbers_stay_numbers(number):
    written = f"{number:f}" if isinstance(number, float) else str(number)
    assert inert(written) == written
