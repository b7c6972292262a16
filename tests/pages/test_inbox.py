"""The inbox on the screen: what came in, and what officers do about it without losing anything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from analysis.copies import bands, pairs
from analysis.sentiment import SentenceReading
from analysis.spans import Span
from core.vocabulary import Role, Sentiment
from db.models import Account, Correction, Feedback, Note
from services import corrections, inbox, readings
from tests.factories import (
    NOW,
    OPERATOR,
    make_account,
    make_district,
    make_feedback,
    make_reading,
)
from tests.pages.conftest import box, button, open_page, text_of

SAID = "Speeding on Elm Street. <b>Nobody</b> *stops* it."


@pytest.fixture
def officer(records):
    return records.sign_in(Role.OUTREACH)


@pytest.fixture
def letter(records):
    """One letter, read as negative and about traffic; its id."""
    with records() as session:
        make_feedback(session, SAID, reading=make_reading(Sentiment.NEGATIVE, "TRF"))
        return session.scalars(select(Feedback.id)).one()


def words_on(shown):
    return [one.value for one in shown.get("html") if "cg-words" in one.value]


def opened(shown, letter, tool):
    """The screen with one tool of the letter open."""
    shown.session_state[f"tool-{letter}"] = tool
    return shown.run()


def saved(shown, letter, **chosen):
    """The screen after a correction; ``None`` keeps what stands there."""
    shown = opened(shown, letter, "correct")
    if "sounds" in chosen:
        box(shown, "How does it sound to you?").set_value(chosen["sounds"])
    if "about" in chosen:
        shown.multiselect[0].set_value(chosen["about"])
    return button(shown, "Save").click().run()


def test_without_anything_read_the_screen_says_what_will_be_here(records, officer):
    shown = open_page("inbox", officer)

    assert "Nothing has been read yet." in shown.info[0].value
    assert not shown.exception
    assert not shown.selectbox


def test_a_piece_shows_its_words_harmless_and_how_they_were_read(letter, officer):
    shown = opened(open_page("inbox", officer), letter, "why")

    said = text_of(shown)
    assert "**1 piece of feedback**" in said
    (card,) = words_on(shown)
    assert "<mark>Speedi</mark>ng on Elm Street. &lt;b&gt;Nobody&lt;/b&gt; *stops* it." in card
    assert "**Traffic & road safety** (“Speedi”)" in said.replace("\\&", "&")
    assert "Language: English. Read by test 1" in said


def test_every_sentence_is_shown_with_how_it_sounds(records, officer):
    found = replace(
        make_reading(Sentiment.MIXED),
        sentences=(
            SentenceReading(Span(0, 4), Sentiment.POSITIVE),
            SentenceReading(Span(5, 12), Sentiment.NEGATIVE),
        ),
    )
    with records() as session:
        make_feedback(session, "Good <i>bad</i>", reading=found)
        feedback_id = session.scalars(select(Feedback.id)).one()

    said = text_of(opened(open_page("inbox", officer), feedback_id, "why"))

    assert "<li><b>Positive</b>: “Good”</li>" in said
    assert "<li><b>Negative</b>: “&lt;i&gt;bad&lt;”</li>" in said


def test_what_was_looked_at_leaves_the_list_and_can_be_put_back(letter, officer):
    shown = button(open_page("inbox", officer), "Looked at").click().run()
    assert words_on(shown) == []
    assert "Nothing waits to be looked at here" in shown.info[0].value

    shown = button(shown, "Undo").click().run()
    assert len(words_on(shown)) == 1
    assert "Undo" not in [one.label for one in shown.button]

    button(shown, "Looked at").click().run()
    done = open_page("inbox", officer, state="Looked at")
    assert f"Looked at by {officer['email']} on March 2, 2026." in text_of(done)
    button(done, "Put back").click().run()
    assert len(words_on(open_page("inbox", officer))) == 1


def test_a_way_back_is_offered_only_where_the_piece_was(letter, officer):
    shown = button(open_page("inbox", officer), "Looked at").click().run()

    shown = box(shown, "Show").set_value("All").run()

    assert [one.label for one in shown.button] == ["Put back", "I take it"]


def test_one_click_takes_a_piece_and_gives_it_back(letter, officer):
    shown = button(open_page("inbox", officer), "I take it").click().run()
    assert "You have this in hand." in text_of(shown)
    assert len(words_on(open_page("inbox", officer, state="Assigned to me"))) == 1
    assert words_on(open_page("inbox", officer, state="Assigned to nobody")) == []

    shown = button(shown, "Give it back").click().run()

    assert "You have this in hand." not in text_of(shown)


def test_a_piece_is_given_to_a_colleague_from_the_list(records, letter, officer):
    with records() as session:
        colleague = make_account(session, Role.OUTREACH)
        make_account(session, Role.OBSERVER)
    shown = opened(open_page("inbox", officer), letter, "assign")
    choice = box(shown, "Who takes it in hand?")
    assert sorted(choice.options) == sorted(["Nobody", colleague.name, officer["email"]])

    choice.set_value(colleague.account_id)
    shown = button(shown, "Assign").click().run()

    assert f"{colleague.name} has this in hand." in text_of(shown)
    assert not [one for one in shown.selectbox if one.label == choice.label], "it is put away"


def test_a_correction_is_shown_beside_what_the_program_says_here_and_at_the_words(
    records, letter, officer
):
    shown = saved(
        open_page("inbox", officer), letter, sounds=Sentiment.POSITIVE, about=["TRF", "NOI"]
    )

    line = f"Corrected by {officer['email']} on March 2, 2026. The program says: Negative, Traffic"
    for screen in (shown, open_page("words", officer)):
        said = text_of(screen)
        assert line in said
        assert "**Noise & nuisance** (a person says so)" in said
        assert "Positive" in said
    with records() as session:
        assert session.scalars(select(Correction.themes)).one() == ["TRF", "NOI"]


def test_who_comes_back_to_what_the_program_said_has_checked_it(letter, officer):
    shown = saved(open_page("inbox", officer), letter, sounds=Sentiment.POSITIVE)

    shown = saved(shown, letter, sounds=Sentiment.NEGATIVE)

    assert "who says the same as the program." in text_of(shown)


def test_what_somebody_corrected_meanwhile_is_said_where_the_piece_stands(records, letter, officer):
    shown = opened(open_page("inbox", officer), letter, "correct")
    with records() as session:
        other = make_account(session, Role.OUTREACH)
        corrections.correct(
            session, other, feedback_id=letter, sentiment=Sentiment.MIXED, codes=["TRF"],
            expected=None, now=NOW,
        )  # fmt: skip

    box(shown, "How does it sound to you?").set_value(Sentiment.POSITIVE)
    shown = button(shown, "Save").click().run()

    (error,) = shown.error
    assert f"{other.name} corrected this on March 2, 2026 at 3:30" in error.value
    assert box(shown, "How does it sound to you?").value is Sentiment.MIXED
    assert not shown.run().error, "it is said once"


def test_what_was_taken_meanwhile_by_somebody_is_said(records, letter, officer):
    shown = open_page("inbox", officer)
    with records() as session:
        other = make_account(session, Role.OUTREACH)
        inbox.assign(
            session, other, feedback_id=letter, account_id=other.account_id, expected=None, now=NOW
        )

    shown = button(shown, "I take it").click().run()

    assert f"{other.name} has this in hand: that changed" in shown.error[0].value


def test_a_note_is_kept_and_one_that_is_too_long_is_not_cut(records, letter, officer):
    shown = opened(open_page("inbox", officer), letter, "note")
    shown.text_area[0].set_value("x" * 2_001)
    shown = button(shown, "Save the note").click().run()
    assert "2,001 characters" in shown.error[0].value
    assert shown.text_area[0].value == "x" * 2_001, "it is all still there"

    shown.text_area[0].set_value("I called <i>them</i>")
    shown = button(shown, "Save the note").click().run()

    assert "I called &lt;i&gt;them&lt;/i&gt;" in text_of(shown)
    assert f"{officer['email']}, March 2, 2026, 3:30" in text_of(shown)
    assert not shown.text_area
    with records() as session:
        assert session.scalars(select(Note.words)).all() == ["I called <i>them</i>"]


def test_what_is_withheld_is_counted_and_shown_to_those_who_triage(records, letter, officer):
    with records() as session:
        secret = make_reading(Sentiment.NEGATIVE, "FOR")
        make_feedback(session, "He was pushed to the ground.", reading=secret)
    triager = records.sign_in(triages=True)

    shown = open_page("inbox", officer)
    assert "1 more names an officer or tells of conduct." in text_of(shown)
    assert "pushed to the ground" not in text_of(shown)

    for_triager = open_page("inbox", triager)
    assert "only those who triage see this." in text_of(for_triager)
    (choice,) = [one for one in box(for_triager, "Show").options if "triage" in one]
    assert choice not in box(shown, "Show").options
    for_triager = box(for_triager, "Show").set_value(choice).run()
    assert len(words_on(for_triager)) == 1
    button(for_triager, "Mark as triaged").click().run()
    assert "pushed to the ground" in text_of(open_page("inbox", officer))


def test_a_correction_about_conduct_takes_the_piece_out_of_sight(letter, officer):
    shown = saved(open_page("inbox", officer), letter, about=["TRF", "FOR"])

    assert words_on(shown) == []
    assert "It tells of conduct" in shown.toast[0].value
    assert "1 more names an officer" in text_of(shown)


def test_who_triages_goes_on_seeing_what_they_correct(records, letter):
    shown = open_page("inbox", records.sign_in(triages=True))

    shown = saved(shown, letter, about=["TRF", "FOR"])

    assert len(words_on(shown)) == 1
    assert not shown.toast


def test_what_was_withheld_meanwhile_is_said_though_it_is_not_shown_any_more(
    records, letter, officer
):
    shown = open_page("inbox", officer)
    with records() as session:
        corrections.correct(
            session, OPERATOR, feedback_id=letter, sentiment=Sentiment.NEGATIVE, codes=["FOR"],
            expected=None, now=NOW,
        )  # fmt: skip

    shown = button(shown, "Looked at").click().run()

    assert "it waits for someone with the right to triage" in shown.error[0].value


def test_filters_and_state_stand_in_the_address(records, letter, officer):
    with records() as session:
        make_district(session, "1", "Old Mill")
        make_feedback(session, "Praise", district="1", reading=make_reading(Sentiment.POSITIVE))

    shown = open_page(
        "inbox", officer, state="Assigned to nobody", district="Old Mill", sentiment="Positive"
    )

    assert box(shown, "Show").value == "Assigned to nobody"
    assert [("Praise" in one) for one in words_on(shown)] == [True]


@pytest.mark.parametrize("state", ["Nonsense", "", "<script>"])
def test_a_state_typed_by_hand_shows_what_waits(letter, officer, state):
    shown = open_page("inbox", officer, state=state)

    assert not shown.exception
    assert len(words_on(shown)) == 1


def test_each_source_says_what_waits_in_it(records, letter, officer):
    with records() as session:
        make_feedback(session, "Mail", source="Mails", reading=make_reading())
        make_feedback(session, "Mail 2", source="Mails", reading=make_reading())

    shown = button(open_page("inbox", officer, source="Letters"), "I take it").click().run()

    assert "Letters: 1 waiting, 1 with you · Mails: 2 waiting" in text_of(shown)


def test_the_last_page_is_shown_when_the_one_after_it_was_emptied(records, officer):
    with records() as session:
        for number in range(21):
            make_feedback(session, f"Letter {number}.", reading=make_reading())
    shown = button(open_page("inbox", officer), "Older").click().run()
    assert len(words_on(shown)) == 1

    shown = button(shown, "Looked at").click().run()

    assert len(words_on(shown)) == 20
    assert not shown.exception


def test_who_triages_says_whom_it_is_about_and_that_person_sees_it_no_more(records, letter):
    triager = records.sign_in(Role.COMMAND, triages=True)
    named = records.sign_in(Role.OUTREACH, triages=True)
    assert words_on(open_page("inbox", named))

    shown = opened(open_page("inbox", triager), letter, "about")
    with records() as session:
        account_id = session.scalars(
            select(Account.id).where(Account.email == named["email"])
        ).one()
    next(one for one in shown.multiselect if one.label == "This is about").set_value([account_id])
    shown = button(shown, "Save whom it is about").click().run()

    assert not shown.exception
    assert words_on(shown)
    assert not words_on(open_page("inbox", named))


def test_copies_are_shown_as_one_opened_and_answered_together(records, officer):
    copies = [f"{SAID} Please slow them down before school{'!' * n}" for n in range(3)]
    with records() as session:
        for words in copies:
            make_feedback(session, words)
            batch = readings.claim(session, OPERATOR, now=NOW)
            said = {text.feedback_id: text.words for text in batch.texts}
            readings.store(
                session, OPERATOR, lease=batch.lease, readings=dict.fromkeys(said, make_reading()),
                bands={one: bands(pairs(text)) for one, text in said.items()},
            )  # fmt: skip
        for n, row in enumerate(session.scalars(select(Feedback))):
            row.receipt_hash = bytes([n])
    shown = open_page("inbox", officer)
    assert len(words_on(shown)) == 1
    assert "2 more like this: copies of the same text" in text_of(shown)

    shown = button(shown, "Show them all").click().run()
    assert len(words_on(shown)) == 3
    next(one for one in shown.text_area if one.key == "answer-many-words").set_value("Thanks.")
    next(one for one in shown.checkbox if one.key == "answer-many-sure").check()
    shown = button(shown, "Send it to all").click().run()

    assert "Sent to 3 people." in [one.value for one in shown.info]
    assert len(words_on(button(shown, "Back to the list").click().run())) == 1
