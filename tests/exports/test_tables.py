"""Files of figures: what goes in comes out, and nothing in it runs."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pandas as pd

from exports.tables import to_csv, to_xlsx

FRAME = pd.DataFrame(
    {
        "concern": ["Parking", '=HYPERLINK("http://x","y")', " @SUM(A1)", "＝1+1"],
        "n": [3, 2, 1, 0],
        "share": [0.5, 0.25, None, 0.0],
    }
)


def test_csv_holds_the_figures_and_leaves_missing_ones_empty():
    rows = list(csv.reader(StringIO(to_csv(FRAME).decode("utf-8-sig"))))

    assert rows[0] == ["concern", "n", "share"]
    assert rows[1] == ["Parking", "3", "0.5"]
    assert rows[3][2] == ""


def test_csv_cells_that_would_run_stand_behind_an_apostrophe():
    rows = list(csv.reader(StringIO(to_csv(FRAME).decode("utf-8-sig"))))

    assert [row[0][0] for row in rows[2:]] == ["'", "'", "'"]


def test_csv_of_an_empty_frame_has_its_names():
    assert to_csv(FRAME.iloc[:0]).decode("utf-8-sig") == "concern,n,share\r\n"


def test_xlsx_holds_no_formula_and_says_what_it_is():
    made = to_xlsx(FRAME, title="concerns", notes=["One source.", "=1+1"])

    with ZipFile(BytesIO(made)) as book:
        sheets = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
        strings = book.read("xl/sharedStrings.xml").decode()
    assert all("<f>" not in sheet for sheet in sheets)
    assert "One source." in strings
    assert "<v>0.25</v>" in sheets[0]


def test_xlsx_is_the_same_table_for_a_second_reader():
    made = to_xlsx(FRAME.iloc[:1], title="concerns", notes=[])

    with ZipFile(BytesIO(made)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 2
    assert "<v>3</v>" in sheet
