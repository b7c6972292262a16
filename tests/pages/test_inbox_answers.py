"""Answering from the inbox, from a template or not: whoever holds the receipt reads it."""

from __future__ import annotations

from core.keys import Keys
from services import answers, feedback, readings, threads
from tests.factories import NOW, OPERATOR, TODAY, VISITOR, make_form, make_reading
from tests.pages.conftest import button, open_page, text_of
from tests.pages.test_inbox import SAID, letter, officer, opened

__all__ = ["letter", "officer"]


def test_an_answer_goes_to_who_has_the_receipt_and_is_kept_as_a_template(
    records, officer, tmp_path
):
    keys = Keys.load((tmp_path / "records.db").with_suffix(".key"))
    with records() as session:
        receipt = feedback.submit(
            session, VISITOR, form=make_form(session, SAID), keys=keys, today=TODAY, now=NOW
        )
        batch = readings.claim(session, OPERATOR, now=NOW)
        (text,) = batch.texts
        readings.store(
            session, OPERATOR, lease=batch.lease, readings={text.feedback_id: make_reading()}
        )
    shown = opened(open_page("inbox", officer), text.feedback_id, "answer")
    field = next(one for one in shown.text_area if one.label == "Your answer")
    field.set_value("A radar car comes on Friday.")
    name = next(one for one in shown.text_input if one.label.startswith("Keep it as a template"))
    name.set_value("Radar")

    shown = button(shown, "Send the answer").click().run()

    assert not shown.error
    assert "A radar car comes on Friday." in "".join(one.value for one in shown.get("html"))
    with records() as session:
        thread = threads.by_receipt(session, VISITOR, receipt=receipt, keys=keys, today=TODAY)
        assert [one.words for one in thread.messages] == ["A radar car comes on Friday."]
        assert [one.name for one in answers.templates(session, OPERATOR)] == ["Radar"]

    shown = opened(shown, text.feedback_id, "answer")
    next(one for one in shown.selectbox if one.label == "Begin from").select("Radar").run()
    button(shown, "Remove it").click().run()

    with records() as session:
        assert answers.templates(session, OPERATOR) == []


def test_what_came_without_a_receipt_cannot_be_answered(letter, officer):
    shown = opened(open_page("inbox", officer), letter, "answer")

    assert "nobody could read an answer" in text_of(shown)
    assert not [one for one in shown.text_area if one.label == "Your answer"]
