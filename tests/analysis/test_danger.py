"""Words of danger: what is found, what is left alone, and that no text can hurt."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import danger
from analysis.visible import ENOUGH
from core.vocabulary import Danger
from tests.analysis.bad_texts import BAD_TEXTS

SELF, OTHERS, CHILD, HOME, EMERGENCY = Danger


def kinds(text):
    return {sign.kind for sign in danger.find(text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I want to kill myself", SELF),
        ("gonna kms tonite", SELF),
        ("feeling sucidal", SELF),
        ("Me quiero morir", SELF),
        ("ME KIERO MORIR", SELF),
        ("He threatened to kill my brother", OTHERS),
        ("Voy a matar a mi vecino", OTHERS),
        ("my dad hits me", CHILD),
        ("mi papá me pega", CHILD),
        ("My husband beats me", HOME),
        ("mi esposo me golpea", HOME),
        ("Someone is breaking into my house right now", EMERGENCY),
        ("Hay disparos en mi calle ahora mismo", EMERGENCY),
    ],
)
def test_plain_words_are_found_with_their_kind(text, kind):
    assert kind in kinds(text)
    assert kind in kinds(text.upper())
    assert kind in kinds(f"Thank you for the meeting. {text}. That is all.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "911",
        "This traffic is killing me",
        "Me muero de risa",
        "Speeding cars will kill someone here",
        "Officers need domestic violence training",
        "We need a suicide prevention program",
        "My brother killed himself in 2009",
        "Gracias al oficial que salvó a mi esposo cuando dejó de respirar",
        "My wife will kill me if I get another ticket",
        "Nunca he sido suicida",
    ],
)
def test_idioms_plans_and_the_past_are_left_alone(text):
    assert danger.find(text) == ()


@pytest.mark.parametrize("padding", ["\u200b", "\u202e", "\0", "\u2066", "\ufeff", "\u00ad"])
def test_what_no_one_sees_hides_nothing_and_evidence_points_into_the_text_as_written(padding):
    text = padding + padding.join("I want to kill myself") + padding
    signs = danger.find(text)
    assert [sign.kind for sign in signs] == [SELF]
    for span in signs[0].spans:
        assert "kill" in text[slice(*span)].replace(padding, "")


def test_evidence_is_the_words_that_tell():
    text = "Good day. My husband beats me, and I have no car."
    assert [
        text[slice(*span)] for sign in danger.find(text) for span in sign.spans if sign.kind is HOME
    ] == ["husband beats me, and"]


def test_where_no_phrase_tells_all_the_words_together_are_the_evidence():
    text = " Volví a contar las pastillas. "
    signs = danger.find(text)
    assert [(sign.kind, [text[slice(*span)] for span in sign.spans]) for sign in signs] == [
        (SELF, ["Volví a contar las pastillas."])
    ]


def test_both_ends_of_an_endless_text_are_read():
    filler = "the park is nice. " * (ENOUGH // 4)
    assert kinds("I want to kill myself. " + filler) == {SELF}
    assert kinds(filler + "I want to kill myself.") == {SELF}


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_bad_texts_are_read_like_any_other(text):
    for sign in danger.find(text):
        assert all(0 <= start < end <= len(text) for start, end in sign.spans)


@given(st.text() | st.lists(st.sampled_from("i want to kill my self mi me va a matar".split()))
       .map(" ".join))  # fmt: skip
def test_signs_are_in_order_and_point_at_words(text):
    signs = danger.find(text)
    assert [sign.kind for sign in signs] == [kind for kind in Danger if kind in kinds(text)]
    for sign in signs:
        assert list(sign.spans) == sorted(sign.spans)
        assert all(text[start:end].strip() for start, end in sign.spans)


@pytest.mark.parametrize("word", ["i ", "me ", "kill ", "he is going to ", "\u200b", "va a ", "😡"])
def test_a_million_characters_are_read_in_seconds(word):
    text = word * (1_000_000 // len(word))
    began = perf_counter()
    danger.find(text)
    assert perf_counter() - began < 10  # about one on an idle core; without bounds, minutes
