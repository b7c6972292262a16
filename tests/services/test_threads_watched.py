"""What an owner adds or puts right is looked at as a first piece is, and rules of records hold."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from core.errors import NotAllowedError
from core.vocabulary import Role, Sentiment
from core.voice import Mode, ThreadState
from db.models import Contact, Correction, Feedback, Notice, RetentionClass
from db.session import transaction
from services import (
    answers,
    corrections,
    feedback,
    readings,
    retention,
    threads,
    urgent,
    words,
)
from services.feedback import SentAlreadyError
from services.meetings import contacts
from services.modes import Identity
from services.retention import RetentionError
from services.threads import MustBeKeptError
from tests.factories import (
    NOW,
    OPERATOR,
    TODAY,
    VISITOR,
    make_account,
    make_form,
    make_reading,
)

DAY = timedelta(days=1)
DANGER = "I want to kill myself tonight."
NAMED = "Officer Brannigan shouted at my grandmother."


@pytest.fixture
def sent(engine, keys):
    """Sends a form; answers what acts of its owner's need, and its id."""

    def send(said="The lamp is dark.", **more):
        with transaction(engine) as session:
            receipt = feedback.submit(
                session, VISITOR, form=make_form(session, said, **more), keys=keys, today=TODAY,
                now=NOW,
            )  # fmt: skip
            thread = threads.by_receipt(session, VISITOR, receipt=receipt, keys=keys, today=TODAY)
        proof = threads.proof_of(thread, keys=keys, now=NOW)
        return {"proof": proof, "keys": keys, "now": NOW, "today": TODAY}, thread.id

    return send


def read(engine, **more):
    """Have everything that waits read so."""
    with transaction(engine) as session:
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {one.feedback_id: make_reading(Sentiment.NEGATIVE, **more) for one in batch.texts}
        readings.store(session, OPERATOR, lease=batch.lease, readings=found, now=NOW)


def row_of(engine, feedback_id):
    with transaction(engine) as session:
        row = session.get(Feedback, feedback_id)
        session.expunge(row)
        return row


def test_words_put_right_wait_for_triage_anew_and_no_old_correction_counts(
    engine, officer, triager, sent
):
    mine, feedback_id = sent()
    read(engine, names_officer=True)
    with transaction(engine) as session:
        words.triage(session, triager, feedback_id=feedback_id, now=NOW)
        corrections.correct(
            session, officer, feedback_id=feedback_id, sentiment=Sentiment.POSITIVE, codes=[],
            expected=None, now=NOW,
        )  # fmt: skip
    with transaction(engine) as session:
        threads.correct(session, VISITOR, words=NAMED, **mine)
        assert session.scalar(select(func.count(Correction.id))) == 0
    read(engine, names_officer=True)

    row = row_of(engine, feedback_id)
    assert row.waits_for_triage
    assert row.sentiment == Sentiment.NEGATIVE


def test_what_is_added_later_and_names_an_officer_shuts_the_piece(engine, officer, sent):
    mine, feedback_id = sent()
    read(engine)
    with transaction(engine) as session:
        threads.say(session, VISITOR, words=NAMED, nonce=secrets.token_bytes(32), **mine)

    assert row_of(engine, feedback_id).waits_for_triage
    with pytest.raises(NotAllowedError), transaction(engine) as session:
        answers.answer(
            session, officer, feedback_id=feedback_id, words="Hello.", now=NOW, today=TODAY
        )


def test_what_is_added_before_the_first_reading_shuts_it_too(engine, sent):
    mine, feedback_id = sent()
    with transaction(engine) as session:
        threads.say(session, VISITOR, words=NAMED, nonce=secrets.token_bytes(32), **mine)
    read(engine)
    assert row_of(engine, feedback_id).waits_for_triage


def test_danger_that_is_added_or_put_right_stands_in_the_queue_again(engine, officer, sent):
    mine, feedback_id = sent(DANGER)
    for act, more in ((threads.say, {"nonce": secrets.token_bytes(32)}), (threads.correct, {})):
        with transaction(engine) as session:
            urgent.handle(session, officer, feedback_id=feedback_id, now=NOW, today=TODAY)
            assert urgent.waiting(session, officer, now=NOW).cards == ()
        with transaction(engine) as session:
            act(session, VISITOR, words=f"{DANGER} Please.", **more, **mine)
        with transaction(engine) as session:
            assert len(urgent.waiting(session, officer, now=NOW).cards) == 1
    at = row_of(engine, feedback_id).urgent_at
    assert (at.minute, at.second, at.microsecond) == (0, 0, 0), "the hour and no more"


