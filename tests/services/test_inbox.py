"""The inbox: everything in its state, in one hand at a time, and closed to those it is not for."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import delete, select

from core.errors import NotAllowedError
from core.vocabulary import AuditAction, InboxState, Role, Sentiment
from db.models import Account, AuditEntry, Feedback, Theme
from db.queries import pieces
from db.session import reading, transaction
from services import accounts, answers, cards, feedback_import, inbox, notes, readings, words
from services.inbox import Waiting
from services.staff import StaffCard
from tests.conftest import NOW
from tests.factories import OPERATOR, TODAY, make_account, make_feedback, make_reading, scope_of
from tests.services.figures import statements
from tests.services.together import together

HARMLESS = make_reading(Sentiment.NEGATIVE, "TRF")
DAY = timedelta(days=1)
SENSITIVE = make_reading(Sentiment.NEGATIVE, "FOR")


def add(engine, said="Words", found=HARMLESS, **more):
    """A piece of feedback; its id."""
    with transaction(engine) as session:
        make_feedback(session, said, reading=found, **more)
        return session.scalars(select(Feedback.id).where(Feedback.words == said)).one()


def listed(engine, actor, state=InboxState.WAITS, **more):
    with transaction(engine) as session:
        source_id = session.scalars(select(Feedback.source_id).limit(1)).one()
        return inbox.listing(
            session, actor, scope=scope_of(source_id), state=state, now=NOW, **more
        )


def shown(engine, actor, state=InboxState.WAITS, **more):
    return {piece.card.words for piece in listed(engine, actor, state, **more).pieces}


def assign(engine, actor, feedback_id, to, expected=None, **more):
    with transaction(engine) as session:
        inbox.assign(
            session, actor, feedback_id=feedback_id, account_id=to and to.account_id,
            expected=expected and expected.account_id, now=NOW, **more,
        )  # fmt: skip


def do(engine, act, actor, feedback_id):
    with transaction(engine) as session:
        act(session, actor, feedback_id=feedback_id, now=NOW)


def noted(engine, action):
    with reading(engine) as session:
        asked = select(AuditEntry.subject, AuditEntry.who, AuditEntry.details)
        return [
            tuple(row)
            for row in session.execute(
                asked.where(AuditEntry.action == action).order_by(AuditEntry.id)
            )
        ]


def test_every_piece_is_in_its_states(engine, officer, other, triager):
    mine, theirs, done = add(engine, "mine"), add(engine, "theirs"), add(engine, "done")
    add(engine, "free")
    add(engine, "They hit him", SENSITIVE)
    add(engine, "not read", None)
    assign(engine, officer, mine, officer)
    assign(engine, officer, theirs, other)
    assign(engine, officer, done, officer)
    do(engine, inbox.mark_looked_at, officer, done)

    triage = InboxState.TO_TRIAGE
    assert shown(engine, triager, triage) == {"They hit him"}
    assert {state: shown(engine, officer, state) for state in InboxState} == {
        triage: set(),
        InboxState.WAITS: {"mine", "theirs", "free"},
        InboxState.MINE: {"mine"},
        InboxState.NOBODYS: {"free"},
        InboxState.LATE: set(),
        InboxState.LOOKED_AT: {"done"},
        InboxState.ALL: {"mine", "theirs", "done", "free"},
    }


def test_an_answer_is_late_from_the_day_after_it_was_due_until_it_is_given(engine, officer):
    days = {"yesterday": TODAY - DAY, "today": TODAY, "never": None}
    ids = {said: add(engine, said) for said in days}
    with transaction(engine) as session:
        session.get(Feedback, ids["yesterday"]).receipt_hash = bytes(32)
    for said, due_on in days.items():
        assign(engine, officer, ids[said], officer, due_on=due_on)
    with reading(engine) as session:
        (found,) = inbox.waiting(session, officer, now=NOW)
    assert (found.mine, found.late) == (3, 1)
    assert shown(engine, officer, InboxState.LATE) == {"yesterday"}

    with transaction(engine) as session:
        answers.answer(
            session, officer, feedback_id=ids["yesterday"], words="Done.", now=NOW, today=TODAY
        )

    assert shown(engine, officer, InboxState.LATE) == set()
    assign(engine, officer, ids["today"], officer, officer, due_on=TODAY - DAY)  # only the day
    assert shown(engine, officer, InboxState.LATE) == {"today"}


def test_a_piece_tells_what_is_being_done_about_it(engine, officer, other):
    feedback_id = add(engine)
    assign(engine, officer, feedback_id, other)
    do(engine, inbox.mark_looked_at, officer, feedback_id)
    with transaction(engine) as session:
        notes.add(session, officer, feedback_id=feedback_id, words="Called", now=NOW)

    (piece,) = listed(engine, officer, InboxState.ALL).pieces

    assert (piece.assigned_to, piece.assigned_name) == (other.account_id, other.name)
    assert (piece.looked_at_on, piece.looked_at_by) == (TODAY, officer.name)
    assert [note.words for note in piece.notes] == ["Called"]


def test_sentiment_concern_and_scope_narrow_the_inbox(engine, officer):
    add(engine, "traffic")
    add(engine, "praise", make_reading(Sentiment.POSITIVE, "TRF"))
    add(engine, "noise", make_reading(Sentiment.NEGATIVE, "NOI"))
    add(engine, "winter", on=date(2026, 1, 5))
    with reading(engine) as session:
        traffic = session.scalars(select(Theme.id).where(Theme.code == "TRF")).one()

    assert shown(engine, officer) == {"traffic", "praise", "noise"}
    assert shown(engine, officer, sentiment=Sentiment.NEGATIVE) == {"traffic", "noise"}
    assert shown(engine, officer, theme_id=traffic) == {"traffic", "praise"}
    both = {"theme_id": traffic, "sentiment": Sentiment.POSITIVE}
    assert shown(engine, officer, **both) == {"praise"}


def test_what_is_withheld_is_counted_and_shown_to_those_who_triage(engine, officer, triager):
    add(engine, "free")
    add(engine, "They hit him", SENSITIVE)

    for_officer, for_triager = (listed(engine, who).listing for who in (officer, triager))

    assert [card.words for card in for_officer.cards] == ["free"]
    assert (for_officer.total, for_officer.withheld) == (1, 1)
    assert (for_triager.total, for_triager.withheld) == (2, 0)


@pytest.mark.parametrize("act", [inbox.mark_looked_at, inbox.put_back])
def test_what_is_withheld_is_handled_by_those_who_triage(engine, officer, triager, act):
    feedback_id = add(engine, "They hit him", SENSITIVE)

    with pytest.raises(NotAllowedError):
        do(engine, act, officer, feedback_id)
    with pytest.raises(NotAllowedError):
        assign(engine, officer, feedback_id, officer)

    do(engine, act, triager, feedback_id)


def test_a_complaint_that_was_looked_at_stays_withheld_until_it_is_triaged(
    engine, officer, triager
):
    feedback_id = add(engine, "They hit him", SENSITIVE)
    do(engine, inbox.mark_looked_at, triager, feedback_id)
    assert shown(engine, officer, InboxState.LOOKED_AT) == set()

    do(engine, words.triage, triager, feedback_id)
    assert shown(engine, officer, InboxState.LOOKED_AT) == {"They hit him"}


def test_what_was_triaged_waits_for_the_officers_to_look_at_it(engine, officer, triager):
    feedback_id = add(engine, "Body cameras are good", SENSITIVE)

    do(engine, words.triage, triager, feedback_id)

    assert shown(engine, officer) == {"Body cameras are good"}


def test_looked_at_and_back_again_leave_one_trace_each(engine, officer, other):
    feedback_id = add(engine)
    for act in (inbox.put_back, inbox.mark_looked_at, inbox.mark_looked_at, inbox.put_back):
        do(engine, act, officer, feedback_id)
    do(engine, inbox.mark_looked_at, other, feedback_id)
    do(engine, inbox.mark_looked_at, officer, feedback_id)

    (piece,) = listed(engine, officer, InboxState.LOOKED_AT).pieces
    subject = f"feedback {feedback_id:x}"
    assert piece.looked_at_by == other.name, "the first one has done it"
    assert noted(engine, AuditAction.FEEDBACK_PUT_BACK) == [(subject, officer.name, "")]
    assert noted(engine, AuditAction.FEEDBACK_LOOKED_AT) == [
        (subject, officer.name, ""), (subject, other.name, ""),
    ]  # fmt: skip


def test_a_newer_reading_that_finds_conduct_brings_a_piece_back_for_triage(
    engine, officer, triager
):
    feedback_id = add(engine)
    do(engine, inbox.mark_looked_at, officer, feedback_id)
    with transaction(engine) as session:
        readings.ask_again(session, OPERATOR)
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {feedback_id: SENSITIVE}
        readings.store(session, OPERATOR, lease=batch.lease, readings=found)

    assert shown(engine, triager) == {"Words"}
    assert shown(engine, officer, InboxState.ALL) == set()


def test_rows_declared_triaged_by_their_import_have_been_looked_at(engine, officer):
    with transaction(engine) as session:
        source_id = feedback_import.source(session, OPERATOR, name="Letters")
        feedback_import.store(
            session, OPERATOR, source_id=source_id, districts={}, questions={}, triaged_on=TODAY,
            records=[feedback_import.FeedbackRecord("They hit him", "key:1", TODAY)],
        )  # fmt: skip
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {batch.texts[0].feedback_id: SENSITIVE}
        readings.store(session, OPERATOR, lease=batch.lease, readings=found)

    assert shown(engine, officer) == set()
    assert shown(engine, officer, InboxState.LOOKED_AT) == {"They hit him"}


def test_a_piece_goes_from_hand_to_hand(engine, officer, other):
    feedback_id = add(engine)

    for to, expected in ((officer, None), (officer, None), (other, officer), (None, other)):
        assign(engine, officer, feedback_id, to, expected)

    assert noted(engine, AuditAction.FEEDBACK_ASSIGNED) == [
        (f"feedback {feedback_id:x}", officer.name, details)
        for details in (officer.name, other.name, "nobody")
    ]


def test_of_two_who_take_a_piece_at_once_one_is_told_who_has_it(engine, officer, other):
    feedback_id = add(engine)
    acts = [
        partial(
            inbox.assign, actor=who, feedback_id=feedback_id, account_id=who.account_id,
            expected=None, now=NOW,
        )
        for who in (officer, other)
    ]  # fmt: skip

    answers = together(engine, *acts)

    (piece,) = listed(engine, officer).pieces
    (refused,) = [one for one in answers if one is not None]
    assert str(refused).startswith(f"{piece.assigned_name} has this in hand")


def test_what_was_given_back_meanwhile_is_said(engine, officer, other):
    with pytest.raises(inbox.GivenBackMeanwhileError):
        assign(engine, officer, add(engine), other, officer)


def test_only_those_who_work_on_the_inbox_get_something_from_it(engine, officer, triager):
    with transaction(engine) as session:
        outsiders = [make_account(session, role) for role in (Role.OBSERVER, Role.PARTNER)]
        gone = make_account(session, Role.OUTREACH)
        accounts.disable(session, OPERATOR, account_id=gone.account_id, now=NOW)
        people = inbox.staff(session, officer)
    feedback_id = add(engine)

    assert people == sorted(
        [
            StaffCard(officer.account_id, officer.name, triages=False),
            StaffCard(triager.account_id, triager.name, triages=True),
        ],
        key=lambda person: person.name,
    )
    for person in (*outsiders, gone):
        with pytest.raises(inbox.StaffGoneError):
            assign(engine, officer, feedback_id, person)


def test_what_is_withheld_is_given_only_to_those_who_triage(engine, officer, triager):
    feedback_id = add(engine, "They hit him", SENSITIVE)

    with pytest.raises(inbox.NotForThemError, match=officer.name):
        assign(engine, triager, feedback_id, officer)

    assign(engine, triager, feedback_id, triager)


def test_what_somebody_had_who_has_left_is_nobodys(engine, officer, other):
    shut, deleted = add(engine, "shut"), add(engine, "deleted")
    with transaction(engine) as session:
        third = make_account(session, Role.OUTREACH)
    assign(engine, officer, shut, other)
    assign(engine, officer, deleted, third)
    assert shown(engine, officer, InboxState.NOBODYS) == set()

    with transaction(engine) as session:
        accounts.disable(session, OPERATOR, account_id=other.account_id, now=NOW)
        session.execute(delete(Account).where(Account.id == third.account_id))

    assert shown(engine, officer, InboxState.NOBODYS) == {"shut", "deleted"}
    assign(engine, officer, shut, officer, other)


def test_what_is_gone_is_not_handled(engine, officer):
    for act in (inbox.mark_looked_at, inbox.put_back):
        with pytest.raises(cards.FeedbackGoneError):
            do(engine, act, officer, 1)
    with pytest.raises(cards.FeedbackGoneError):
        assign(engine, officer, 1, officer)


def test_beyond_a_limit_it_is_said_that_there_are_more(engine, officer, monkeypatch):
    for number in range(3):
        add(engine, f"Words {number}")
    for most, said in ((3, (3, False)), (2, (2, True))):
        monkeypatch.setattr(pieces, "MOST_COUNTED", most)

        listing = listed(engine, officer).listing

        assert (listing.total, listing.is_more, len(listing.cards)) == (*said, 3)


def test_a_page_that_has_been_emptied_meanwhile_is_the_last_one(engine, officer):
    add(engine)

    assert shown(engine, officer, page=7) == {"Words"}


def test_each_source_says_what_waits_in_it(engine, officer, monkeypatch):
    for number in range(2):
        assign(engine, officer, add(engine, f"Letter {number}", source="Letters"), officer)
    add(engine, "They hit him", SENSITIVE, source="Letters")
    do(engine, inbox.mark_looked_at, officer, add(engine, "done", source="Mails"))
    add(engine, "Post", source="Post")
    monkeypatch.setattr(pieces, "MOST_COUNTED", 1)

    with reading(engine) as session:
        found = inbox.waiting(session, officer, now=NOW)

    assert found == [
        Waiting("Letters", 1, is_more=True, mine=2, late=0),
        Waiting("Post", 1, is_more=False, mine=0, late=0),
    ]  # fmt: skip


def test_a_look_is_written_down_for_what_was_shown(engine, officer):
    feedback_id = add(engine)
    add(engine, "They hit him", SENSITIVE)

    for _twice in range(2):
        listed(engine, officer)

    looks = noted(engine, AuditAction.FEEDBACK_READ)
    assert looks == [(f"feedback {feedback_id:x}", officer.name, "")]


def test_one_piece_and_three_cost_the_same_number_of_statements(engine, officer):
    def cost():
        listed(engine, officer)  # or looks written for the first time would count
        with statements(engine) as sent:
            found = listed(engine, officer).pieces
        return len(found), len(sent)

    add(engine)
    one = cost()
    add(engine, "Two")
    add(engine, "Three")
    three = cost()

    assert (one[0], three[0]) == (1, 3)
    assert one[1] == three[1]
