"""Proofs: all that was told, answered and promised; and what became of it since."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from core import links, proofs
from core.links import LinkError
from core.proofs import ProofState
from core.vocabulary import Role
from db.models import Feedback, RetentionClass
from db.session import transaction
from services import answers, feedback, readings, retention, threads
from services import proofs as takes
from services.meetings import commitments
from services.meetings.commitments import Promise
from services.proofs import ProofFalseError, Verdict
from services.threads import WithdrawnError
from tests.factories import NOW, OPERATOR, TODAY, VISITOR, make_account, make_form, make_reading

SAID = "Please mend the light on Elm Street."


@pytest.fixture
def mine(engine, keys):
    """What the owner of a new piece has in hand."""
    with transaction(engine) as session:
        receipt = feedback.submit(
            session, VISITOR, form=make_form(session, SAID), keys=keys, today=TODAY, now=NOW
        )
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {text.feedback_id: make_reading() for text in batch.texts}
        readings.store(session, OPERATOR, lease=batch.lease, readings=found)
        thread = threads.by_receipt(session, VISITOR, receipt=receipt, keys=keys, today=TODAY)
    return {"proof": threads.proof_of(thread, keys=keys, now=NOW), "keys": keys, "now": NOW}


@pytest.fixture
def take(engine, mine):
    def taken():
        with transaction(engine) as session:
            return takes.take(session, VISITOR, today=TODAY, **mine)

    return taken


@pytest.fixture
def check(engine, keys):
    def checked(code, text):
        with transaction(engine) as session:
            return takes.check(session, VISITOR, code=code, text=text, keys=keys)

    return checked


def text_of(proof):
    return "\n".join(line for passage in proof.passages for line in passage)


def feedback_id(mine, keys):
    return links.subject_of(mine["proof"], links.LinkPurpose.OPEN_THREAD, now=NOW, key=keys.links)


def test_a_proof_holds_all_that_was_told_answered_and_promised(
    engine, keys, officer, mine, take, check
):
    piece = feedback_id(mine, keys)
    with transaction(engine) as session:
        answers.answer(
            session, officer, feedback_id=piece, words="We mend it.", now=NOW, today=TODAY
        )
        threads.say(session, VISITOR, words="Thank you.", nonce=b"n" * 32, today=TODAY, **mine)
        promise = Promise("n", "A new lamp on Elm Street", "Officer Example", due_on=TODAY)
        promised = commitments.make(session, officer, promise=promise, now=NOW)
        commitments.raised_by(session, officer, commitment_id=promised, feedback_id=piece, now=NOW)

    proof = take()

    assert [words for _heading, words in proof.passages][2:] == [
        SAID, "We mend it.", "Thank you.", "A new lamp on Elm Street",
    ]  # fmt: skip
    assert proof.passages[0] == (proof.department, "Given out on Monday, March 2, 2026")
    assert check(proof.code, text_of(proof)) == Verdict(TODAY, ProofState.KEPT, None)
    for words in (SAID, "We mend it.", "Thank you.", "A new lamp", "March 2, 2026", "2026"):
        forged = text_of(proof).replace(words, "Nothing", 1)
        with pytest.raises(ProofFalseError):
            check(proof.code, forged)


def test_the_code_alone_tells_nothing_not_even_that_there_is_something(take, check):
    proof = take()
    unknown = proofs.code_for(12, TODAY, "Something", key=b"x" * 32)
    for code in (proof.code, unknown):
        for text in ("", SAID, "x" * (takes.LIMIT + 1)):
            with pytest.raises(ProofFalseError):
                check(code, text)
    assert check(proof.code, text_of(proof)), "the control: the text opens it"


def test_a_proof_says_when_it_was_taken_back_and_none_is_given_after(engine, mine, take, check):
    proof = take()
    with transaction(engine) as session:
        session.execute(update(RetentionClass).values(least_days=30))
        threads.withdraw(session, VISITOR, today=TODAY, **mine)
    back = Verdict(TODAY, ProofState.TAKEN_BACK, TODAY)
    assert check(proof.code, text_of(proof)) == back
    with pytest.raises(WithdrawnError):
        take()

    with transaction(engine) as session:
        session.execute(update(RetentionClass).values(least_days=0))
        assert retention.purge(session, OPERATOR, today=TODAY) == 1
    assert check(proof.code, text_of(proof)) == back
    with pytest.raises(ProofFalseError):
        check(proof.code, text_of(proof).replace("light", "bench"))


def test_a_proof_says_that_the_words_were_put_right_or_erased_since(
    engine, keys, mine, take, check
):
    proof = take()
    with transaction(engine) as session:
        threads.correct(session, VISITOR, words="On Oak Street.", today=TODAY, **mine)
    assert check(proof.code, text_of(proof)).state is ProofState.PUT_RIGHT
    newer = take()
    assert check(newer.code, text_of(newer)).state is ProofState.KEPT

    with transaction(engine) as session:
        retention.erase(session, [feedback_id(mine, keys)], today=TODAY)
    assert check(newer.code, text_of(newer)) == Verdict(TODAY, ProofState.ERASED, TODAY)
    with transaction(engine) as session:
        session.execute(delete(Feedback))
    assert check(newer.code, text_of(newer)) == Verdict(TODAY, ProofState.ERASED, None)


def test_only_a_fresh_proof_of_the_thread_takes_one(engine, mine):
    late = mine | {"now": NOW + links.PROOF_LIVES}
    for wrong in (late, mine | {"proof": ""}):
        with pytest.raises(LinkError), transaction(engine) as session:
            takes.take(session, VISITOR, today=TODAY, **wrong)


def test_staff_get_none_by_their_right_alone(engine, mine):
    with transaction(engine) as session:
        chief = make_account(session, Role.COMMAND)
        with pytest.raises(LinkError):
            takes.take(session, chief, today=TODAY, **mine | {"proof": "x"})
