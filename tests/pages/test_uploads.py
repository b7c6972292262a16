"""Bringing in a file by hand: the guesses, the check, and what came of it."""

from __future__ import annotations

import pytest

from core import settings
from core.vocabulary import UploadState
from db.base import random_id
from db.models import Upload
from imports.uploads import path_of
from jobs.uploads import work_on_one
from services import uploads
from tests.factories import NOW, OPERATOR
from tests.pages.conftest import box, button, open_page, text_of

ROWS = "id,date_received,comments,beat\n" + "".join(
    f"{n},1/{n + 13}/26,The cars race down our street every night.,1\n" for n in range(12)
)


@pytest.fixture
def chief(records, tmp_path, monkeypatch):
    monkeypatch.setenv("COMMON_GROUND_UPLOAD_FOLDER", str(tmp_path))
    settings.current.cache_clear()
    return records.sign_in()


@pytest.fixture
def upload(records, chief, tmp_path):
    """An address that shows a file of twelve letters. Screens remember previews by their ids."""
    upload_id = random_id()
    path_of(tmp_path, upload_id).write_text(ROWS)
    with records() as session:
        uploads.add(session, OPERATOR, upload_id=upload_id, file_name="our_*letters*.csv", now=NOW)
    return {"file": f"{upload_id:x}"}


def file_of(upload, folder):
    return path_of(folder, int(upload["file"], 16))


def test_before_the_first_file_it_says_where_to_begin(chief):
    shown = open_page("import", chief)

    assert "/uploads/new" in text_of(shown)
    assert not shown.exception


def test_a_file_is_guessed_checked_and_brought_in(records, chief, upload, tmp_path):
    shown = open_page("import", chief, **upload)
    assert not shown.exception
    assert box(shown, "The words themselves").value == "comments"
    assert box(shown, "The day").value == "date_received"
    assert box(shown, "A number or code that tells rows apart").value == "id"
    assert shown.text_input[0].value == "our *letters*"
    assert len(shown.dataframe[0].value) == 5

    waits = button(shown, "Check every row").click().run()
    assert "Is being checked" in text_of(waits)
    work_on_one(records.engine, tmp_path)
    shown = open_page("import", chief, **upload)

    assert "**12 rows were read.** New, and would be stored: 12." in text_of(shown)
    assert "Dates were read as M/D/YY" in text_of(shown)
    button(shown, "Bring it in").click().run()
    work_on_one(records.engine, tmp_path)
    assert "Stored: 12." in text_of(open_page("import", chief, **upload))


def test_another_column_asks_for_another_check(records, chief, upload, tmp_path):
    button(open_page("import", chief, **upload), "Check every row").click().run()
    work_on_one(records.engine, tmp_path)
    shown = open_page("import", chief, **upload)

    changed = box(shown, "The language").set_value("beat").run()

    assert [one.label for one in changed.button if one.label == "Bring it in"] == []
    assert button(changed, "Check every row")


def test_work_under_way_can_be_stopped(records, chief, upload):
    waits = button(open_page("import", chief, **upload), "Check every row").click().run()

    stopped = button(waits, "Stop").click().run()

    assert "Stopped." in text_of(stopped)
    with records() as session:
        assert session.get(Upload, int(upload["file"], 16)).state is UploadState.CANCELLED


def test_a_file_is_taken_off_the_list_with_its_bytes(records, chief, upload, tmp_path):
    shown = open_page("import", chief, **upload)

    button(shown, "Remove this file from the list").click().run()

    assert not file_of(upload, tmp_path).exists()
    with records() as session:
        assert uploads.every(session, OPERATOR) == []


@pytest.mark.parametrize("named", ["zz", "ac", ""])
def test_an_address_that_names_no_file_shows_the_list(chief, upload, named):
    shown = open_page("import", chief, file=named)

    assert not shown.exception
    assert button(shown, "Open")


def test_a_file_that_cannot_be_read_says_why_by_its_own_name(chief, upload, tmp_path):
    file_of(upload, tmp_path).write_bytes(b"PK\x03\x04")

    shown = open_page("import", chief, **upload)

    assert "letters*.csv is a compressed file." in shown.error[0].value
    assert str(tmp_path) not in text_of(shown)
