"""Rows become feedback, or a reason; the same file again is the same feedback."""

from __future__ import annotations

import unicodedata
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.csv_files import Row
from imports.dates import FORMS
from imports.feedback_rows import ColumnMap, FeedbackRow, RowReader
from imports.refused import RowRefusedError
from imports.text import TEXT_LIMIT

TODAY = date(2024, 6, 1)
MAP = ColumnMap("words", None, "on", "district", "kind", "lang", "asked")


def row(problem=None, **values):
    names = (*MAP.names(), "id")
    given = {name: values.get(name, "") for name in names}
    return Row(2, 2, tuple(given.values()), given, problem)


def reader(columns=MAP):
    return RowReader(columns, FORMS["M/D/YY"], ZoneInfo("America/New_York"), TODAY)


def keyed():
    return reader(ColumnMap("words", key="id"))


def read(**values):
    return reader().read(row(**values))


def reason(with_reader=None, **values):
    with pytest.raises(RowRefusedError) as caught:
        (with_reader or reader()).read(row(**values))
    return str(caught.value)


def test_every_mapped_value_arrives():
    kept = read(words="Too fast", on="3/5/24", district="35", kind="Traffic", lang="en", asked="q1")
    assert kept == FeedbackRow(
        "Too fast", date(2024, 3, 5), "35", "Traffic", "en", "q1", kept.import_key
    )
    assert kept.import_key.startswith("content:")
    assert kept.import_key.endswith(":1")


def test_blank_and_unmapped_values_are_none():
    kept = read(words="Too fast", on=" ", district="\t")
    assert (kept.received_on, kept.district, kept.category) == (None, None, None)
    plain = RowReader(ColumnMap("words"), None, ZoneInfo("UTC"), TODAY)
    assert plain.read(row(words="Too fast", on="soon")).received_on is None


def test_a_date_column_needs_a_form():
    with pytest.raises(ValueError, match="form"):
        RowReader(MAP, None, ZoneInfo("UTC"), TODAY)


def test_the_columns_that_must_exist():
    assert ColumnMap("words", received="on").names() == ("words", "on")


@pytest.mark.parametrize("text", ["", "  ", "\u200b\ufeff\u00a0", "...", "?!", "\x07", "-"])
def test_text_that_says_nothing_is_refused(text):
    assert reason(words=text) == "The text is blank."


@pytest.mark.parametrize("text", ["👍", "❤️", "5", "ñ", "是", "ไ"])
def test_one_letter_digit_or_picture_says_something(text):
    assert read(words=f" {text} ").text == text


def test_text_is_kept_in_one_shape():
    assert read(words="  a\r\nb\rc\n\td \x07e\x1b\x7f ").text == "a\nb\nc\n\td e"
    assert read(words="cafe\u0301").text == "caf\u00e9"


def test_text_may_have_twenty_thousand_characters():
    assert len(read(words="é" * TEXT_LIMIT).text) == TEXT_LIMIT
    assert reason(words="é" * (TEXT_LIMIT + 1)) == (
        "The text has 20,001 characters; at most 20,000 can be imported."
    )


@pytest.mark.parametrize("column", ["words", "district"])
@pytest.mark.parametrize("bad", ["a\0b", "a\ud800b"])
def test_what_cannot_be_stored_is_refused(column, bad):
    values = {"words": "Too fast", column: bad}
    assert reason(**values) == "The row holds characters that cannot be stored."


def test_formulas_are_kept_as_text():
    assert read(words='=HYPERLINK("x")').text == '=HYPERLINK("x")'


def test_other_values_are_trimmed_and_short():
    kept = read(words="Too fast", kind="  LACK \n OF\t SERVICE\x07 ")
    assert kept.category == "LACK OF SERVICE"
    assert reason(words="Too fast", kind="x" * 201) == (
        "The value in column “kind” has 201 characters; at most 200 can be kept."
    )


def test_dates_are_read_or_refused():
    assert reason(words="Too fast", on="soon") == "“soon” is not a date of the form M/D/YY."
    assert reason(words="Too fast", on="6/2/24") == "The date 2024-06-02 is in the future."
    assert read(words="Too fast", on="6/1/24").received_on == TODAY


def test_a_row_with_a_problem_is_refused_for_it():
    assert reason(words="Too fast", problem="The row has 1 cells.") == "The row has 1 cells."


def test_equal_rows_have_keys_of_their_own_and_the_same_ones_next_time():
    rows = [
        row(words=text, on="3/5/24") for text in ("same", "other", "same", " same ", "same\r\n")
    ]

    def keys():
        one_pass = reader()
        return [one_pass.read(each).import_key for each in rows]

    assert len(set(keys())) == 5
    assert keys() == keys()
    assert [key.rpartition(":")[2] for key in keys()] == ["1", "1", "2", "3", "4"]


def test_each_mapped_value_is_part_of_the_content():
    full = {"words": "a", "on": "3/5/24", "district": "b", "kind": "c", "lang": "d", "asked": "e"}
    changed = [{**full, name: "1/1/24" if name == "on" else "z"} for name in full]
    changed.append({**full, "district": "", "kind": "bc"})
    keys = {read(**values).import_key for values in [full, *changed]}
    assert len(keys) == 1 + len(full) + 1
    assert read(words="a", district="").import_key != read(words="a", district="None").import_key


def test_refused_rows_do_not_count():
    one_pass = reader()
    reason(one_pass, words="same", on="soon")
    assert one_pass.read(row(words="same")).import_key.endswith(":1")


def test_a_key_column_gives_the_key():
    assert keyed().read(row(words="Too fast", id=" 13-0001 ")).import_key == "key:13-0001"
    assert reason(keyed(), words="Too fast", id=" ") == (
        "The column “id”, which tells rows apart, is blank here."
    )


def test_a_key_may_return_only_with_the_same_content():
    one_pass = keyed()
    first = one_pass.read(row(words="Too fast", id="1"))
    assert one_pass.read(row(words=" Too fast ", id="1")) == first
    assert reason(one_pass, words="Too slow", id="1") == (
        "The key “1” stands earlier in this file, with other content."
    )
    assert one_pass.read(row(words="Too fast", id="2")).import_key == "key:2"


@given(st.text())
def test_kept_text_is_storable_and_stays_as_it_is(text):
    try:
        kept = read(words=text).text
    except RowRefusedError:
        return
    assert kept == kept.strip() == unicodedata.normalize("NFC", kept)
    assert not {c for c in kept if unicodedata.category(c) in ("Cc", "Cs")} - {"\n", "\t"}
    assert read(words=kept).text == kept
