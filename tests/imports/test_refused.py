"""Refused rows come back to the department in a file that opens safely."""

from __future__ import annotations

import csv

import pytest

from imports.csv_files import open_table
from imports.refused import RefusedRows, RefusedRowsNotWrittenError, RowRefusedError


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('text,on\n"=1+1",-3.5\n\nhello\nfine,1,surplus\n')
    return path


def refuse_all(source):
    with open_table(source) as table, RefusedRows(source, table.columns) as refused:
        for row in table:
            refused.add(row, row.problem or "No reason.")
    return refused


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_rows_stand_with_number_reason_and_their_own_cells(source):
    refused = refuse_all(source)
    assert refused.path == source.with_name("list.refused.csv")
    assert refused.count == 3
    assert refused.path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read(refused.path) == [
        ["\ufeffrow", "reason", "text", "on"],
        ["2", "No reason.", "'=1+1", "-3.5"],
        ["4", "The row has 1 cells and the first row has 2.", "hello"],
        ["5", "The row has 3 cells and the first row has 2.", "fine", "1", "surplus"],
    ]


def test_only_the_account_that_ran_the_import_may_read_it(source):
    assert refuse_all(source).path.stat().st_mode & 0o077 == 0


def test_nothing_refused_leaves_no_file_and_removes_an_earlier_one(source):
    for _twice in range(2):
        with RefusedRows(source, ["text"]) as refused:
            pass
        assert not refused.path.exists()
        refused.path.write_text("of an earlier run")
    with RefusedRows(source, ["text"]):
        pass
    assert [path.name for path in source.parent.iterdir()] == ["list.csv"]


def test_an_earlier_file_is_replaced_at_the_end_only(source):
    path = source.with_name("list.refused.csv")
    path.write_text("of an earlier run")
    with open_table(source) as table, RefusedRows(source, table.columns) as refused:
        refused.add(next(iter(table)), "No reason.")
        assert path.read_text() == "of an earlier run"
    assert read(path)[1][1] == "No reason."
    assert {file.name for file in source.parent.iterdir()} == {"list.csv", "list.refused.csv"}


def test_a_failed_run_keeps_the_earlier_file_and_leaves_no_other(source):
    path = source.with_name("list.refused.csv")
    path.write_text("of an earlier run")

    def fail_half_way():
        with open_table(source) as table, RefusedRows(source, table.columns) as refused:
            refused.add(next(iter(table)), "No reason.")
            raise KeyError

    with pytest.raises(KeyError):
        fail_half_way()
    assert path.read_text() == "of an earlier run"
    assert {file.name for file in source.parent.iterdir()} == {"list.csv", "list.refused.csv"}


def test_refused_rows_of_refused_rows_leave_the_input_alone(source):
    first = refuse_all(source).path
    before = first.read_bytes()
    second = refuse_all(first).path
    assert second.name == "list.refused.refused.csv"
    assert first.read_bytes() == before


def test_a_folder_that_is_away_is_one_sentence(source, tmp_path):
    with open_table(source) as table:
        row = next(iter(table))
    with (
        pytest.raises(RefusedRowsNotWrittenError, match="No such file or directory"),
        RefusedRows(tmp_path / "away" / "list.csv", ["text"]) as refused,
    ):
        refused.add(row, "No reason.")


def test_the_reason_is_the_message():
    assert str(RowRefusedError(reason="The text is {blank}.")) == "The text is {blank}."
