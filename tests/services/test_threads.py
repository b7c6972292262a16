"""Threads: whoever has the six words reads, answers, corrects and withdraws, and nobody else."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from core import links
from core.errors import NotAllowedError
from core.links import LinkError
from core.vocabulary import AuditAction, Role, Sentiment
from core.voice import Mode, ThreadState
from db.models import (
    AuditEntry,
    Contact,
    Feedback,
    Message,
    Notice,
    Reading,
    RetentionClass,
    Source,
    UnreadFeedback,
)
from db.session import reading, transaction
from services import (
    answers,
    cards,
    counts,
    feedback,
    notes,
    readings,
    retention,
    sentiment,
    threads,
)
from services.answers import NoReceiptError
from services.meetings.contacts import AgeError
from services.modes import AddressMissingError, Identity, NameMissingError
from services.threads import WithdrawnError
from tests.factories import (
    NOW,
    OPERATOR,
    TODAY,
    VISITOR,
    make_account,
    make_feedback,
    make_form,
    make_reading,
    scope_of,
)

DAY = timedelta(days=1)
SAID = "Please mend the light on Elm Street."


@pytest.fixture
def sent(engine, keys):
    """Sends a form; answers its receipt. It is read at once where a sentiment is given."""

    def send(words=SAID, read_as=None, **more):
        with transaction(engine) as session:
            receipt = feedback.submit(
                session, VISITOR, form=make_form(session, words, **more), keys=keys, today=TODAY,
                now=NOW,
            )  # fmt: skip
            if read_as is not None:
                batch = readings.claim(session, OPERATOR, now=NOW)
                found = {text.feedback_id: make_reading(read_as, "LIT") for text in batch.texts}
                readings.store(session, OPERATOR, lease=batch.lease, readings=found)
        return receipt

    return send


@pytest.fixture
def opened(engine, keys):
    def open_thread(receipt, today=TODAY):
        with transaction(engine) as session:
            return threads.by_receipt(session, VISITOR, receipt=receipt, keys=keys, today=today)

    return open_thread


@pytest.fixture
def by(engine, keys, opened):
    """What an act of the owner's needs."""

    def proof(receipt):
        thread = opened(receipt)
        return {"proof": threads.proof_of(thread, keys=keys, now=NOW), "keys": keys, "now": NOW}

    return proof


def overall(session):
    source_id = session.scalars(select(Source.id).where(Source.name == "Online form")).one()
    return sentiment.overall(session, OPERATOR, scope=scope_of(source_id))


def test_an_answer_reaches_the_owner_and_what_they_say_to_it_reaches_staff(
    engine, officer, sent, opened, by
):
    receipt = sent(read_as=Sentiment.NEGATIVE)
    feedback_id = opened(receipt).id
    with transaction(engine) as session:
        answers.answer(
            session, officer, feedback_id=feedback_id, words="Which lamp?", now=NOW, today=TODAY
        )
        assert session.scalar(select(func.count(Notice.id))) == 0, "nobody left an address"

    thread = opened(receipt, today=TODAY + DAY)
    assert [(one.words, one.is_ours, one.seen_on) for one in thread.messages] == [
        ("Which lamp?", True, TODAY + DAY)
    ]
    assert thread.state is ThreadState.ANSWERED

    nonce = secrets.token_bytes(32)
    for _twice in range(2):
        mine = by(receipt)
        with transaction(engine) as session:
            threads.say(session, VISITOR, words="The third.", nonce=nonce, today=TODAY, **mine)
    with transaction(engine) as session:
        (mine,) = answers.beside(
            session, officer, feedback_ids=[feedback_id], today=TODAY + DAY
        ).values()
    assert [(one.who, one.words) for one in mine] == [
        (officer.name, "Which lamp?"), (None, "The third."),
    ]  # fmt: skip
    assert opened(receipt).messages[1].seen_on == TODAY + DAY


def test_only_a_fresh_proof_of_this_very_thread_acts(engine, keys, sent, opened, by):
    receipt, others = sent(), sent("Something else.")
    good = by(receipt)
    stale = good | {"now": NOW + links.PROOF_LIVES + DAY}
    last = good["proof"][-1]
    forged = good | {"proof": good["proof"][:-1] + ("B" if last == "A" else "A")}
    for wrong in (stale, forged, good | {"proof": ""}):
        with pytest.raises(LinkError), transaction(engine) as session:
            threads.withdraw(session, VISITOR, today=TODAY, **wrong)

    with transaction(engine) as session:
        threads.withdraw(session, VISITOR, today=TODAY, **good)
    assert opened(receipt).state is ThreadState.TAKEN_BACK
    assert opened(others).state is ThreadState.RECEIVED


