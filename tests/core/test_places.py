"""Two ways of writing a district, and whether they mean the same."""

from __future__ import annotations

import pytest

from core.places import district_key


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("5", "5"), ("05", "5"), ("005", "5"), (" 5 ", "5"), ("5.0", "5"), ("5.00", "5"),
        ("District 5", "5"), ("district 05", "5"), ("DISTRICT 5", "5"), ("5th District", "5"),
        ("1st district", "1"), ("2nd", "2"), ("3rd Police District", "3"),
        ("Police District: 5", "5"), ("District #5", "5"), ("10", "10"), ("100", "100"),
        ("5.5", "5.5"), ("1.5", "1.5"), ("0", "0"), ("00", "0"),
        ("Harbor", "harbor"), ("  North   Hill ", "north hill"), ("Harbor District", "harbor"),
        ("STRASSE", "strasse"), ("Straße", "strasse"),
        ("districts", "districts"), ("5a", "5a"), ("district", ""), ("", ""), (" \t", ""),
        ("Police District", ""),
    ],
)  # fmt: skip
def test_ways_of_writing_a_district_have_one_key(said, key):
    assert district_key(said) == key


@pytest.mark.parametrize(("one", "other"), [("5", "15"), ("5", "50"), ("5", "5.5"), ("1", "-1")])
def test_different_districts_have_different_keys(one, other):
    assert district_key(one) != district_key(other)
