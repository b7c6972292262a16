"""CSV files of strangers: read row by row, or refused as a whole before the first row."""

from __future__ import annotations

import csv
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.csv_files import (
    ColumnMissingError,
    ColumnsNotUniqueError,
    ColumnsUnreadableError,
    ColumnsWithoutNameError,
    NotTextError,
    QuoteNotClosedError,
    RowTooLongError,
    open_table,
    require_columns,
)
from imports.encoding import EncodingUnknownError, WrongEncodingError
from imports.files import EmptyFileError


@pytest.fixture
def rows(tmp_path):
    """Writes bytes or text to a file and reads every row of it."""

    def read(content, **options):
        path = tmp_path / "list.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with open_table(path, **options) as table:
            return list(table)

    return read


def cells(rows):
    return [row.cells for row in rows]


def test_rows_have_numbers_lines_and_values(rows):
    first, second = rows('text,on\n"two\nlines",1\nplain,2\n')
    assert (first.number, first.line, first.values) == (2, 2, {"text": "two\nlines", "on": "1"})
    assert (second.number, second.line, second.values) == (3, 4, {"text": "plain", "on": "2"})
    assert first.problem is None


def test_quotes_commas_and_line_ends_inside_quotes_survive(rows):
    read = rows('text,on\r\n"She said ""no"", twice\r\nand left",1\r\n5" pipe,2\r\n')
    assert cells(read) == [('She said "no", twice\r\nand left', "1"), ('5" pipe', "2")]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
)
def test_encodings(rows, encoding):
    content = "text,on\n“niño” — café,1\n".encode(encoding)
    content = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"") + content
    named = encoding if encoding in ("cp1252", "utf-32") else None
    read = rows(content, encoding=named)
    assert read[0].values == {"text": "“niño” — café", "on": "1"}


def test_a_mark_is_ignored_when_utf_8_is_named(rows):
    assert rows(b"\xef\xbb\xbftext\nhello\n", encoding="UTF8")[0].values == {"text": "hello"}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_undecodable_byte_is_named_with_its_line(rows, mark):
    content = mark + b"text,on\nfine,1\ncaf\xe9,2\n"
    with pytest.raises(WrongEncodingError) as caught:
        rows(content)
    assert f"line 3 (byte {content.index(0xE9) + 1})" in str(caught.value)
    assert "--encoding cp1252" in str(caught.value)
    assert "UTF-8" in str(caught.value)


def test_undecodable_byte_far_down_refuses_before_the_first_row(rows):
    good = "text\n" + "å line of some length\n" * 90_000
    with pytest.raises(WrongEncodingError, match=r"line 90,?002 "):
        rows(good.encode() + b"caf\xe9\n")


def test_file_cut_off_in_the_middle_of_a_character(rows):
    with pytest.raises(WrongEncodingError, match=r"line 2 \(byte 9\)"):
        rows("text\ncaf\u00e9".encode()[:-1])


def test_unknown_encodings_are_refused(rows):
    for name in ("klingon", "zip", "undefined"):
        with pytest.raises(EncodingUnknownError, match=name):
            rows("text\n", encoding=name)