def test_what_is_withdrawn_leaves_every_figure_at_once_and_is_erased(
    engine, officer, sent, opened, by
):
    receipt = sent(read_as=Sentiment.NEGATIVE)
    feedback_id = opened(receipt).id
    with transaction(engine) as session:
        notes.add(session, officer, feedback_id=feedback_id, words="Seen", now=NOW)
        assert overall(session).counts[Sentiment.NEGATIVE] == 1, "the control: it was counted"

    mine = by(receipt)
    with transaction(engine) as session:
        threads.withdraw(session, VISITOR, today=TODAY, **mine)

    with transaction(engine) as session:
        assert overall(session).total == 0
        row = session.get(Feedback, feedback_id)
        assert (row.words, row.erased_on, row.sentiment) == ("-", TODAY, None)
        for table in (Reading, UnreadFeedback, Message):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        counts.recount(session)
        assert overall(session).total == 0
        assert readings.ask_again(session, OPERATOR) == 0, "it is never read again"
        with pytest.raises(cards.FeedbackGoneError):
            cards.locked(session, officer, feedback_id)
    thread = opened(receipt)
    assert (thread.words, thread.withdrawn_on, thread.erased_on) == ("", TODAY, TODAY)
    mine = by(receipt)
    with pytest.raises(WithdrawnError), transaction(engine) as session:
        threads.correct(session, VISITOR, words="No, wait", today=TODAY, **mine)


def test_a_minimum_period_and_a_hold_keep_the_words_and_the_owner_is_told(engine, sent, opened, by):
    receipt = sent(read_as=Sentiment.NEGATIVE)
    mine = by(receipt)
    with transaction(engine) as session:
        session.execute(update(RetentionClass).values(least_days=30))
        threads.withdraw(session, VISITOR, today=TODAY, **mine)
        assert overall(session).total == 0
    thread = opened(receipt)
    assert (thread.erased_on, thread.erasable_on) == (None, TODAY + 30 * DAY)
    with transaction(engine) as session:
        admin = make_account(session, Role.ADMINISTRATOR)
        hold = retention.place_hold(session, admin, reason="Case 12", source_id=None, now=NOW)
    assert opened(receipt).erasable_on is None

    for day, erased in ((29, 0), (31, 0)):
        with transaction(engine) as session:
            assert retention.purge(session, OPERATOR, today=TODAY + day * DAY) == erased
    with transaction(engine) as session:
        retention.lift_hold(session, admin, hold_id=hold, now=NOW)
        assert retention.purge(session, OPERATOR, today=TODAY + 29 * DAY) == 0
        assert retention.purge(session, OPERATOR, today=TODAY + 30 * DAY) == 1
        assert retention.purge(session, OPERATOR, today=TODAY + 30 * DAY) == 0
    assert opened(receipt).erased_on == TODAY + 30 * DAY


def test_what_has_been_kept_as_long_as_was_said_is_erased_by_itself(engine, sent, opened):
    receipt = sent()
    until = opened(receipt).keep_until
    with transaction(engine) as session:
        make_feedback(session)  # brought in: kept elsewhere, so never erased by itself
        assert retention.purge(session, OPERATOR, today=until) == 0
        assert retention.purge(session, OPERATOR, today=until + DAY) == 1
    assert opened(receipt).erased_on == until + DAY


def test_better_words_take_the_place_of_the_old_ones_which_are_kept_nowhere(
    engine, sent, opened, by
):
    receipt = sent("My name is Maya Ostrov.", read_as=Sentiment.NEGATIVE)

    mine = by(receipt)
    with transaction(engine) as session:
        threads.correct(session, VISITOR, words="The lamp is dark.", today=TODAY, **mine)

    assert opened(receipt).words == "The lamp is dark."
    with transaction(engine) as session:
        assert overall(session).total == 0, "until it is read anew"
        (waiting,) = readings.claim(session, OPERATOR, now=NOW).texts
        assert waiting.words == "The lamp is dark."
        everything = [
            str(value)
            for table in Feedback.metadata.sorted_tables
            for row in session.execute(select(table))
            for value in row
        ]
    assert not any("Ostrov" in value for value in everything)


