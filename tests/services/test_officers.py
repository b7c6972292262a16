"""Feedback that names somebody is shut to them and to everyone above them, whatever they may do."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from core.errors import CommonGroundError
from core.vocabulary import AuditAction, InboxState, Role, Sentiment
from core.voice import Mode
from db.models import (
    Assignment,
    AuditEntry,
    CommitmentDispute,
    Feedback,
    FeedbackContact,
    Message,
    NamedOfficer,
)
from db.session import reading, transaction
from services import (
    answers,
    cards,
    chain,
    corrections,
    feedback,
    inbox,
    modes,
    notes,
    officers,
    public_quotes,
    readings,
    retention,
    thread_cards,
    threads,
    urgent,
    words,
)
from services.meetings import commitments, disputes
from tests.conftest import NOW
from tests.factories import (
    OPERATOR,
    TODAY,
    VISITOR,
    make_account,
    make_feedback,
    make_form,
    make_reading,
    scope_of,
)

READ = make_reading(Sentiment.NEGATIVE, "TRF")
NAMES = "Ibarra stopped me on Elm Street."


def place(session, who, known_as="", boss=None):
    chain.place(
        session, OPERATOR, account_id=who.account_id, known_as=known_as,
        reports_to=boss and boss.account_id, now=NOW,
    )  # fmt: skip


@pytest.fixture
def people(engine):
    """An officer, their sergeant, the chief over both, and somebody beside: all may triage."""
    with transaction(engine) as session:
        officer, sergeant, chief, beside = (
            make_account(session, Role.OUTREACH, triages=True) for _ in range(4)
        )
        place(session, officer, "Ibarra", sergeant)
        place(session, sergeant, "Odell", chief)
        place(session, beside, "Lowell", chief)
    return officer, sergeant, chief, beside


@pytest.fixture
def add(engine):
    """A piece of feedback that was read; its id."""

    def make(said=NAMES, found=READ):
        with transaction(engine) as session:
            make_feedback(session, said, reading=found)
            return session.scalars(select(Feedback.id).where(Feedback.words == said)).one()

    return make


def shown(engine, who, state=InboxState.ALL):
    with transaction(engine) as session:
        source_id = session.scalars(select(Feedback.source_id).limit(1)).one()
        scope = scope_of(source_id)
        found = inbox.listing(session, who, scope=scope, state=state, now=NOW).listing
        behind = words.behind(session, who, scope=scope, now=NOW)
        assert [card.id for card in behind.cards] == [card.id for card in found.cards]
        assert (found.withheld, behind.withheld) == (0, 0)  # a count would tell
        assert behind.total == len(behind.cards)
        n = sum(one.n for one in inbox.waiting(session, who, now=NOW))
        assert n <= len(found.cards)
        return [card.words for card in found.cards]


def search_all(engine):
    more = 1
    while more:
        with transaction(engine) as session:
            more = officers.search(session, OPERATOR)


def say_about(engine, by, feedback_id, *whom):
    with transaction(engine) as session:
        officers.say_about(
            session, by, feedback_id=feedback_id, now=NOW,
            account_ids=[one.account_id for one in whom],
        )  # fmt: skip


def test_a_list_leaves_out_what_names_somebody_and_shows_the_same_words_about_another(
    engine, people, add
):
    officer, sergeant, chief, beside = people
    add()
    add(NAMES.replace("Ibarra", "Lowell"))
    add("Mend the light.")

    light, ibarra, lowell = "Mend the light.", NAMES, NAMES.replace("Ibarra", "Lowell")
    assert set(shown(engine, officer)) == {light, lowell}
    assert set(shown(engine, sergeant)) == {light, lowell}
    assert set(shown(engine, beside)) == {light, ibarra}
    assert set(shown(engine, chief)) == {light}


ACTS = {
    "looked at": inbox.mark_looked_at,
    "put back": inbox.put_back,
    "triaged": words.triage,
    "noted": partial(notes.add, words="Called"),
    "answered": partial(answers.answer, words="Thanks", today=TODAY),
    "corrected": partial(
        corrections.correct, sentiment=Sentiment.NEUTRAL, codes=["TRF"], expected=None
    ),
    "masked": partial(public_quotes.mask, hidden=[], reasons=[], today=TODAY),
    "released": partial(public_quotes.release, seen="x", today=TODAY),
    "unquoted": public_quotes.take_off,
    "said whom": partial(officers.say_about, account_ids=[]),
    "assigned": partial(inbox.assign, account_id=None, expected=None),
    "promised": partial(commitments.raised_by, commitment_id=1),
    "seen to": partial(urgent.handle, today=TODAY),
}


def test_whom_it_names_and_who_stands_above_does_nothing_with_it(engine, people, add):
    feedback_id = add()
    with transaction(engine) as session:
        session.get_one(Feedback, feedback_id).urgent_at = NOW
        promise = commitments.Promise("n", "A light", "The city", TODAY)
        commitments.make(session, OPERATOR, promise=promise, now=NOW)

    def met(act, who):
        try:
            with transaction(engine) as session:
                act(session, who, feedback_id=feedback_id, now=NOW)
        except CommonGroundError as refusal:
            return type(refusal)
        return None

    assert {(name, met(act, who)) for name, act in ACTS.items() for who in people[:3]} == {
        (name, cards.SomebodyElsesError) for name in ACTS
    }
    assert {name: met(act, people[3]) for name, act in ACTS.items()} == dict.fromkeys(ACTS) | {
        "answered": answers.NoReceiptError, "released": public_quotes.QuoteChangedError,
    }  # fmt: skip


def test_what_stands_beside_a_piece_is_shut_with_it(engine, people, add, keys):
    feedback_id, beside = add(), people[3]
    with transaction(engine) as session:
        notes.add(session, beside, feedback_id=feedback_id, words="Called", now=NOW)
        public_quotes.mask(
            session, beside, feedback_id=feedback_id, hidden=[], reasons=[], now=NOW, today=TODAY
        )
        session.add(Message(feedback_id=feedback_id, words="More", said_on=TODAY))
        promise = commitments.Promise("n", "A light", "The city", TODAY)
        promise_id = commitments.make(session, OPERATOR, promise=promise, now=NOW)
        said_by = f"feedback {feedback_id:x}"
        session.add(
            CommitmentDispute(
                commitment_id=promise_id, said_by=said_by, words="Not done", said_on=TODAY
            )
        )
        session.get_one(Feedback, feedback_id).mode = Mode.NAMED
        session.flush()
        modes.keep(
            session, feedback_id, Mode.NAMED, email=None, name="Ida", until=None, language="en",
            keys=keys,
        )  # fmt: skip
        assert session.scalar(select(FeedbackContact.name)) is not None

    def seen(who):
        with transaction(engine) as session:
            ids = {"feedback_ids": [feedback_id]}
            return [
                len(notes.beside(session, who, **ids)),
                len(public_quotes.beside(session, who, **ids)),
                len(answers.beside(session, who, **ids, today=TODAY)),
                len(modes.names(session, who, **ids, keys=keys)),
                len(officers.named(session, who, feedback_id=feedback_id)),
                len(disputes.words_of(session, who, commitment_id=promise_id)),
            ]

    assert [seen(who) for who in people] == [[0] * 6, [0] * 6, [0] * 6, [1] * 6]


def test_it_stays_shut_once_it_is_triaged_until_a_person_says_that_it_names_somebody_else(
    engine, people, add
):
    officer, sergeant, _chief, beside = people
    feedback_id = add()
    with transaction(engine) as session:
        words.triage(session, beside, feedback_id=feedback_id, now=NOW)
    assert shown(engine, officer) == []

    say_about(engine, beside, feedback_id, sergeant)
    assert (shown(engine, officer), shown(engine, sergeant)) == ([NAMES], [])
    with transaction(engine) as session:  # a newer reading keeps what the person said
        readings.ask_again(session, OPERATOR)
        batch = readings.claim(session, OPERATOR, now=NOW)
        readings.store(session, OPERATOR, lease=batch.lease, readings={feedback_id: READ})
    search_all(engine)
    assert (shown(engine, officer), shown(engine, sergeant)) == ([NAMES], [])

    with reading(engine) as session:
        noted = session.execute(
            select(AuditEntry.who, AuditEntry.details).where(
                AuditEntry.action == AuditAction.FEEDBACK_ABOUT
            )
        ).all()
    assert noted == [(beside.name, "")]


def test_what_a_person_says_is_about_somebody_waits_for_triage_and_leaves_their_hand(
    engine, people, add
):
    officer, sergeant, _chief, beside = people
    feedback_id = add("He stopped me.")
    with transaction(engine) as session:
        inbox.assign(
            session, beside, feedback_id=feedback_id, account_id=sergeant.account_id,
            expected=None, now=NOW,
        )  # fmt: skip

    say_about(engine, beside, feedback_id, officer)

    with transaction(engine) as session:
        assert session.scalars(select(Assignment.account_id)).all() == []
        assert session.get_one(Feedback, feedback_id).waits_for_triage
        with pytest.raises(inbox.NotForThemError):
            inbox.assign(
                session, beside, feedback_id=feedback_id, account_id=sergeant.account_id,
                expected=None, now=NOW,
            )  # fmt: skip


def test_a_new_name_is_looked_for_in_all_there_is_and_an_old_one_forgotten(
    engine, people, add, monkeypatch
):
    monkeypatch.setattr(officers, "SEARCHED", 2)
    officer, _sergeant, chief, beside = people
    for number in range(3):
        add(f"Marlowe came {number} times.")
    add()

    with transaction(engine) as session:
        place(session, officer, "Marlowe\nofficer 4471")
    search_all(engine)

    assert shown(engine, officer) == [NAMES]
    assert set(shown(engine, chief)) >= {NAMES}, "the officer reports to nobody now"
    assert len(shown(engine, beside)) == 4
    with reading(engine) as session:
        waits = select(Feedback.words).where(Feedback.waits_for_triage)
        assert len(session.scalars(waits).all()) == 4
        assert session.scalars(select(NamedOfficer.account_id).distinct()).all() == [
            officer.account_id
        ]


def test_what_tells_of_danger_is_shut_before_it_is_read_and_seen_by_whoever_is_left(
    engine, people, keys
):
    said = "I will kill myself because of Ibarra."
    with transaction(engine) as session:
        feedback.submit(
            session, VISITOR, form=make_form(session, said), keys=keys, today=TODAY, now=NOW
        )
        plain = make_account(session, Role.OUTREACH)

    def queues():
        with transaction(engine) as session:
            found = [urgent.waiting(session, who, now=NOW) for who in (*people, plain)]
        return [(len(queue.cards), queue.withheld) for queue in found]

    assert queues() == [(0, 0), (0, 0), (0, 0), (1, 0), (0, 1)]

    with transaction(engine) as session:  # the last one outside the chain joins it
        place(session, people[3], "Lowell")
        place(session, people[2], boss=people[3])
    assert queues() == [(0, 0), (0, 0), (0, 0), (0, 0), (1, 0)]


def test_what_an_owner_adds_or_puts_right_is_looked_at_and_what_is_taken_back_leaves_no_trace(
    engine, people, add, keys
):
    with transaction(engine) as session:
        feedback.submit(
            session, VISITOR, keys=keys, today=TODAY, now=NOW,
            form=make_form(session, "He was rude."),
        )  # fmt: skip
        feedback_id = session.scalars(select(Feedback.id)).one()
        batch = readings.claim(session, OPERATOR, now=NOW)
        readings.store(session, OPERATOR, lease=batch.lease, readings={feedback_id: READ})
        thread = thread_cards.read(session, feedback_id, TODAY)
        proof = threads.proof_of(thread, keys=keys, now=NOW)
    by = {"proof": proof, "keys": keys, "now": NOW, "today": TODAY}
    assert len(shown(engine, people[0])) == 1

    with transaction(engine) as session:
        threads.say(session, VISITOR, words="It was ibarra.", nonce=b"n" * 32, **by)
    assert (len(shown(engine, people[0])), len(shown(engine, people[3]))) == (0, 1)

    with transaction(engine) as session:
        retention.uncount(session, [feedback_id])
        assert session.scalars(select(NamedOfficer.feedback_id)).all() == []


def test_whom_a_person_said_it_is_about_outlives_better_words_and_not_an_erasure(
    engine, people, add
):
    feedback_id = add("He was rude.")
    say_about(engine, people[3], feedback_id, people[0])

    def named():
        with reading(engine) as session:
            return session.scalars(select(NamedOfficer.feedback_id)).all()

    with transaction(engine) as session:
        retention.uncount(session, [feedback_id])
    assert named() == [feedback_id]
    with transaction(engine) as session:
        retention.erase(session, [feedback_id], today=TODAY)
    assert named() == []
