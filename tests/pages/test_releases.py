"""Released figures: what observers see, and how command staff release a quarter."""

from __future__ import annotations

from datetime import date

from core.vocabulary import Role, Sentiment
from tests.factories import make_district, make_feedback, make_reading, make_release
from tests.pages.conftest import button, open_page, text_of


def test_before_anything_is_released_it_says_what_will_be_here(records):
    shown = open_page("released", records.sign_in(Role.OBSERVER))

    assert "Nothing has been released yet." in shown.info[0].value
    assert not shown.button


def test_an_observer_sees_a_release_and_what_is_hidden_in_it(records):
    with records() as session:
        make_district(session, "1", "Old Mill")
        for number in range(20):
            word = Sentiment.NEGATIVE if number < 3 else Sentiment.POSITIVE
            make_feedback(
                session, on=date(2025, 10, 1), district="1", reading=make_reading(word, "NOI")
            )
        make_release(session)

    shown = open_page("released", records.sign_in(Role.OBSERVER))

    assert not shown.exception
    town, raised, places = (table.value for table in shown.dataframe)
    assert town.set_index("Sentiment").loc["Neutral", "Pieces"] == "0"
    assert town.set_index("Sentiment").loc["Negative", "Pieces"] == "hidden", "15 less 12 is 3"
    assert "hidden" in set(places["Negative"])
    assert set(raised["Concern"]) == {"Traffic & road safety", "Noise & nuisance"}
    assert "Released on March 2, 2026" in text_of(shown)
    assert not shown.button, "observers release nothing"


def test_command_staff_release_a_quarter_after_a_second_question(records):
    with records() as session:
        for _ in range(12):
            make_feedback(session, on=date(2025, 11, 3), reading=make_reading(Sentiment.NEUTRAL))
    chief = records.sign_in(Role.COMMAND)

    shown = open_page("released", chief)
    assert button(shown, "Release it").disabled
    shown.checkbox[0].check().run()
    button(shown, "Release it").click().run()

    assert "Released on" in text_of(open_page("released", records.sign_in(Role.OBSERVER)))
    assert "Every quarter that is over has been released." in text_of(open_page("released", chief))


def test_an_address_that_names_no_release_shows_the_newest(records):
    with records() as session:
        make_release(session)

    shown = open_page("released", records.sign_in(Role.OBSERVER), quarter="1st quarter 1066")

    assert not shown.exception
    assert "Released on" in text_of(shown)
