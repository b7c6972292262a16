"""Uploaded files: where they lie, and refusals without a command's words."""

from __future__ import annotations

import pytest

from core.errors import CommonGroundError
from imports.csv_files import open_table
from imports.dates import recognise
from imports.uploads import as_read_on_a_screen, path_of, refused_rows, remove


def test_a_file_and_its_refused_rows_are_removed_together(tmp_path):
    for path in (path_of(tmp_path, 7), refused_rows(tmp_path, 7), path_of(tmp_path, 8)):
        path.write_text("x")

    remove(tmp_path, 7)
    remove(tmp_path, 7)

    assert list(tmp_path.iterdir()) == [path_of(tmp_path, 8)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "letters.csv is empty."),
        (b"PK\x03\x04", "letters.csv is a compressed file."),
        (b"text\n\xff\xfe\xe4", "choose below how it is written"),
        (None, "is not on this machine any more"),
    ],
)
def test_a_refusal_names_the_file_as_people_know_it_and_no_option(tmp_path, content, said):
    path = path_of(tmp_path, 7)
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommonGroundError) as refusal, open_table(path):
        pass

    shown = as_read_on_a_screen(refusal.value, path, "letters.csv")
    assert said in shown
    assert str(tmp_path) not in shown
    assert "--" not in shown


@pytest.mark.parametrize(
    ("values", "said"), [(["1/2/13"], "M/D/YY or D/M/YY"), (["soon"], "in no form we know")]
)
def test_dates_are_a_choice_on_the_page(tmp_path, values, said):
    with pytest.raises(CommonGroundError) as refusal:
        recognise(values)

    shown = as_read_on_a_screen(refusal.value, tmp_path / "x", "letters.csv")
    assert said in shown
    assert "--" not in shown
