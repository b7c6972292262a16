"""Votes: one a person and statement, led back to nobody, on nothing that staff did not approve."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from analysis.opinion_groups import Reason
from core.actor import Actor
from core.instruments import SampleKind
from core.vocabulary import Role
from core.voice import Danger
from db.models import Conversation, Statement, Vote
from db.session import reading, transaction
from jobs.opinions import work_out_one
from services.surveys import conversations, opinion_sample, opinions, statements, votes
from services.surveys.conversations import ConversationExistsError, ConversationGoneError
from services.surveys.statements import StatementGoneError
from services.surveys.votes import VoteError, VoterGoneError
from tests.conftest import NOW
from tests.factories import OPERATOR, TODAY, make_account

VISITOR = Actor.visitor()
SAID = ("Mend the lights.", "Walk, do not drive.", "More cameras.")
MINIMUM = 11


@pytest.fixture
def asked(engine):
    with transaction(engine) as session:
        return conversations.start(
            session, OPERATOR, title="Streets", question="What would help?", said=SAID,
            kind=SampleKind.OPEN, now=NOW,
        )  # fmt: skip


@pytest.fixture
def person(engine, keys, asked):
    """Somebody who votes: what comes next for them."""

    class Person:
        def __init__(self):
            with reading(engine) as session:
                self.turn = votes.begin(session, VISITOR, conversation_id=asked, keys=keys, now=NOW)

        def votes(self, said, statement_id=None, now=NOW, conversation_id=asked):
            with transaction(engine) as session:
                self.turn = votes.cast(
                    session, VISITOR, conversation_id=conversation_id, proof=self.turn.proof,
                    statement_id=statement_id or self.turn.number, said=said, keys=keys, now=now,
                )  # fmt: skip

        def learns(self):
            with reading(engine) as session:
                return opinions.shared(
                    session, VISITOR, conversation_id=asked, proof=self.turn.proof,
                    minimum=MINIMUM, keys=keys, now=NOW,
                )  # fmt: skip

    return Person


def say(engine, asked, words):
    with transaction(engine) as session:
        statements.say(session, VISITOR, conversation_id=asked, words=words, language="es", now=NOW)


def waiting(engine, asked):
    with reading(engine) as session:
        return statements.waiting(session, OPERATOR, conversation_id=asked).statements


def kept(engine):
    with reading(engine) as session:
        return sorted(map(tuple, session.execute(select(Vote.statement_id, Vote.said))))


def test_everybody_gets_every_statement_once_and_then_it_is_done(person):
    one, seen = person(), []
    while one.turn.number:
        assert (one.turn.at, one.turn.total) == (len(seen) + 1, 3)
        seen.append(one.turn.words)
        one.votes(1)

    assert sorted(seen) == sorted(SAID)
    firsts = {person().turn.words for _ in range(30)}
    assert firsts == set(SAID), "who comes first does not decide what is voted on"


def test_a_vote_can_be_changed_and_is_one_vote(engine, person, keys, asked):
    one = person()
    number = one.turn.number
    one.votes(1)
    one.votes(1, number)
    one.votes(-1, number)

    assert kept(engine) == [(number, -1)]
    with reading(engine) as session:
        again = votes.shown(
            session, VISITOR, conversation_id=asked, proof=one.turn.proof, keys=keys, now=NOW,
            statement_id=number,
        )  # fmt: skip
        assert (again.number, again.given) == (number, -1)
        assert session.get_one(Conversation, asked).version == 2, "the same again is no change"


def test_one_page_is_another_person_in_another_conversation(engine, person):
    one = person()
    one.votes(1)
    with transaction(engine) as session:
        other = conversations.start(
            session, OPERATOR, title="Parks", question="And parks?", said=["Open them."],
            kind=SampleKind.OPEN, now=NOW,
        )  # fmt: skip
        number = session.scalar(select(Statement.id).where(Statement.conversation_id == other))
    one.votes(1, number, conversation_id=other)

    with reading(engine) as session:
        people = set(session.scalars(select(Vote.person)))
        assert len(people) == 2
        assert not any(one.turn.proof in who for who in people)


@pytest.mark.parametrize("said", [2, -2, 10])
def test_what_is_no_vote_is_refused(engine, person, said):
    with pytest.raises(VoteError):
        person().votes(said)
    assert kept(engine) == []


def test_an_old_or_made_up_page_is_refused(person):
    one = person()
    with pytest.raises(VoterGoneError):
        one.votes(1, now=NOW + votes.LIVES)
    one.turn = replace(one.turn, proof="A" * 40)
    with pytest.raises(VoterGoneError):
        one.votes(1)


def test_what_a_resident_says_goes_nowhere_before_staff_approve_it(engine, person, asked):
    say(engine, asked, "  Un  semáforo\nen la escuela. ")
    say(engine, asked, "Un semáforo en la escuela.")
    (one,) = waiting(engine, asked)
    assert (one.words, one.language, one.said_on) == ("Un semáforo en la escuela.", "es", TODAY)
    assert person().turn.total == 3
    with pytest.raises(StatementGoneError):
        person().votes(1, one.id)

    with transaction(engine) as session:
        officer = make_account(session, Role.OUTREACH)
        statements.decide(session, officer, statement_id=one.id, is_approved=True, now=NOW)

    assert person().turn.total == 4
    assert waiting(engine, asked) == ()
    with reading(engine) as session:
        row = session.get_one(Statement, one.id)
        assert (row.decided_by, row.decided_at) == (officer.name, NOW)


def test_what_was_declined_is_voted_on_by_nobody_and_its_votes_do_not_count(engine, person, asked):
    one = person()
    number = one.turn.number
    one.votes(1)
    with transaction(engine) as session:
        statements.decide(session, OPERATOR, statement_id=number, is_approved=False, now=NOW)

    figures = work_out_one(engine, asked)

    assert (figures.votes, len(figures.opinions)) == (0, 2)
    with pytest.raises(StatementGoneError):
        person().votes(1, number)


def test_words_of_danger_are_shown_to_staff_first(engine, asked):
    say(engine, asked, "Benches in the park.")
    say(engine, asked, "He says he will shoot me tonight.")

    assert [bool(one.dangers) for one in waiting(engine, asked)] == [True, False]
    assert isinstance(waiting(engine, asked)[0].dangers[0], Danger)


def test_what_names_an_officer_is_decided_on_by_those_who_triage(engine, asked):
    say(engine, asked, "Officer Brannigan should not patrol here.")
    say(engine, asked, "Benches in the park.")
    with transaction(engine) as session:
        one, triages = make_account(session), make_account(session, triages=True)
    number = waiting(engine, asked)[0].id
    with reading(engine) as session:
        seen, all_seen = (
            statements.waiting(session, who, conversation_id=asked) for who in (one, triages)
        )
    assert ([said.words for said in seen.statements], seen.withheld) == (
        ["Benches in the park."], 1,
    )  # fmt: skip
    assert (len(all_seen.statements), all_seen.withheld) == (2, 0)
    with transaction(engine) as session, pytest.raises(StatementGoneError):
        statements.decide(session, one, statement_id=number, is_approved=True, now=NOW)
    with transaction(engine) as session:
        statements.decide(session, triages, statement_id=number, is_approved=False, now=NOW)


def test_a_closed_conversation_is_not_there(engine, person, asked):
    one = person()
    with transaction(engine) as session:
        conversations.set_open(session, OPERATOR, conversation_id=asked, is_open=False, now=NOW)
    with pytest.raises(ConversationGoneError):
        one.votes(1)
    with reading(engine) as session:
        assert conversations.open_to_all(session, VISITOR) == []


def test_two_conversations_of_one_name_would_be_mixed_up(engine, asked):
    with transaction(engine) as session, pytest.raises(ConversationExistsError):
        conversations.start(
            session, OPERATOR, title="Streets", question="?", kind=SampleKind.EVENT, now=NOW
        )


def test_what_most_agree_on_is_told_to_those_who_voted_and_of_no_few(engine, person, asked):
    people = [person() for _ in range(12)]
    for one in people[:10]:
        while one.turn.number:
            one.votes(1)
    work_out_one(engine, asked)
    assert people[0].learns() == [], "ten are too few"
    for one in people[10:]:
        while one.turn.number:
            one.votes(-1 if one.turn.words == SAID[2] else 1)
    work_out_one(engine, asked)

    told = {one.words: (one.n, one.tenths) for one in people[0].learns()}

    assert told == {SAID[0]: (12, 9), SAID[1]: (12, 9), SAID[2]: (12, 8)}
    assert person().learns() == [], "who has not voted is not told what others think"


def test_figures_rest_a_minute_while_people_vote(engine, person, asked):
    work_out_one(engine, asked)
    person().votes(1)

    def behind(seconds):
        with reading(engine) as session:
            at = opinions.of(session, OPERATOR, conversation_id=asked).worked_out_at
            return opinions.waiting(session, OPERATOR, now=at + timedelta(seconds=seconds))

    assert (behind(59), behind(61)) == ([], [asked])
    work_out_one(engine, asked)
    assert behind(61) == []


def test_the_invented_town_has_two_groups_and_much_that_both_want(engine):
    with transaction(engine) as session:
        opinion_sample.load(session, OPERATOR, today=TODAY, now=NOW)
        (card,) = conversations.every(session, OPERATOR)
    figures = work_out_one(engine, card.id)

    assert (card.people, card.statements) == (figures.people, 10)
    assert (len(figures.groups), figures.reason) == (2, Reason.NONE)
    assert len(figures.agreed()) >= 3
    assert len(figures.divided()) >= 3
    with transaction(engine) as session:
        opinion_sample.clear(session, OPERATOR)
        assert session.scalar(select(func.count()).select_from(Vote)) == 0
