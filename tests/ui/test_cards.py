"""Residents' words on the screen: harmless, whole, and with the evidence marked where it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.spans import Span, merge
from core.vocabulary import Sentiment
from services.cards import Corrected, WordsCard
from tests.factories import NOW
from ui.cards import facts, marked


@pytest.mark.parametrize(
    ("text", "spans", "shown"),
    [
        ("dark lamp", [], "dark lamp"),
        ("dark lamp", [(5, 9)], "dark <mark>lamp</mark>"),
        ("dark lamp", [(0, 9)], "<mark>dark lamp</mark>"),
        ("a & <b>", [(2, 7)], "a <mark>&amp; &lt;b&gt;</mark>"),
        ("one two six", [(0, 3), (8, 11)], "<mark>one</mark> two <mark>six</mark>"),
        ("one two", [(0, 5), (2, 7)], "<mark>one two</mark>"),
    ],
)
def test_evidence_is_marked_where_it_stands(text, spans, shown):
    assert marked(text, merge(Span(*span) for span in spans)) == shown


@given(st.data())
def test_whatever_was_written_can_do_nothing_and_is_all_there(data):
    text = data.draw(st.text(st.sampled_from("ab <>&\"'/=\n"), min_size=1, max_size=40))
    places = st.integers(0, len(text))
    drawn = data.draw(st.lists(st.tuples(places, places).filter(lambda two: two[0] < two[1])))

    shown = marked(text, merge(Span(*span) for span in drawn))

    assert set(re.findall(r"<[^>]*>", shown)) <= {"<mark>", "</mark>"}
    assert unescape(re.sub(r"</?mark>", "", shown)) == text


CARD = WordsCard(
    id=1, words="Nadie contesta.", question=None, district=None, received_on=None, language="es",
    sentiment=Sentiment.NEGATIVE, sentences=(), concerns=(), ratings={}, method="-",
    waits_for_triage=False,
)  # fmt: skip
CORRECTION = Corrected(1, "Ana", NOW, Sentiment.NEUTRAL, ())


@pytest.mark.parametrize(
    ("card", "said"),
    [
        (CARD, "Negative (indicative)"),
        (replace(CARD, language="en"), "Negative"),
        (replace(CARD, language=None), "Negative"),
        (replace(CARD, sentiment=Sentiment.NOT_READ), "Not read"),
        (replace(CARD, corrected=CORRECTION), "Negative"),
    ],
)
def test_what_was_read_in_another_language_is_indicative_until_a_person_says_so(card, said):
    assert facts(card) == [said]
