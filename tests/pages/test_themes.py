"""Themes on the screen: looked at by staff, changed by command staff after a look."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from analysis.theme_edits import Edit
from core import screens
from core.vocabulary import Role, Sentiment, ThemeChange
from db.models import Feedback, NewConcern, Source
from jobs import retagging
from services import theme_changes, themes
from tests.factories import NOW, OPERATOR, make_feedback, make_reading
from tests.pages.conftest import box, button, open_page, tables, text_of


@pytest.fixture
def chief(records):
    with records() as session:
        for _ in range(3):
            reading = make_reading(Sentiment.NEUTRAL, "PAR")
            make_feedback(session, "A takeover, and no parking.", reading=reading)
    return records.sign_in(Role.COMMAND)


def typed(screen, label, words):
    next(one for one in [*screen.text_input, *screen.text_area] if one.label == label).set_value(
        words
    )


def newest(records):
    with records() as session:
        return themes.newest(session, OPERATOR)


def looked_at_addition(chief):
    """The screen on which somebody has written a theme down and looked at what it would do."""
    shown = open_page(screens.THEMES.url, chief)
    typed(shown, "Name", "Street takeovers")
    typed(shown, "Words people use for it, one a line", "takeover*")
    return button(shown, "See what would change").click().run()


def test_the_list_says_how_often_each_theme_was_heard(chief):
    shown = open_page(screens.THEMES.url, chief)

    rows = tables(shown)[0].set_index("Theme")
    assert (rows.loc["Parking", "Heard"], rows.loc["Noise & nuisance", "Heard"]) == (3, 0)


def test_a_theme_is_added_after_a_look_and_in_force_when_all_is_tagged(records, chief):
    shown = looked_at_addition(chief)
    assert tables(shown)[1].values.tolist() == [["Street takeovers", 0, 3, 3, 0]]
    assert newest(records).version == 1

    shown = button(shown, "Keep this change").click().run()
    assert "about 0%" in text_of(shown)
    assert [one.value for one in shown.toast] == ["Kept as version 2."]
    assert "about 0%" in text_of(open_page(screens.CONCERNS.url, chief))
    retagging.tag_all(records.engine)

    shown = open_page(screens.THEMES.url, chief)
    assert not shown.exception
    assert "Street takeovers” was added" in text_of(shown)
    assert tables(shown)[0].set_index("Theme").loc["Street takeovers", "Heard"] == 3


def test_what_somebody_else_changed_meanwhile_is_said_and_the_words_stay(records, chief):
    shown = looked_at_addition(chief)
    with records() as session:
        edit = Edit(ThemeChange.MERGED, "PAR", other="TRF")
        theme_changes.change(session, OPERATOR, based_on=1, edit=edit, now=NOW)

    shown = button(shown, "Keep this change").click().run()
    assert "changed the list of themes on" in shown.error[0].value
    assert [one.value for one in shown.text_input if one.label == "Name"] == ["Street takeovers"]
    assert newest(records).version == 2
    button(shown, "Keep this change").click().run()
    assert newest(records).version == 3


def test_a_theme_is_opened_with_the_words_it_finds_and_how_it_could_be_changed(chief):
    shown = open_page(screens.THEMES.url, chief)
    shown = box(shown, "Look at one theme").set_value("PAR").run()

    assert "parking (3)" in text_of(shown)
    assert "Take it off the list" in [one.label for one in shown.expander]


def test_what_cannot_be_kept_is_refused_in_a_sentence(chief):
    shown = open_page(screens.THEMES.url, chief)
    shown = button(shown, "See what would change").click().run()

    assert shown.error[0].value == "A theme needs a name, and at least one term or example."


def test_outreach_looks_and_changes_nothing(records, chief):
    shown = open_page(screens.THEMES.url, records.sign_in(Role.OUTREACH))

    assert "Parking" in text_of(shown)
    assert [one.label for one in shown.expander] == ["What was changed so far"]


def test_before_anything_is_read_the_list_is_there(records):
    shown = open_page(screens.THEMES.url, records.sign_in(Role.COMMAND))

    assert not shown.exception
    assert "Nothing has been read yet." in text_of(shown)
    assert set(tables(shown)[0]["Heard"]) == {"–"}


@pytest.mark.parametrize(
    ("said", "name"),
    [("PAR", "Parking"), ("Estacionamiento", "Parking"), ("Nonsense", "Any concern")],
)
def test_an_address_with_another_name_of_a_theme_leads_to_it(chief, said, name):
    shown = open_page(screens.WORDS.url, chief, concern=said)

    assert box(shown, "Concern").value == name


def propose(records):
    """A new concern that a worker might have found."""
    with records() as session:
        source_id = session.scalars(select(Source.id).where(Source.name == "Letters")).one()
        quoted = session.scalars(select(Feedback.id).limit(1)).all()
        session.add(
            NewConcern(
                source_id=source_id, is_burst=True, phrases=["paper lanterns", "lanterns"],
                quotes=quoted, places=[], n=14, total=40, n_before=1, total_before=400,
            )
        )  # fmt: skip


def test_what_may_be_new_is_read_named_and_dismissed(records, chief):
    propose(records)
    shown = open_page(screens.THEMES.url, chief)
    assert "14 of 40 pieces in the last four weeks; 1 of 400 before" in text_of(shown)

    shown = button(shown, "Read what they wrote").click().run()
    assert "A takeover, and no parking" in text_of(shown)
    shown = button(shown, "Name it").click().run()
    (words,) = [one for one in shown.text_area if one.label.startswith("Words people use for it, ")]
    assert words.value == "paper lanterns\nlanterns"
    typed(shown, "Name", "Lanterns")
    shown = button(shown, "See what would change").click().run()
    button(shown, "Keep this change").click().run()
    assert newest(records).themes[-1].name == "Lanterns"
    assert "Nothing new was found." in text_of(open_page(screens.THEMES.url, chief))


def test_what_is_dismissed_is_gone_and_outreach_only_reads(records, chief):
    propose(records)
    shown = open_page(screens.THEMES.url, records.sign_in(Role.OUTREACH))
    labels = [one.label for one in shown.button]
    assert "Read what they wrote" in labels
    assert not {"Name it", "Dismiss it", "Look again now"} & {*labels}

    shown = button(open_page(screens.THEMES.url, chief), "Dismiss it").click().run()
    assert "Nothing new was found." in text_of(shown)
