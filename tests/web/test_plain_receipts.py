"""Coming back with a receipt: by POST alone, in six words, slowed down for whoever guesses."""

from __future__ import annotations

import re
import secrets

import pytest
from sqlalchemy import update

from core.keys import Keys
from core.receipts import words_for
from db.models import ThrottleCount
from services import feedback
from tests.factories import NOW, TODAY, VISITOR, make_form
from tests.web.running import Person

SAID = "Cars race down Tannery Road & nobody <b>stops</b> them."
NOTHING = "We have nothing under these words."
NO_WORDS = "A receipt has six words from our list."


@pytest.fixture(scope="module")
def their_keys(app) -> Keys:
    return Keys.load(app.folder / "secret.key")


@pytest.fixture
def receipt(app, their_keys) -> str:
    with app.changes() as session:
        return feedback.submit(
            session,
            VISITOR,
            form=make_form(session, SAID),
            keys=their_keys,
            today=TODAY,
            now=NOW,
        )


def look(person, words: str, **headers: str):
    return person.post("/plain/receipt", data={"receipt": words}, headers=headers)


def test_the_six_words_show_what_was_sent(person, receipt):
    answer = look(person, receipt)

    assert answer.status_code == 200
    assert "Cars race down Tannery Road &amp; nobody &lt;b&gt;stops&lt;/b&gt; them." in answer.text
    assert "Monday, March 2, 2026" in answer.text
    assert "You did not say" in answer.text
    assert "We have it. Nobody has looked at it yet." in answer.text
    assert "Nobody has opened it yet." in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert receipt not in answer.text, "who looks over a shoulder later learns no receipt"


def test_capitals_commas_and_line_ends_do_not_matter(person, receipt):
    assert "Tannery Road" in look(person, receipt.upper().replace(" ", ",\r\n ")).text


def test_words_that_nobody_was_given_are_refused(person, receipt, their_keys):
    other = words_for(secrets.token_bytes(32), their_keys)

    for words, refusal in (
        (other, NOTHING),
        (" ".join(reversed(receipt.split())), NOTHING),
        ("one two three", NO_WORDS),
        (f"{receipt} more", NO_WORDS),
        ("", NO_WORDS),
        ("\x00", NO_WORDS),
        ("x" * 10_000, NO_WORDS),
    ):
        answer = look(person, words)
        assert answer.status_code == 403
        assert refusal in answer.text
        assert "Tannery Road" not in answer.text


def test_the_words_in_an_address_show_nothing(person, receipt):
    answer = person.get("/plain/receipt", params={"receipt": receipt})

    assert answer.status_code == 200
    assert "Tannery Road" not in answer.text
    assert receipt not in answer.text
    assert 'method="post"' in answer.text


def test_another_sites_form_shows_nothing(person, receipt):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = look(person, receipt, **headers)
        assert answer.status_code == 403
        assert "Tannery Road" not in answer.text


def test_twenty_guesses_later_even_the_right_words_wait_and_other_people_do_not(
    app, person, receipt
):
    for _ in range(20):
        assert NO_WORDS in look(person, "one two three").text

    answer = look(person, receipt)

    assert answer.status_code == 403
    assert "There were too many tries. Wait 15 minutes, then try again." in answer.text
    assert "Tannery Road" not in answer.text
    with Person(app) as other:
        assert "Tannery Road" in look(other, receipt).text
    with app.changes() as session:
        session.execute(update(ThrottleCount).values(ends_at=NOW.replace(year=2020)))
    assert "Tannery Road" in look(person, receipt).text


def opened(person, receipt):
    """What an act of the owner's carries."""
    page = look(person, receipt).text
    return {
        "proof": re.search(r'name="proof" value="([\w-]+)"', page)[1],
        "nonce": re.search(r'name="nonce" value="(\w+)"', page)[1],
    }


def test_danger_in_the_thread_brings_help_and_says_nothing_before_the_person_goes_on(
    person, receipt
):
    words = "My husband beats me and I am afraid he kills me tonight."
    asked = opened(person, receipt) | {"words": words}

    shown = person.post("/plain/receipt/say", data=asked)

    assert 'id="help"' in shown.text
    assert "You wrote on" not in look(person, receipt).text
    knows = re.search(r'name="knows" value="(\w+)"', shown.text)[1]
    assert words in person.post("/plain/receipt/say", data=asked | {"knows": knows}).text
    other = {"words": f"{words} Now.", "knows": knows}
    assert 'id="help"' in person.post("/plain/receipt/say", data=asked | other).text


def test_nothing_is_taken_back_by_half(person, receipt):
    asked = opened(person, receipt)

    refused = person.post("/plain/receipt/withdraw", data=asked)

    assert refused.status_code == 403
    assert "tick the box first" in refused.text
    assert person.post("/plain/receipt/burn", data=asked).status_code == 405
    taken = person.post("/plain/receipt/withdraw", data=asked | {"sure": "yes"})
    assert "You took it back on" in taken.text
    assert "Tannery Road" not in taken.text


def test_a_page_without_a_proof_of_ours_is_refused_in_a_sentence(person):
    for what in ("say", "correct", "withdraw"):
        answer = person.post(f"/plain/receipt/{what}", data={"words": "x y", "sure": "yes"})
        assert answer.status_code == 403
        assert "This link is too old, or not whole." in answer.text
