"""Feedback: each form stored once, whatever is sent; nothing in it tells who or when."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Date, DateTime, inspect, select
from sqlalchemy.exc import IntegrityError

from core import receipts, texts
from core.errors import TextRefusedError
from core.vocabulary import Rating
from db.base import Base
from db.models import Feedback, Source, UnreadFeedback
from db.session import reading, transaction
from services import feedback, questions, readings
from tests.conftest import NOW
from tests.factories import (
    OPERATOR,
    TODAY,
    VISITOR,
    make_district,
    make_form,
    make_reading,
)
from tests.services.together import together

WORDS = "Please mend the light on Elm Street."
REFUSALS = {
    "empty": ("", texts.EmptyTextError),
    "only spaces": (" \n\t ", texts.EmptyTextError),
    "zero-width": ("\u200b\u200d\ufeff", texts.EmptyTextError),
    "only signs": ("?! ...", texts.EmptyTextError),
    "NUL": ("a\0b", TextRefusedError),
    "lone surrogate": ("a\ud83d", TextRefusedError),
    "5,001 characters": ("x" * 5_001, texts.TextTooLongError),
}


@pytest.fixture
def form(engine):
    with reading(engine) as session:
        return make_form(session, WORDS)


def send(engine, keys, form, today=TODAY):
    with transaction(engine) as session:
        return feedback.submit(session, VISITOR, form=form, keys=keys, today=today, now=NOW)


def rows(engine):
    with reading(engine) as session:
        return session.execute(select(Feedback.__table__)).all()


def other(form, **change):
    return feedback.Form(**(vars(form) | change))


def test_a_form_is_stored_with_what_was_filled_in_and_waits_to_be_read(engine, keys):
    with transaction(engine) as session:
        district_id = make_district(session)
        form = make_form(
            session, f"  {WORDS}\r\n", district_id=district_id,
            ratings={Rating.VOICE: 1, Rating.SAFETY: 5},
        )  # fmt: skip
        form_source = session.scalars(select(Source.id)).one()

    receipt = send(engine, keys, form)

    (row,) = rows(engine)
    stored = {name: value for name, value in row._mapping.items() if value not in {None, False}}
    with reading(engine) as session:
        assert session.scalars(select(UnreadFeedback.feedback_id)).all() == [row.id]
    assert stored == {
        "id": row.id, "source_id": form_source, "words": WORDS, "district_id": district_id,
        "question_version_id": form.question_version_id, "received_on": TODAY,
        "receipt_hash": receipts.stored_hash(receipt, keys),
        "rating_voice": 1, "rating_safety": 5,
    }  # fmt: skip


def test_the_same_form_twice_is_one_row_and_the_same_six_words(engine, keys, form):
    first = send(engine, keys, form)
    second = send(engine, keys, other(form, words=f"{WORDS} \n"))  # the same, once cleaned

    assert first == second
    assert len(first.split()) == 6
    assert len(rows(engine)) == 1


def test_the_same_form_from_eight_at_once_is_one_row(engine, keys, form):
    act = partial(feedback.submit, actor=VISITOR, form=form, keys=keys, today=TODAY, now=NOW)

    answers = together(engine, *[act] * 8)

    assert set(answers) == {receipts.words_for(form.nonce, keys)}
    assert len(rows(engine)) == 1


def test_a_form_sent_again_after_it_was_read_is_not_read_again(engine, keys, form):
    send(engine, keys, form)
    with transaction(engine) as session:
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {text.feedback_id: make_reading() for text in batch.texts}
        readings.store(session, OPERATOR, lease=batch.lease, readings=found)

    send(engine, keys, form)

    with reading(engine) as session:
        assert readings.waiting(session, OPERATOR) == 0


def test_a_sent_form_with_other_words_is_refused_and_the_first_is_safe(engine, keys, form):
    send(engine, keys, form)

    with pytest.raises(feedback.SentAlreadyError):
        send(engine, keys, other(form, words="Something else."))

    assert [row.words for row in rows(engine)] == [WORDS]


def test_other_forms_have_other_receipts(engine, keys, form):
    first = send(engine, keys, form)
    second = send(engine, keys, other(form, nonce=secrets.token_bytes(32)))

    assert first != second
    assert [row.words for row in rows(engine)] == [WORDS, WORDS]


@pytest.mark.parametrize("case", REFUSALS)
def test_words_that_cannot_be_kept_are_refused_and_nothing_is_stored(engine, keys, form, case):
    words, refusal = REFUSALS[case]

    with pytest.raises(refusal):
        send(engine, keys, other(form, words=words))

    assert rows(engine) == []


@pytest.mark.parametrize(
    "words",
    ["x" * 5_000, "👍", "7", "你好", "a\u200bb", "O'Brien'); DROP TABLE feedback;--", "é" * 9],
)
def test_words_that_can_be_kept_are_kept_to_the_letter(engine, keys, form, words):
    send(engine, keys, other(form, words=words))

    assert [row.words for row in rows(engine)] == [words]


@pytest.mark.parametrize("value", [0, 6, -1])
def test_a_rating_goes_from_one_to_five(engine, keys, form, value):
    with pytest.raises(feedback.RatingError):
        send(engine, keys, other(form, ratings={Rating.TRUST: value}))

    assert rows(engine) == []


def test_a_district_that_is_gone_is_refused(engine, keys, form):
    with pytest.raises(feedback.DistrictGoneError):
        send(engine, keys, other(form, district_id=999_999))

    assert rows(engine) == []


def test_a_question_nobody_asks_any_more_is_refused(engine, keys, form):
    with transaction(engine) as session:
        asked = questions.asked(session, VISITOR)[0]
        questions.retire(session, OPERATOR, question_id=asked.id, now=NOW)

    for version_id in (form.question_version_id, 999_999):
        with pytest.raises(feedback.QuestionRetiredError):
            send(engine, keys, other(form, question_version_id=version_id))

    assert rows(engine) == []


def test_a_question_reworded_meanwhile_is_answered_as_it_was_asked(engine, keys, form):
    with transaction(engine) as session:
        asked = questions.asked(session, VISITOR)[0]
        questions.reword(session, OPERATOR, question_id=asked.id, wording="And now?", now=NOW)

    receipt = send(engine, keys, form)

    with reading(engine) as session:
        kept = session.scalars(select(Feedback.question_version_id)).one()
    assert receipt
    assert kept == asked.version_id


def test_neither_receipt_nor_nonce_is_anywhere_in_the_records(engine, keys, form):
    before = dump(engine)

    receipt = send(engine, keys, form)

    after = dump(engine)
    kept = {word for word in receipt.split() if after.count(word) > before.count(word)}
    assert WORDS in after
    assert kept == set()
    for secret in (form.nonce.hex(), repr(form.nonce)[2:-1]):
        assert secret not in after
    for file in files(engine):
        assert WORDS.encode() in file or not file
        assert receipt.encode() not in file
        assert form.nonce not in file


def test_no_column_of_feedback_holds_an_instant(engine):
    columns = {column["name"]: column["type"] for column in inspect(engine).get_columns("feedback")}

    days = {name for name, kind in columns.items() if isinstance(kind, Date | DateTime)}
    assert not any(isinstance(kind, DateTime) for kind in columns.values())
    assert days == {"received_on", "triaged_on", "looked_at_on"}
    assert not {"ip", "address", "user_agent", "device", "at", "created_at"} & columns.keys()


def test_the_database_itself_refuses_a_receipt_twice(engine, keys, form):
    send(engine, keys, form)
    (row,) = rows(engine)

    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add(
            Feedback(id=1, source_id=row.source_id, words="x", receipt_hash=row.receipt_hash)
        )


def dump(engine) -> str:
    """Every value of every table."""
    with reading(engine) as session:
        return "\n".join(
            repr(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
        )


def files(engine) -> list[bytes]:
    """The database's own files, where it has any of its own."""
    if engine.dialect.name == "postgresql":
        return []
    path = Path(engine.url.database)
    engine.dispose()  # the write-ahead log goes into the file
    return [file.read_bytes() for file in path.parent.glob(f"{path.name}*")]
