"""Guessing what a stranger's columns hold, and showing the first of them."""

from __future__ import annotations

import pytest

from imports.files import EmptyFileError
from imports.preview import Guess, guess, preview

LONG = ["The light on Elm Street is out again", "Nobody answered when I called twice", "Thank you"]


def test_columns_are_guessed_from_their_names_and_what_is_in_them():
    found = guess(
        {
            "ID": ["a", "b", "c"],
            "Date Received": ["1/7/13", "1/14/13", "12/8/13"],
            "Beat": ["District 05", "6", "7"],
            "Type of request": ["Noise", "Noise", "Light"],
            "Comments": LONG,
            "Lang": ["en", "es", "en"],
        },
        districts={"5", "6"},
    )

    assert found == Guess(
        text="Comments", key="ID", received="Date Received", district="Beat",
        category="Type of request", language="Lang", date_form="M/D/YY",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"q7": LONG, "x": ["1", "2", "3"]}, Guess(text="q7")),
        ({"id": ["1", "1", "2"], "text": LONG}, Guess(text="text")),
        ({"id": ["1", "", "2"], "text": LONG}, Guess(text="text")),
        ({"date": ["soon", "later", "now"], "text": LONG}, Guess(text="text")),
        ({"date": ["1/2/13", "3/4/13", ""], "text": LONG}, Guess(text="text", received="date")),
        ({"district": ["North", "South", ""], "text": LONG}, Guess(text="text")),
        ({"a": ["1", "2", "3"], "b": ["", "", ""]}, Guess()),
        ({"short comment": ["ok", "no", "ok"], "said": LONG}, Guess(text="said")),
        ({"text": []}, Guess()),
        ({}, Guess()),
    ],
)
def test_what_cannot_be_told_is_left_for_a_person(values, expected):
    assert guess(values, districts={"1"}) == expected


def test_without_districts_of_ours_a_name_is_enough():
    values = {"district": ["North", "South", ""], "text": LONG}

    assert guess(values, districts=()).district == "district"


def test_no_column_is_two_things():
    found = guess({"comment id date": LONG}, districts=())

    assert [value for value in vars(found).values() if value].count("comment id date") == 1


def test_the_first_rows_are_shown_as_the_file_has_them(tmp_path):
    file = tmp_path / "rows.csv"
    file.write_text("id;text\n" + "".join(f"{n};Wort für Wort, Zeile {n}\n" for n in range(9)))

    found = preview(file, encoding=None, districts=())

    assert found.columns == ("id", "text")
    assert [row["id"] for row in found.rows] == list("01234")
    assert found.guess == Guess(text="text", key="id")


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "x.csv").touch()

    with pytest.raises(EmptyFileError):
        preview(tmp_path / "x.csv", encoding=None, districts=())
