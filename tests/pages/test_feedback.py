"""The form residents fill in, and the receipt they get."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.texts import FORM_LIMIT
from db.models import Feedback
from services import questions
from tests.factories import NOW, OPERATOR, TODAY, make_district
from tests.pages.conftest import box, button, open_page, text_of

SAID = "Please mend the lamp on Quarry Lane & tell <us> when."


def stored(records) -> list[Feedback]:
    with records() as session:
        rows = session.scalars(select(Feedback)).all()
        session.expunge_all()
    return rows


def send(form, words: str = SAID):
    form.text_area[0].set_value(words)
    return button(form, "Send").click().run()


def receipt_on(screen) -> str:
    (html,) = [one.value for one in screen.get("html") if "cg-receipt" in one.value]
    return html


def test_what_a_resident_sends_is_stored_with_the_day_and_answered_with_six_words(records):
    with records() as session:
        district = make_district(session, name="Old Mill")
    form = open_page("feedback")
    box(form, "Which district is it about?").set_value("Old Mill")
    form.get("button_group")[0].set_value(4)

    shown = send(form)

    assert not shown.exception
    assert not shown.error
    assert shown.title[0].value == "Thank you. We have it."
    words = receipt_on(shown).partition(">")[2].partition("<")[0]
    assert len(words.split()) == 6
    (kept,) = stored(records)
    assert (kept.words, kept.district_id, kept.received_on) == (SAID, district, TODAY)
    assert kept.rating_voice == 4
    assert kept.rating_trust is None
    assert words.split()[0] not in str(vars(kept))


def test_a_form_sent_again_stores_nothing_more_and_shows_the_same_words(records):
    form = open_page("feedback")
    nonce = form.session_state["nonce"]
    first = receipt_on(send(form))

    again = open_page("feedback")
    again.session_state["nonce"] = nonce
    second = receipt_on(send(again))

    assert first == second
    assert len(stored(records)) == 1


def test_a_reload_of_the_receipt_sends_nothing_and_saying_more_is_another_receipt(records):
    shown = send(open_page("feedback"))
    first = receipt_on(shown)
    assert receipt_on(shown.run()) == first
    assert len(stored(records)) == 1

    more = send(button(shown, "Say something else").click().run(), "And thank you.")

    assert receipt_on(more) != first
    assert {one.words for one in stored(records)} == {SAID, "And thank you."}


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("", "There are no words in it yet."),
        (" \n ", "There are no words in it yet."),
        ("?!...", "There are no words in it yet."),
        ("x" * (FORM_LIMIT + 1), "This has 5,001 characters; we can keep 5,000."),
        ("lamp\0post", "The text holds characters that cannot be stored."),
    ],
)
def test_what_cannot_be_kept_is_refused_and_stays_in_the_form(records, words, refusal):
    shown = send(open_page("feedback"), words)

    assert [refusal in error.value for error in shown.error] == [True]
    assert not shown.exception
    assert shown.text_area[0].value == words
    assert stored(records) == []


def test_other_words_under_a_form_that_was_sent_are_refused_and_the_first_are_safe(records):
    form = open_page("feedback")
    nonce = form.session_state["nonce"]
    send(form)
    again = open_page("feedback")
    again.session_state["nonce"] = nonce

    shown = send(again, "Something quite different.")

    assert "This form was sent already, with other words." in shown.error[0].value
    assert [one.words for one in stored(records)] == [SAID]


def test_a_question_taken_off_while_somebody_writes_is_said_and_the_words_stay(records):
    with records() as session:
        first, second, third = questions.asked(session, OPERATOR)
        questions.retire(session, OPERATOR, question_id=second.id, now=NOW)
        questions.retire(session, OPERATOR, question_id=third.id, now=NOW)
    form = open_page("feedback")
    assert not form.radio, "one question is asked without a choice"
    assert form.text_area[0].label == first.wording


def test_every_field_says_what_is_kept_and_danger_stands_above_the_form(records):
    said = text_of(open_page("feedback"))

    for sentence in (
        "In danger now? Call", "911", "988", "Nobody watches this page around the clock.",
        "Kept: your words, up to 5,000 characters, and today&#x27;s date.",
        "Kept with your words", "a receipt of six words",
    ):  # fmt: skip
        assert sentence in said
    assert said.index("911") < said.index("Kept: your words")


DANGER = "I want to kill myself tonight."
MISCONDUCT = "The officer punched me in the face and called me names for no reason."


def test_words_of_danger_bring_help_and_nothing_is_kept_before_the_person_goes_on(records):
    form = open_page("feedback")

    shown = send(form, DANGER)

    assert "Nothing has been sent or kept yet." in text_of(shown)
    assert "988" in text_of(shown)
    assert shown.text_area[0].value == DANGER, "the draft is still there"
    assert stored(records) == []
    sent = button(shown, "Send it all the same").click().run()
    assert receipt_on(sent)
    (kept,) = stored(records)
    assert kept.urgent_at is not None


def test_other_words_of_danger_are_looked_at_anew(records):
    shown = send(open_page("feedback"), DANGER)
    shown = send(shown, "My husband beats me and I am afraid of him tonight.")
    assert "Nothing has been sent or kept yet." in text_of(shown)
    assert stored(records) == []


def test_misconduct_is_offered_the_formal_way_and_the_choice_is_kept(records):
    shown = send(open_page("feedback"), MISCONDUCT)

    assert "You can complain formally" in text_of(shown)
    assert stored(records) == []
    button(shown, "Send it here, and I will also complain formally").click().run()
    (kept,) = stored(records)
    assert (kept.complaint, kept.words) == ("formal", MISCONDUCT)
