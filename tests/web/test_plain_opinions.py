"""Voting without script: by POST alone, one statement at a time, and help before anything else."""

from __future__ import annotations

import re
from itertools import count

import pytest
from sqlalchemy import func, select

from core.instruments import SampleKind
from db.models import Statement, Vote
from jobs.opinions import work_out_one
from services.surveys import conversations, statements
from tests.factories import NOW, OPERATOR
from tests.web.test_reading_age import GRADE, Sentences, grade

MOST_BYTES = 40_000
SAID = ("Mend <b>the</b> lights.", "Walk here.", "More cameras.")
DANGER = "He says he will shoot me tonight."
_numbers = count()


@pytest.fixture
def asked(app):
    with app.changes() as session:
        return conversations.start(
            session, OPERATOR, title=f"Streets {next(_numbers)}", question="What would help here?",
            said=SAID, kind=SampleKind.OPEN, now=NOW,
        )  # fmt: skip


class Voter:
    """Somebody at a page: what it carries, and what its buttons do."""

    def __init__(self, person, asked):
        self.person, self.path = person, f"/plain/opinions/{asked}"
        self.does("begin")

    def does(self, what, **more):
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.page()))
        self.answer = self.person.post(self.path, data=fields | {"do": what} | more)
        return self.answer

    def page(self):
        return (getattr(self, "answer", None) and self.answer.text) or ""


def kept(app, table, **wanted):
    with app.changes() as session:
        return session.scalar(select(func.count()).select_from(table).filter_by(**wanted))


def test_a_person_votes_changes_a_vote_says_something_and_learns(app, person, asked):
    before = kept(app, Vote)
    for _ in range(11):
        one = Voter(person, asked)
        for _statement in SAID:
            one.does("agree")
    me = Voter(person, asked)
    me.does("agree")
    me.does("agree")
    assert "You agreed with this." in me.does("back").text
    me.does("disagree")
    end = me.does("agree").text
    assert "You have voted on everything" in end
    assert kept(app, Vote) == before + 36
    with app.changes() as session:
        engine = session.get_bind()
    work_out_one(engine, asked)

    thanks = me.does("say", words="A crossing at the school.").text

    assert "Staff read it first" in thanks
    assert "of 12 people who voted on it" in thanks
    assert kept(app, Statement, words="A crossing at the school.", is_approved=None) == 1
    assert "A crossing" not in Voter(person, asked).page()


def test_words_of_danger_bring_help_before_anything_is_kept(app, person, asked):
    one = Voter(person, asked)
    one.does("stop")

    helped = one.does("say", words=DANGER)
    assert "Your words tell of danger" in helped.text
    assert DANGER in helped.text
    assert kept(app, Statement, words=DANGER, conversation_id=asked) == 0

    assert "Staff read it first" in one.does("say", words=DANGER).text
    assert kept(app, Statement, words=DANGER, conversation_id=asked) == 1


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"do": "agree", "proof": "AAAA", "at": "1"}, 410, "Your votes are safe"),
        ({"do": "say", "proof": "", "words": "x"}, 410, "begin again"),
        ({"do": "say", "words": " "}, 422, "no words in it yet"),
        ({"do": "say", "words": "a" * 281}, 422, "Shorten it"),
        ({"do": "agree", "at": "999999"}, 422, "not there any more"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_sentence(person, asked, fields, status, said):
    one = Voter(person, asked)

    answer = one.does(fields.pop("do"), **fields)

    assert answer.status_code == status
    assert said in answer.text


def test_another_site_cannot_vote_for_somebody_nor_can_a_link(app, person, asked):
    before = kept(app, Vote)
    one = Voter(person, asked)
    proof = re.search(r'name="proof" value="([^"]+)"', one.page())[1]
    at = re.search(r'name="at" value="(\d+)"', one.page())[1]

    person.get(f"{one.path}?do=agree&proof={proof}&at={at}")
    foreign = person.post(
        one.path, data={"do": "agree", "proof": proof, "at": at},
        headers={"Sec-Fetch-Site": "cross-site"},
    )  # fmt: skip

    assert "came from another site" in foreign.text
    assert kept(app, Vote) == before


def test_a_closed_conversation_says_so_and_leads_on(app, person, asked):
    with app.changes() as session:
        conversations.set_open(session, OPERATOR, conversation_id=asked, is_open=False, now=NOW)

    answer = person.get(f"/plain/opinions/{asked}")

    assert answer.status_code == 410
    assert "We do not ask this any more." in answer.text
    assert f"/plain/opinions/{asked}" not in person.get("/plain/opinions").text


def test_pages_are_small_plain_and_without_script(app, person, asked):
    one = Voter(person, asked)
    pages = [
        person.get("/plain/opinions").text, person.get(f"/plain/opinions/{asked}").text,
        one.page(), one.does("stop").text,
    ]  # fmt: skip

    for page in pages:
        assert len(page.encode()) < MOST_BYTES
        assert "<script" not in page
        assert grade("".join(Sentences(page).said)) <= GRADE
    assert "What would help here?" in person.get("/plain/").text


def test_what_waits_is_on_no_page(app, person, asked):
    secret = f"Benches at stop {next(_numbers)}."
    with app.changes() as session:
        statements.say(
            session, OPERATOR, conversation_id=asked, words=secret, language="en", now=NOW
        )
    one, said = Voter(person, asked), []
    while 'value="agree"' in one.page():
        said.append(one.page())
        one.does("agree")

    assert len(said) == len(SAID)
    assert not any(secret in page for page in (*said, one.page()))
    assert any("Mend &lt;b&gt;the&lt;/b&gt; lights." in page for page in said), "words stay words"
