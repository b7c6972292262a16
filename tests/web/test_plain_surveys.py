"""A survey without any script: one question at a time, saved as one goes, danger answered first."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from core.instruments import SampleKind
from db.models import Feedback, SurveyResponse
from services.surveys import surveys
from tests.factories import NOW, OPERATOR
from tests.web.test_reading_age import GRADE, Sentences, grade

DANGER = "My husband beats me and I am afraid he will kill me tonight."


@pytest.fixture(scope="module")
def address(app):
    with app.changes() as session:
        number = surveys.start(
            session, OPERATOR, title="Spring", instrument="safety-and-trust",
            kind=SampleKind.OPEN, now=NOW,
        )  # fmt: skip
    return f"/plain/surveys/{number}"


@pytest.fixture
def step(person, address):
    """Sends a page on, with what it carried."""

    def send(page=None, **typed):
        carried = {} if page is None else hidden(page)
        return person.post(address, data=carried | typed)

    return send


def hidden(page):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))


def question(page):
    return re.search(r"Question (\d+) of (\d+)", page.text).groups()


def responses(app):
    with app.changes() as session:
        return [(row.answered_on, row.answers) for row in session.scalars(select(SurveyResponse))]


def to_the_words(step):
    page = step(do="begin")
    for _ in range(5):
        page = step(page, said="7", do="next")
    assert "thing that would make you feel safer" in page.text
    return page


def test_a_whole_survey_is_answered_and_kept(app, person, step):
    first = step(do="begin")
    assert question(first) == ("1", "7")
    second = step(first, said="3", do="next")
    back = step(second, do="back")
    assert re.search(r'value="3" checked', back.text)

    page = to_the_words(step)
    page = step(page, said="More light.", do="next")
    page = step(page, said="", do="next")
    assert "Which district do you live in?" in page.text
    sent = step(page, district="", do="send")
    again = step(page, district="", do="send")

    assert "Thank you" in sent.text
    assert again.status_code == 410
    assert "What was sent is safe." in again.text
    finished = [answers for day, answers in responses(app) if day]
    assert finished == [dict.fromkeys(("safe", "safe_at_night", "respect", "listens", "trust"), 7)]
    assert len(sent.content) < 40_000


def test_danger_brings_help_and_is_kept_only_when_the_person_goes_on(app, step):
    page = to_the_words(step)
    stopped = step(page, said=DANGER, do="next")

    assert "911" in stopped.text
    assert "Your words tell of danger" in stopped.text
    assert DANGER in stopped.text, "the draft is still there"
    assert not [answers for _day, answers in responses(app) if DANGER in answers.values()]
    assert "Your words tell of danger" not in step(stopped, said=DANGER, do="next").text
    assert [answers for _day, answers in responses(app) if DANGER in answers.values()]
    with app.changes() as session:
        assert session.scalar(select(Feedback.id).where(Feedback.words == DANGER)) is None


def test_what_is_no_answer_is_refused_and_the_page_stays(step):
    page = step(do="begin")
    refused = step(page, said="77", do="next")

    assert refused.status_code == 422
    assert "That is not one of the answers." in refused.text
    assert question(refused) == ("1", "7")


def test_another_site_s_form_begins_nothing(app, person, address):
    before = len(responses(app))
    answer = person.post(address, data={"do": "begin"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert "came from another site" in answer.text
    assert len(responses(app)) == before


def test_what_it_is_about_can_be_read_at_twelve(person, address):
    page = person.get(address, headers={"Accept-Language": "en"})

    assert grade("".join(Sentences(page.text).said)) <= GRADE


def test_a_survey_that_is_not_there_says_so(person):
    assert "There is no such survey" in person.get("/plain/surveys/999").text


def test_what_is_open_is_listed_where_people_look(person, address):
    assert address in person.get("/plain/surveys").text
    assert "/plain/surveys" in person.get("/plain/").text
