"""Cards from the sheet to the answer: made by staff, opened by POST, good for one."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from core.vocabulary import Role
from db.models import ContactCard, Feedback, Source
from services.feedback import CARD_SOURCE
from tests.web.running import Person

SPENT = "Your card cannot be used any more"


@pytest.fixture(scope="module")
def officer(app):
    with Person(app) as person:
        person.sign_in(app.account(Role.OUTREACH).name)
        yield person


def codes_in(answer):
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return re.findall(r"(?:[BCDFGHJ-NP-TV-XZ]{4}-?){3}", text)


@pytest.fixture
def code(officer):
    (one,) = codes_in(officer.post("/papers/cards", data={"n": "1"}))
    return one


def field(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    return found[1] if found else ""


def opened(person, code):
    """The form as the card opened it."""
    return person.post("/plain/card", data={"code": code})


def send(person, form, words):
    carried = {name: field(form, name) for name in ("nonce", "question", "card")}
    return person.post("/plain/feedback", data=carried | {"words": words, "do": "send"})


def source_of(app, words):
    with app.changes() as session:
        return session.scalar(
            select(Source.name)
            .join(Feedback, Feedback.source_id == Source.id)
            .where(Feedback.words == words)
        )


def test_a_sheet_is_a_file_that_no_cache_keeps(officer):
    assert officer.get("/papers/cards").status_code == 200
    answer = officer.post("/papers/cards", data={"n": "12", "paper": "a4"})

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="cards.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    assert len(set(codes_in(answer))) == 12


def test_a_card_opens_the_form_once_and_gives_a_receipt(app, person, code):
    form = opened(person, code.lower().replace("-", " "))
    assert "Your card is good for this one answer." in form.text
    assert code not in form.text

    sent = send(person, form, "The lamp on Oak Street is mended now.")
    assert 'class="receipt"' in sent.text
    assert source_of(app, "The lamp on Oak Street is mended now.") == CARD_SOURCE
    again = opened(person, code)
    assert again.status_code == 403
    assert "No card with these letters can be used." in again.text


def test_the_second_tab_keeps_its_words_and_can_send_them_without_the_card(app, person, code):
    first, second = opened(person, code), opened(person, code)
    send(person, first, "Said in the first tab, on Oak Street.")

    refused = send(person, second, "Said in the second tab, on Elm Street.")

    assert refused.status_code == 403
    assert SPENT in refused.text
    assert "Said in the second tab, on Elm Street." in refused.text
    assert source_of(app, "Said in the second tab, on Elm Street.") is None
    assert field(refused, "card") == ""
    assert 'class="receipt"' in send(person, refused, "Said in the second tab, on Elm Street.").text
    assert source_of(app, "Said in the second tab, on Elm Street.") == "Online form"


def test_help_comes_first_and_the_card_is_still_good_after(app, person, code):
    words = "I want to kill myself tonight, after the stop on Elm."
    stopped = send(person, opened(person, code), words)

    assert "Nothing has been sent or kept yet." in stopped.text
    assert source_of(app, words) is None
    carried = {name: field(stopped, name) for name in ("nonce", "question", "card", "knows")}
    sent = person.post("/plain/feedback", data=carried | {"words": words, "do": "send"})
    assert 'class="receipt"' in sent.text
    assert source_of(app, words) == CARD_SOURCE


def test_a_code_in_an_address_or_from_another_site_opens_nothing(person, code):
    page = person.get("/plain/card", params={"code": code})
    assert field(page, "card") == ""
    foreign = person.post(
        "/plain/card", data={"code": code}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 403
    assert field(foreign, "card") == ""


def test_whoever_guesses_waits_and_the_right_code_waits_too(app, person, code):
    for _ in range(20):
        assert "No card with these letters" in opened(person, "BBBB-BBBB-BBBB").text
    assert "There were too many tries." in opened(person, code).text
    with Person(app) as other:
        assert field(opened(other, code), "card")


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.OBSERVER])
def test_nobody_else_makes_cards(app, role):
    def many():
        with app.changes() as session:
            return session.scalar(select(func.count()).select_from(ContactCard))

    before = many()
    with Person(app) as other:
        if role:
            other.sign_in(app.account(role).name)
        answers = [other.get("/papers/cards"), other.post("/papers/cards", data={"n": "3"})]
    assert {one.status_code for one in answers} == {403}
    assert many() == before


@pytest.mark.parametrize("n", ["0", "101", "-1", "x", ""])
def test_a_wrong_number_is_said_and_makes_none(officer, n):
    answer = officer.post("/papers/cards", data={"n": n})

    assert answer.status_code == 403
    assert "A sheet has 1 to 100 cards." in answer.text


def test_another_sites_form_makes_none(officer):
    answer = officer.post(
        "/papers/cards", data={"n": "1"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")
