"""Uploaded files: what may be done with one, by whom, and one worker at a time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from core.vocabulary import AuditAction, UploadState
from db.session import reading, transaction
from services import audit, sample, uploads
from services.uploads import KEPT, LEASE
from tests.conftest import NOW
from tests.factories import OPERATOR, make_account
from tests.services.together import together

CHOICES = {"columns": {"text": "words"}, "source": "Letters"}


@pytest.fixture
def chief(engine):
    with transaction(engine) as session:
        actor = make_account(session)
        uploads.add(session, actor, upload_id=7, file_name="letters.csv", now=NOW)
    return actor


def do(engine, use_case, actor, **more):
    with transaction(engine) as session:
        return use_case(session, actor, **more)


def one(engine):
    with reading(engine) as session:
        return uploads.one(session, OPERATOR, upload_id=7)


def checked(engine, chief):
    do(engine, uploads.check, chief, upload_id=7, choices=CHOICES)
    claimed = do(engine, uploads.claim, OPERATOR, now=NOW)
    done = {"upload_id": 7, "lease": claimed.lease, "outcome": {"read": 3}}
    do(engine, uploads.finish, OPERATOR, **done)


def test_a_file_goes_from_upload_to_done(engine, chief):
    assert (one(engine).state, one(engine).who) == (UploadState.UPLOADED, chief.name)

    checked(engine, chief)
    assert (one(engine).state, one(engine).outcome) == (UploadState.CHECKED, {"read": 3})
    do(engine, uploads.bring_in, chief, upload_id=7, choices=CHOICES)
    claimed = do(engine, uploads.claim, OPERATOR, now=NOW)
    assert claimed.card.state is UploadState.TO_IMPORT
    assert claimed.account_id == chief.account_id
    goes_on = partial(do, engine, uploads.go_on, OPERATOR, upload_id=7, now=NOW)
    assert goes_on(lease=claimed.lease, fraction=0.5)
    assert not goes_on(lease="another", fraction=0.9)
    assert one(engine).fraction == 0.5
    do(engine, uploads.finish, OPERATOR, upload_id=7, lease=claimed.lease, outcome={"read": 3})

    assert one(engine).state is UploadState.DONE
    with reading(engine) as session:
        line = audit.entries(session, OPERATOR, limit=1)[0]
    assert (line.action, line.details) == (AuditAction.FILE_UPLOADED, "letters.csv")


def test_only_what_was_checked_with_these_columns_is_brought_in(engine, chief):
    with pytest.raises(uploads.NotCheckedError):
        do(engine, uploads.bring_in, chief, upload_id=7, choices=CHOICES)
    checked(engine, chief)
    other = CHOICES | {"source": "Other"}
    with pytest.raises(uploads.NotCheckedError):
        do(engine, uploads.bring_in, chief, upload_id=7, choices=other)


def test_real_feedback_is_not_put_into_a_demonstration(engine):
    with transaction(engine) as session:
        sample.load(session, OPERATOR, now=NOW, count=1)
        uploads.add(session, OPERATOR, upload_id=7, file_name="x", now=NOW)
    checked(engine, OPERATOR)

    with pytest.raises(uploads.DemonstrationError):
        do(engine, uploads.bring_in, OPERATOR, upload_id=7, choices=CHOICES)


def test_a_refused_file_says_why_and_can_be_checked_again(engine, chief):
    do(engine, uploads.check, chief, upload_id=7, choices=CHOICES)
    claimed = do(engine, uploads.claim, OPERATOR, now=NOW)
    do(engine, uploads.finish, OPERATOR, upload_id=7, lease=claimed.lease, refusal="Because.")
    assert (one(engine).state, one(engine).refusal) == (UploadState.REFUSED, "Because.")

    do(engine, uploads.check, chief, upload_id=7, choices=CHOICES)

    assert (one(engine).state, one(engine).refusal) == (UploadState.TO_CHECK, None)


def test_a_file_under_work_is_left_alone_until_it_is_stopped(engine, chief):
    do(engine, uploads.check, chief, upload_id=7, choices=CHOICES)
    claimed = do(engine, uploads.claim, OPERATOR, now=NOW)
    for act in (uploads.check, uploads.bring_in):
        with pytest.raises(uploads.UploadBusyError):
            do(engine, act, chief, upload_id=7, choices=CHOICES)
    with pytest.raises(uploads.UploadBusyError):
        do(engine, uploads.forget, chief, upload_id=7)

    do(engine, uploads.cancel, chief, upload_id=7)

    step = {"upload_id": 7, "lease": claimed.lease}
    assert not do(engine, uploads.go_on, OPERATOR, fraction=0.1, now=NOW, **step)
    do(engine, uploads.finish, OPERATOR, outcome={"read": 9}, **step)
    assert (one(engine).state, one(engine).outcome) == (UploadState.CANCELLED, None)
    do(engine, uploads.cancel, chief, upload_id=7)  # harmless where nothing is under way
    do(engine, uploads.forget, chief, upload_id=7)
    with pytest.raises(uploads.UploadGoneError):
        one(engine)


def test_what_a_dead_worker_held_is_handed_out_again_after_its_lease(engine, chief):
    do(engine, uploads.check, chief, upload_id=7, choices=CHOICES)
    first = do(engine, uploads.claim, OPERATOR, now=NOW)

    assert do(engine, uploads.claim, OPERATOR, now=NOW + LEASE) is None
    second = do(engine, uploads.claim, OPERATOR, now=NOW + LEASE * 2)

    assert first.lease != second.lease
    do(engine, uploads.finish, OPERATOR, upload_id=7, lease=first.lease, outcome={"read": 1})
    assert one(engine).outcome is None, "too late"


def test_two_workers_do_not_take_one_file(engine, chief):
    do(engine, uploads.check, chief, upload_id=7, choices=CHOICES)
    act = partial(uploads.claim, actor=OPERATOR, now=NOW)

    claimed = together(engine, act, act, act)

    assert sum(one is not None for one in claimed) == 1


def test_files_that_were_left_are_forgotten_after_a_week(engine, chief):
    with transaction(engine) as session:
        assert uploads.outdated(session, OPERATOR, now=NOW + KEPT) == []
        later = NOW + KEPT + timedelta(seconds=1)
        assert uploads.outdated(session, OPERATOR, now=later) == [7]
        assert uploads.every(session, OPERATOR) == []


@pytest.mark.parametrize("act", [uploads.one, uploads.cancel, uploads.forget])
def test_a_file_that_is_gone_is_said(engine, act):
    with pytest.raises(uploads.UploadGoneError):
        do(engine, act, OPERATOR, upload_id=99)
