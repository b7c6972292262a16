"""Files as their publishers published them, where they stand beside this checkout."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from imports.csv_files import open_table, require_columns
from imports.dates import recognise
from imports.feedback_rows import ColumnMap, RowReader
from imports.geojson import read_districts
from imports.refused import RowRefusedError

DATA = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="shared data is not beside this checkout")


def read(name, columns, zone="America/New_York"):
    """Name of the date form, the feedback kept, and how often each reason refused a row."""
    kept, refused = [], Counter()
    with open_table(DATA / name) as table:
        require_columns(table, columns.names())
        form = recognise(row.values[columns.received] for row in table)
        reader = RowReader(columns, form, ZoneInfo(zone), date(2026, 1, 1))
        for row in table:
            try:
                kept.append(reader.read(row))
            except RowRefusedError as refusal:
                refused[str(refusal)] += 1
    assert len({feedback.import_key for feedback in kept}) == len(kept)
    return form.name, kept, refused


def test_philadelphia_complaints():
    columns = ColumnMap(
        "summary",
        key="complaint_id",
        received="date_received",
        district="district_occurrence",
        category="general_cap_classification",
    )
    form, kept, refused = read("philadelphia/complaints_2013_2015.csv", columns)
    assert (form, len(kept), refused) == ("M/D/YY", 2309, {})
    assert {feedback.received_on.year for feedback in kept} <= {2013, 2014, 2015}
    assert len({feedback.category for feedback in kept}) == 12
    assert sum(feedback.district is None for feedback in kept) == 13


def test_philadelphia_districts():
    districts = read_districts(
        DATA / "philadelphia" / "districts.geojson",
        id_property="DIST_NU",
        population_property="pop_sum",
        attributes={"income": "md_hh_2"},
    )
    assert len(districts) == 22
    assert districts[0].code == "1"
    assert districts[0].population == 39164
    assert (districts[-1].code, districts[-1].population) == ("77", None)
    assert sum("income" not in district.attributes for district in districts) == 3


def test_washington_comments():
    columns = ColumnMap("COMMENTS", received="REQUESTDATE", category="REQUESTTYPE")
    form, kept, refused = read("washington-dc/vision_zero_safety.csv", columns)
    assert form == "YYYY-MM-DD"
    assert refused == {"The text is blank.": 652}
    assert len(kept) == 5592 - 652


@pytest.mark.parametrize(
    ("folder", "rows", "zone"),
    [
        ("american-assembly.bowling-green", 896, "America/Chicago"),
        ("bg2050-volunteers", 371, "America/Chicago"),
        ("london.youth.policing", 39, "Europe/London"),
    ],
)
def test_statements_with_epochs(folder, rows, zone):
    columns = ColumnMap("comment-body", received="timestamp")
    form, kept, refused = read(f"polis/{folder}/comments.csv", columns, zone)
    assert (form, len(kept) + refused.total()) == ("epoch milliseconds", rows)
    assert set(refused) <= {"The text is blank."}