def test_utf_16_without_its_mark(rows):
    content = "text,on\nhello,1\n".encode("utf-16-le")
    with pytest.raises(NotTextError, match="--encoding utf-16-le"):
        rows(content)
    with pytest.raises(WrongEncodingError):
        rows(content, encoding="utf-16")
    assert rows(content, encoding="utf-16-le")[0].values == {"text": "hello", "on": "1"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_found_in_the_first_row(rows, delimiter):
    content = delimiter.join(['"id, or; number\tkey"', "on", "text"])
    content += "\n" + delimiter.join(["1", "2", '"a, b; c\td"']) + "\n"
    assert cells(rows(content)) == [("1", "2", "a, b; c\td")]


def test_a_single_column_is_a_table(rows):
    assert [row.values for row in rows("text\nhello\n")] == [{"text": "hello"}]


def test_repeated_and_blank_column_names_are_refused(rows):
    with pytest.raises(ColumnsNotUniqueError, match="called on, text"):
        rows("text,on,text, on ,x\n")
    with pytest.raises(ColumnsWithoutNameError, match="column 1, 3 has no name"):
        rows(",text,  ,on\n")


def test_names_whose_quotes_do_not_pair_up_are_refused(rows):
    with pytest.raises(ColumnsUnreadableError):
        rows('"te"xt,on\n1,2\n')


def test_a_trailing_empty_column_is_tolerated(rows):
    assert cells(rows("text,on,\nhello,1,\nbye,2\nhi,3,,\n")) == [
        ("hello", "1"),
        ("bye", "2"),
        ("hi", "3"),
    ]


def test_short_and_long_rows_carry_their_problem(rows):
    short, right, long = rows("text,on\nhello\nfine,1\nbye,2,surplus\n")
    assert short.problem == "The row has 1 cells and the first row has 2."
    assert short.values == {"text": "hello", "on": ""}
    assert right.problem is None
    assert long.problem == "The row has 3 cells and the first row has 2."
    assert long.cells == ("bye", "2", "surplus")


def test_quotes_that_do_not_pair_up_refuse_their_row_alone(rows):
    read = rows('text,on\n"unclosed,1\n"next",2\nfine,3\n')
    assert [row.problem for row in read] == [
        "The quotation marks in this row do not pair up.",
        None,
    ]
    assert read[0].cells == ('"unclosed,1\n"next",2\n',)
    assert read[1].cells == ("fine", "3")


def test_empty_lines_are_counted_and_left_out(rows):
    assert [(row.number, row.line) for row in rows("text,on\n\na,1\n\n\nb,2\n\n")] == [
        (3, 3),
        (6, 6),
    ]


def test_zero_bytes_are_left_to_the_reader_of_the_row(rows):
    assert rows("text,on\na\0b,1\n")[0].cells == ("a\0b", "1")


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\n\n", ",,,\n"])
def test_files_without_column_names_are_empty(rows, content):
    with pytest.raises(EmptyFileError):
        rows(content)


def test_a_file_of_column_names_has_no_rows(rows):
    assert rows("text,on\n") == []
    assert rows("text,on") == []


def test_a_long_cell_is_handed_on(rows):
    assert len(rows(f"text,on\n{'a' * 200_000},1\n")[0].values["text"]) == 200_000


def test_quote_closed_nowhere_is_one_sentence(rows):
    with pytest.raises(QuoteNotClosedError, match=r"row 3 \(line 3\) is never closed"):
        rows('text,on\nfine,1\n"open,2\nfine,3\n')


def write_large(path, first_rows):
    row = "12,2024-03-05," + "the cars come down this street far too fast. " * 40 + "\n"
    with path.open("w") as file:
        file.write("id,on,text\n" + first_rows)
        for _ in range(100 * 2**20 // len(row) // 100):
            file.write(row * 100)


def test_a_hundred_megabytes_are_streamed(tmp_path):
    path = tmp_path / "large.csv"
    write_large(path, "")
    assert path.stat().st_size > 99 * 2**20
    tracemalloc.start()
    with open_table(path) as table:
        count = sum(1 for row in table if row.problem is None)
        assert table.fraction_read == 1.0
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count > 50_000
    assert peak < 8 * 2**20


def test_an_open_quote_does_not_swallow_a_hundred_megabytes(tmp_path):
    path = tmp_path / "large.csv"
    write_large(path, '1,2024-03-05,"open\n')
    tracemalloc.start()
    with pytest.raises(RowTooLongError, match=r"row 2 \(line 2\)"), open_table(path):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 80 * 2**20


def test_a_line_without_end_is_refused(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text("text,on\n" + "a" * 9 * 2**20)
    with pytest.raises(RowTooLongError, match=r"row 2 \(line 2\)"), open_table(path):
        pass


def test_a_table_can_be_read_again_and_tells_how_far_it_is(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("text\n" + "hello\n" * 200_000)
    with open_table(path) as table:
        fractions = [table.fraction_read for _row in table]
        assert len(list(table)) == 200_000
    assert fractions == sorted(fractions)
    assert 0 < fractions[0] < 0.1
    assert fractions[-1] == 1.0


def test_a_missing_column_is_named_beside_those_that_exist(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("ID,REQUESTDATE,COMMENTS\n")
    with open_table(path) as table:
        require_columns(table, ["ID", "COMMENTS"])
        with pytest.raises(ColumnMissingError) as caught:
            require_columns(table, ["ID", "comment"])
    assert "no column “comment”. Its columns are: COMMENTS, " in str(caught.value)


def test_a_list_of_very_many_columns_is_cut(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(",".join(f"q{n}" for n in range(160)) + "\n")
    with open_table(path) as table, pytest.raises(ColumnMissingError, match=r"q15.*, …"):
        require_columns(table, ["q150x"])


cell = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(cell, cell, cell), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_what_python_writes_is_read_back(tmp_path, table, delimiter):
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([("one", "two", "three"), *table])
    with open_table(path) as read:
        assert [tuple(row.values.values()) for row in read] == table
        assert all(row.problem is None for row in read)
