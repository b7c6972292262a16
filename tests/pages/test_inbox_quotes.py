"""The tool for public quotes: what is suggested, what is masked, and who may release it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from analysis.masking import MASK
from core.vocabulary import Role, Sentiment
from core.voice import MaskReason
from db.models import Feedback, PublicQuote
from tests.factories import make_feedback, make_reading
from tests.pages.conftest import button, open_page, text_of

SAID = "Call 555-013-4477. The lamp by the <b>green</b> house is dark."


@pytest.fixture
def officer(records):
    return records.sign_in(Role.OUTREACH)


@pytest.fixture
def letter(records):
    with records() as session:
        make_feedback(session, SAID, reading=make_reading(Sentiment.NEGATIVE))
        return session.scalars(select(Feedback.id)).one()


def tool(who, letter):
    shown = open_page("inbox", who)
    shown.session_state[f"tool-{letter}"] = "quote"
    return shown.run()


def masked(shown, also="", why=(MaskReason.CONTACT,)):
    one = next(area for area in shown.text_area if area.label.startswith("Mask this too"))
    one.set_value(also)
    next(choice for choice in shown.multiselect if choice.label == "Why").set_value(list(why))
    return button(shown, "Save the masked words").click().run()


def kept(records):
    with records() as session:
        return [(row.words, row.released_by) for row in session.scalars(select(PublicQuote))]


def test_one_masks_what_is_suggested_and_typed_and_a_colleague_releases(records, letter, officer):
    shown = masked(tool(officer, letter), also="green\n")

    words = f"Call {MASK}. The lamp by the <b>{MASK}</b> house is dark."
    assert kept(records) == [(words, None)]
    assert f"&lt;b&gt;{MASK}&lt;/b&gt; house" in text_of(shown)
    assert "Somebody else has to look at it and release it." in text_of(shown)
    assert "Release it" not in [one.label for one in shown.button]

    shown = button(tool(records.sign_in(Role.COMMAND), letter), "Release it").click().run()
    assert not shown.exception
    assert "it may be quoted like this" in text_of(shown)
    assert kept(records)[0][1] is not None
    button(shown, "Do not quote it").click().run()
    assert kept(records) == []


def test_a_refusal_stands_where_the_piece_is_and_keeps_nothing(records, letter, officer):
    shown = masked(tool(officer, letter), also="purple")
    assert "“purple” does not stand in the text." in shown.error[0].value
    shown = masked(tool(officer, letter), why=())
    assert "Say why it is masked" in shown.error[0].value
    assert kept(records) == []