def test_the_owner_sees_who_looked_and_the_audit_no_hour_of_theirs(
    engine, officer, sent, opened, by
):
    receipt = sent(read_as=Sentiment.NEGATIVE)
    thread = opened(receipt)
    assert thread.looks == ()
    with transaction(engine) as session:
        scope = scope_of(session.scalars(select(Feedback.source_id)).one())
        from services import words  # noqa: PLC0415 -- the name is taken above

        words.behind(session, officer, scope=scope, sentiment=None, theme_id=None, now=NOW)
    (look,) = opened(receipt).looks
    assert (look.role, look.times, look.last_on) == ("outreach", 1, TODAY)

    mine = by(receipt)
    with transaction(engine) as session:
        threads.withdraw(session, VISITOR, today=TODAY, **mine)
        at = session.scalars(
            select(AuditEntry.at).where(AuditEntry.action == AuditAction.FEEDBACK_WITHDRAWN)
        ).one()
    assert (at.hour, at.minute, at.second) == (0, 0, 0)


def test_who_left_an_address_is_told_that_an_answer_waits(engine, officer, sent, opened):
    receipt = sent(
        read_as=Sentiment.NEGATIVE,
        identity=Identity(Mode.CONFIDENTIAL, "maya@example.org", is_13_or_older=True),
    )  # fmt: skip
    feedback_id = opened(receipt).id
    with transaction(engine) as session:
        answers.answer(
            session, officer, feedback_id=feedback_id, words="Mended.", now=NOW, today=TODAY
        )
        notice = session.scalars(select(Notice)).one()
        assert notice.contact_id is not None
        assert "Mended" not in f"{notice.about}{notice.once}"


def test_what_an_anonymous_person_typed_about_themselves_is_not_kept(engine, sent):
    sent(identity=Identity(Mode.ANONYMOUS, "maya@example.org", is_13_or_older=True, name="Maya"))
    with reading(engine) as session:
        assert session.scalar(select(func.count(Contact.id))) == 0


@pytest.mark.parametrize(
    ("error", "identity"),
    [
        (AddressMissingError, Identity(Mode.CONFIDENTIAL)),
        (NameMissingError, Identity(Mode.NAMED, name="  ")),
        (AgeError, Identity(Mode.CONFIDENTIAL, "child@example.org")),
    ],
)
def test_a_mode_that_cannot_be_kept_is_refused_and_nothing_is_stored(engine, sent, error, identity):
    with pytest.raises(error):
        sent(identity=identity)
    with reading(engine) as session:
        assert session.scalar(select(func.count(Feedback.id))) == 0


def test_one_answer_goes_to_many_and_says_how_many_it_reached(engine, officer, sent, opened):
    receipts = [sent(f"Lamp {n} is dark.", read_as=Sentiment.NEGATIVE) for n in range(3)]
    with transaction(engine) as session:
        make_feedback(session, reading=make_reading())
        ids = list(session.scalars(select(Feedback.id)))
        reached = answers.answer_many(
            session, officer, feedback_ids=ids, words="All lamps are mended.", now=NOW, today=TODAY
        )
    assert reached == 3
    assert {opened(one).messages[0].words for one in receipts} == {"All lamps are mended."}
    imported = next(one for one in ids if one not in {opened(r).id for r in receipts})
    with pytest.raises(NoReceiptError), transaction(engine) as session:
        answers.answer(session, officer, feedback_id=imported, words="Hello.", now=NOW, today=TODAY)


def test_what_names_an_officer_is_answered_by_those_with_the_right_alone(
    engine, officer, triager, sent, opened
):
    receipt = sent()
    feedback_id = opened(receipt).id
    with transaction(engine) as session:
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {feedback_id: make_reading(Sentiment.NEGATIVE, names_officer=True)}
        readings.store(session, OPERATOR, lease=batch.lease, readings=found)
    with pytest.raises(NotAllowedError), transaction(engine) as session:
        answers.answer(
            session, officer, feedback_id=feedback_id, words="Hello.", now=NOW, today=TODAY
        )
    with transaction(engine) as session:
        answers.answer(
            session, triager, feedback_id=feedback_id, words="Hello.", now=NOW, today=TODAY
        )
    assert opened(receipt).state is ThreadState.ANSWERED