def test_danger_that_names_an_officer_is_for_those_who_triage_where_there_is_one(
    engine, officer, sent
):
    _mine, feedback_id = sent("Officer Brannigan is my husband and he will kill me tonight.")
    with transaction(engine) as session:
        assert len(urgent.waiting(session, officer, now=NOW).cards) == 1, "nobody triages: all see"
    with transaction(engine) as session:
        triager = make_account(session, Role.COMMAND, triages=True)
    with transaction(engine) as session:
        queue = urgent.waiting(session, officer, now=NOW)
        assert (queue.cards, queue.withheld) == ((), 1)
        assert len(urgent.waiting(session, triager, now=NOW).cards) == 1
    with pytest.raises(NotAllowedError), transaction(engine) as session:
        urgent.handle(session, officer, feedback_id=feedback_id, now=NOW, today=TODAY)


def test_the_same_form_with_other_words_is_refused_and_not_lost_in_silence(engine, sent):
    mine, _id = sent()
    nonce = secrets.token_bytes(32)
    with transaction(engine) as session:
        threads.say(session, VISITOR, words="The third lamp.", nonce=nonce, **mine)
    with pytest.raises(SentAlreadyError), transaction(engine) as session:
        threads.say(session, VISITOR, words="The fourth lamp.", nonce=nonce, **mine)


def test_words_that_must_be_kept_cannot_be_put_right(engine, sent):
    mine, feedback_id = sent()
    with transaction(engine) as session:
        retention.place_hold(session, OPERATOR, reason="Case 12", source_id=None, now=NOW)
    with pytest.raises(MustBeKeptError), transaction(engine) as session:
        threads.correct(session, VISITOR, words="x y z", **mine)
    assert row_of(engine, feedback_id).words == "The lamp is dark."


def test_an_address_lives_as_long_as_the_words_it_belongs_to(engine, sent):
    mine, _id = sent(identity=Identity(Mode.CONFIDENTIAL, "ann@example.org", is_13_or_older=True))
    with transaction(engine) as session:
        contacts.forget_outdated(session, OPERATOR, today=TODAY + 9_999 * DAY)
        assert session.scalar(select(func.count(Contact.id))) == 1
        threads.withdraw(session, VISITOR, **mine)
        assert session.scalar(select(func.count(Contact.id))) == 0


def test_a_time_that_nobody_lives_to_see_is_refused(engine):
    with transaction(engine) as session:
        for least, most in ((999_999, None), (0, 3_000_000), (-1, None), (30, 29)):
            with pytest.raises(RetentionError):
                retention.change(
                    session, OPERATOR, code="feedback", least_days=least, most_days=most, now=NOW
                )
        assert session.scalars(select(RetentionClass.least_days)).all() == [0, 0]


def test_no_mail_about_a_piece_outlives_it(engine, officer, sent):
    mine, feedback_id = sent(
        identity=Identity(Mode.CONFIDENTIAL, "ann@example.org", is_13_or_older=True)
    )
    read(engine)
    with transaction(engine) as session:
        answers.answer(
            session, officer, feedback_id=feedback_id, words="Mended.", now=NOW, today=TODAY
        )
        assert session.scalar(select(func.count(Notice.id))) == 1, "the control"
    with transaction(engine) as session:
        threads.withdraw(session, VISITOR, **mine)
        assert session.scalar(select(func.count(Notice.id))) == 0


def test_what_was_kept_its_time_was_not_taken_back(engine, keys, sent):
    mine, feedback_id = sent()
    with transaction(engine) as session:
        session.execute(update(Feedback).values(keep_until=TODAY))
        retention.purge(session, OPERATOR, today=TODAY + DAY)
        thread = threads.by_proof(session, VISITOR, **mine)
    assert thread.state is ThreadState.ERASED
    assert thread.id == feedback_id


def test_an_answer_pressed_twice_is_said_once(engine, officer, sent):
    mine, feedback_id = sent()
    read(engine)
    with transaction(engine) as session:
        for _press in range(2):
            answers.answer(
                session, officer, feedback_id=feedback_id, words="Mended.", now=NOW, today=TODAY
            )
        assert len(threads.by_proof(session, VISITOR, **mine).messages) == 1
