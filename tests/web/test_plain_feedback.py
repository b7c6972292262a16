"""The form without any script: help before anything is kept, a look before sending, a receipt."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from db.models import Feedback, FeedbackContact
from tests.factories import make_district

SAID = "The lamp on Quarry Lane is dark & nobody <b>mends</b> it."
DANGER = "I want to kill myself tonight."
MISCONDUCT = "The officer punched me in the face and called me names for no reason."


def field(page, name):
    """The value that a field of the page has."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    return found[1] if found else ""


@pytest.fixture
def blank(person):
    """What the empty form carries."""
    page = person.get("/plain/feedback")
    return {"nonce": field(page, "nonce"), "question": field(page, "question")}


@pytest.fixture
def send(person, blank):
    def post(words=SAID, **more):
        return person.post("/plain/feedback", data=blank | {"words": words, "do": "send"} | more)

    return post


def many(app):
    with app.changes() as session:
        return session.scalar(select(func.count(Feedback.id)))


def receipt_in(page):
    return re.search(r'<p class="receipt"[^>]*>([^<]+)</p>', page.text)[1]


def kept(app, words):
    with app.changes() as session:
        row = session.scalars(select(Feedback).where(Feedback.words == words)).one()
        session.expunge(row)
        return row


def test_every_plain_page_is_small_and_runs_nothing(person):
    for path in ("", "events", "feedback", "receipt", "commitments", "resources", "surveys"):
        page = person.get(f"/plain/{path}")
        assert page.status_code == 200, path
        assert len(page.content) < 40_000
        assert "<script" not in page.text
        assert " style=" not in page.text
        assert page.text.count("<h1>") == 1


def test_what_is_sent_comes_back_by_its_receipt(app, person, send):
    with app.changes() as session:
        district = make_district(session, "77", "Harbor")
    page = send(district=str(district), trust="4")

    row = kept(app, SAID)
    assert (row.district_id, row.rating_trust, row.urgent_at, row.mode) == (
        district, 4, None, "anonymous",
    )  # fmt: skip
    thread = person.post("/plain/receipt", data={"receipt": receipt_in(page)})
    assert "Quarry Lane is dark &amp; nobody &lt;b&gt;mends" in thread.text


def test_a_form_sent_twice_is_one_piece_and_one_receipt(app, send):
    first = send("Twice sent.")
    before = many(app)
    assert receipt_in(send("Twice sent.")) == receipt_in(first)
    assert many(app) == before


def test_words_of_danger_bring_help_first_and_nothing_is_kept_until_the_person_goes_on(app, send):
    before = many(app)
    shown = send(DANGER)

    assert shown.status_code == 200
    assert "Nothing has been sent or kept yet." in shown.text
    assert 'href="tel:988"' in shown.text
    assert DANGER in shown.text, "the draft is still there"
    assert "receipt" not in re.findall(r'class="([^"]+)"', shown.text)
    assert many(app) == before

    sent = send(DANGER, knows=field(shown, "knows"))
    assert receipt_in(sent)
    row = kept(app, DANGER)
    assert row.urgent_at is not None
    assert row.dangers == ["self"]


def test_misconduct_is_offered_the_formal_way_and_the_choice_is_kept(app, send):
    before = many(app)
    shown = send(MISCONDUCT)
    assert "Do you want to complain about what police did?" in shown.text
    assert many(app) == before

    sent = send(MISCONDUCT, complaint="formal")
    assert "To complain formally" in sent.text
    assert kept(app, MISCONDUCT).complaint == "formal"


def test_a_look_before_sending_marks_what_would_tell_and_keeps_nothing(app, send):
    before = many(app)
    shown = send("Call me at 555-201-7788, the lamp is dark.", do="look")
    assert "<mark>555-201-7788</mark>" in shown.text
    assert many(app) == before


def test_an_address_is_sealed_apart_and_only_where_it_was_asked_to_be(app, send):
    send("Write to me.", mode="confidential", email="maya@example.org", is_13="yes")
    row = kept(app, "Write to me.")
    with app.changes() as session:
        contact = session.get(FeedbackContact, row.id)
        assert (contact.mode, contact.name) == ("confidential", None)
        assert contact.contact_id is not None


@pytest.mark.parametrize(
    ("words", "more", "refusal"),
    [
        ("   ", {}, "There are no words in it yet."),
        ("\u200b\u200b \u202e", {}, "There are no words in it yet."),
        ("\x00", {}, "cannot"),
        ("x" * 1_000_000, {}, "1,000,000 characters"),
        (SAID, {"mode": "named"}, "To be named, write your name"),
        (SAID, {"question": "999999"}, "We stopped asking that question."),
        (SAID, {"trust": "9"}, "A rating goes from 1 to 5."),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence_and_what_was_typed_stays(
    app, send, words, more, refusal
):
    before = many(app)
    page = send(words, **more)
    assert page.status_code == 403
    assert refusal in page.text
    assert many(app) == before
    if words == SAID:
        assert "Quarry Lane is dark" in page.text


def test_another_sites_form_keeps_nothing(app, person, blank):
    before = many(app)
    page = person.post(
        "/plain/feedback", data=blank | {"words": SAID}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert page.status_code == 403
    assert many(app) == before


def test_emoji_alone_say_something(app, send):
    assert receipt_in(send("👍🏽"))
    assert kept(app, "👍🏽").mode == "anonymous"
