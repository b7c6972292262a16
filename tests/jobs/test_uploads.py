"""Checking an uploaded file and bringing it in, as the worker does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from core import clock
from core.settings import Settings
from core.vocabulary import AuditAction, UploadState
from db.models import Feedback
from db.session import reading, transaction
from imports.uploads import path_of, refused_rows
from jobs import import_feedback, uploads, work
from services import audit
from services import uploads as service
from tests.conftest import NOW
from tests.factories import OPERATOR, make_account

CHOICES = {"columns": {"text": "text"}, "source": "Letters", "date_format": None}
ROWS = "text,day\n" + "".join(f"Letter number {n},2026-01-0{n % 9 + 1}\n" for n in range(500))


@pytest.fixture
def chief(engine):
    with transaction(engine) as session:
        return make_account(session)


def add(engine, actor, folder, content=ROWS, upload_id=7):
    path_of(folder, upload_id).write_text(content)
    with transaction(engine) as session:
        service.add(session, actor, upload_id=upload_id, file_name="letters.csv", now=NOW)


def check(engine, actor, folder, choices=CHOICES, upload_id=7):
    with transaction(engine) as session:
        service.check(session, actor, upload_id=upload_id, choices=choices)
    assert uploads.work_on_one(engine, folder)
    return card(engine, upload_id)


def start(engine, actor, choices=CHOICES, upload_id=7):
    with transaction(engine) as session:
        service.bring_in(session, actor, upload_id=upload_id, choices=choices)


def card(engine, upload_id=7):
    with reading(engine) as session:
        return service.one(session, OPERATOR, upload_id=upload_id)


def stored(engine):
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(Feedback))


def test_a_check_stores_nothing_and_an_import_what_was_checked(engine, chief, tmp_path, keys):
    add(engine, chief, tmp_path, ROWS + ",2026-01-01\n")

    found = check(engine, chief, tmp_path)
    assert (found.state, stored(engine)) == (UploadState.CHECKED, 0)
    assert [found.outcome[name] for name in ("read", "stored", "known", "refused")] == [
        501, 500, 0, 1,
    ]  # fmt: skip
    assert found.outcome["refused_file"]
    assert "The text is blank." in refused_rows(tmp_path, 7).read_text(encoding="utf-8-sig")

    start(engine, chief)
    settings = Settings(upload_folder=tmp_path, _env_file=None)
    assert work.work_off(engine, settings, keys) == 500, "and all of it is read"

    assert (card(engine).state, stored(engine)) == (UploadState.DONE, 500)
    with reading(engine) as session:
        lines = audit.entries(session, OPERATOR, limit=5)
    mine = [line.who for line in lines if line.action is AuditAction.RECORDS_IMPORTED]
    assert mine == [chief.name]
    assert not uploads.work_on_one(engine, tmp_path), "nothing waits"


@pytest.mark.parametrize(
    ("content", "columns", "said"),
    [
        ("text,day\nHello there,1/2/13\n", {"received": "day"}, "Choose which of the two below"),
        ("text,day\nHello there,1/2/13\n", {"text": "words"}, "letters.csv has no column “words”."),
        ('text\n"never closed', {}, "is never closed"),
        ("", {}, "letters.csv is empty."),
    ],
)
def test_a_file_that_cannot_be_used_says_why_in_words_for_the_page(
    engine, chief, tmp_path, content, columns, said
):
    add(engine, chief, tmp_path, content)

    found = check(engine, chief, tmp_path, CHOICES | {"columns": {"text": "text"} | columns})

    assert found.state is UploadState.REFUSED
    assert said in found.refusal
    assert str(tmp_path) not in found.refusal


def test_bytes_that_are_gone_are_said(engine, chief, tmp_path):
    add(engine, chief, tmp_path)
    path_of(tmp_path, 7).unlink()

    assert "not on this machine any more" in check(engine, chief, tmp_path).refusal


def test_an_import_stopped_half_way_keeps_what_it_stored_and_adds_the_rest_later(
    engine, chief, tmp_path, monkeypatch
):
    add(engine, chief, tmp_path)
    check(engine, chief, tmp_path)
    start(engine, chief)
    monkeypatch.setattr(uploads, "SAID_EVERY", -1.0)
    go_on, calls = service.go_on, []

    def stopped_at_the_first(session, actor, **step):
        calls.append(step["fraction"])
        service.cancel(session, chief, upload_id=7)
        return go_on(session, actor, **step)

    monkeypatch.setattr(service, "go_on", stopped_at_the_first)
    uploads.work_on_one(engine, tmp_path)
    monkeypatch.setattr(service, "go_on", go_on)
    half = stored(engine)
    assert (half, len(calls)) == (import_feedback.BATCH, 1)
    assert card(engine).state is UploadState.CANCELLED

    found = check(engine, chief, tmp_path)
    assert (found.outcome["stored"], found.outcome["known"]) == (500 - half, half)
    start(engine, chief)
    uploads.work_on_one(engine, tmp_path)

    assert stored(engine) == 500


def test_the_same_file_twice_at_once_is_stored_once(engine, chief, tmp_path):
    for upload_id in (7, 8):
        add(engine, chief, tmp_path, upload_id=upload_id)
        check(engine, chief, tmp_path, upload_id=upload_id)
    for upload_id in (7, 8):
        start(engine, chief, upload_id=upload_id)

    with ThreadPoolExecutor(2) as pool:
        did = list(pool.map(lambda _: uploads.work_on_one(engine, tmp_path), range(2)))

    assert did == [True, True]
    outcomes = [card(engine, upload_id).outcome for upload_id in (7, 8)]
    assert [outcome["read"] for outcome in outcomes] == [500, 500]
    assert sum(outcome["stored"] for outcome in outcomes) == stored(engine) == 500


def test_what_was_left_is_removed_with_its_bytes(engine, chief, tmp_path):
    add(engine, chief, tmp_path)
    clock.hold(NOW + service.KEPT * 2)

    uploads.forget_outdated(engine, tmp_path)

    assert not path_of(tmp_path, 7).exists()
    with pytest.raises(service.UploadGoneError):
        card(engine)
