"""Edits of the list: what is promised about codes, terms and care, tried at length."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.concerns import tag
from analysis.reading import concerns_in, felt_in
from analysis.theme_edits import Edit, edited, lines, needs_tagging, new_code, one_of, terms
from analysis.themes import Theme, ThemeList, ThemeListError, shipped
from core.vocabulary import ThemeChange

CODES = [theme.code for theme in shipped().themes if theme.code != "THX"]
WORDS = [
    "parking",
    "loud",
    "rude",
    "dark",
    "homeless",
    "needles",
    "taser",
    "speeding",
    "traffic",
    "stop",
]
code = st.sampled_from(CODES)


def codes_in(text, wanted):
    return {one.code for one in tag(text, wanted)}


@settings(max_examples=30)
@given(code, code, st.lists(st.sampled_from(WORDS), max_size=8))
def test_what_either_raised_the_merged_theme_raises(one, other, words):
    if one == other:
        return
    text = " ".join(words)
    after = edited(shipped(), Edit(ThemeChange.MERGED, one, other=other))

    before, now = codes_in(text, shipped()), codes_in(text, after)
    assert one not in now
    assert before - {one, other} == now - {other}
    assert after.version == shipped().version + 1


@settings(max_examples=30)
@given(code, st.data())
def test_a_split_shares_the_words_out_and_loses_none(whole, data):
    theme = one_of(shipped(), whole)
    taken = data.draw(st.sets(st.sampled_from(theme.terms), min_size=1, max_size=5))
    new = Theme("NEW", "New", "", False, tuple(term for term in theme.terms if term in taken))
    after = edited(shipped(), Edit(ThemeChange.SPLIT, "NEW", new, whole))

    rest, split = one_of(after, whole), one_of(after, "NEW")
    assert {*rest.terms, *split.terms} == {*theme.terms}
    assert not {*rest.terms} & {*split.terms}
    assert split.is_conduct is theme.is_conduct


@pytest.mark.parametrize("name", ["Street takeovers", "Ñandú", "騒音", "4 U", ""])
def test_a_new_code_is_short_and_new(name):
    taken = set()
    for _ in range(3):
        found = new_code(name, taken)
        assert found not in taken
        assert found.isascii()
        assert 4 <= len(found) <= 5
        taken.add(found)


def test_care_about_conduct_is_not_taken_away():
    force = one_of(shipped(), "FOR")
    for edit in (
        Edit(ThemeChange.RETIRED, "FOR"),
        Edit(ThemeChange.CHANGED, "FOR", replace(force, is_conduct=False)),
    ):
        with pytest.raises(ThemeListError, match="“Use of force” is about conduct"):
            edited(shipped(), edit)
    merged = edited(shipped(), Edit(ThemeChange.MERGED, "FOR", other="PAR"))
    assert one_of(merged, "PAR").is_conduct


def test_only_what_texts_may_carry_asks_for_tagging():
    noise = one_of(shipped(), "NOI")

    def asks(**changes):
        edit = Edit(ThemeChange.CHANGED, "NOI", replace(noise, **changes))
        return needs_tagging(shipped(), edited(shipped(), edit))

    assert not asks(name="Din", description="x", name_es="y", description_es="z")
    assert not asks(terms=noise.terms[::-1])
    assert asks(terms=noise.terms[1:])
    assert asks(terms_es=())
    assert asks(examples=())
    assert asks(is_conduct=True)


def test_what_is_typed_is_taken_line_by_line():
    assert terms("  Street   Race* \n\nstreet race*,drift*") == ("street race*", "drift*")
    assert lines(" One, two.  \nThree ") == ("One, two.", "Three")


def test_a_split_needs_terms_of_the_whole_and_leaves_it_some():
    parking = one_of(shipped(), "PAR")
    for taken in ((), ("not one of its terms",)):
        new = Theme("NEW", "New", "", False, taken)
        with pytest.raises(ThemeListError, match="Choose the terms"):
            edited(shipped(), Edit(ThemeChange.SPLIT, "NEW", new, "PAR"))
    bare = replace(parking, examples=())
    alone = ThemeList(1, (bare,))
    new = Theme("NEW", "New", "", False, bare.terms, terms_es=bare.terms_es)
    with pytest.raises(ThemeListError, match="at least one term"):
        edited(alone, Edit(ThemeChange.SPLIT, "NEW", new, "PAR"))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Los carros van a exceso de velocidad.", {"TRF"}),
        ("Nadie vino cuando llamé a la policía.", {"RSP"}),
        ("El oficial me gritó y me empujó.", {"RES", "FOR"}),
        ("No hablan español en la estación.", {"LAN"}),
        ("La música alta no nos deja dormir.", {"NOI"}),
        ("Gracias por su trabajo.", {"THX"}),
        ("La red de la cancha está rota.", set()),
    ],
)
def test_spanish_words_count_in_spanish_texts_alone(text, codes):
    assert {one.code for one in concerns_in(text, shipped(), "es", felt_in(text, "es"))} == codes
    for language in ("en", None):
        assert not concerns_in(text, shipped(), language, felt_in(text, language))
