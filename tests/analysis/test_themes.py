import json
from dataclasses import replace

import pytest

from analysis.themes import Theme, ThemeList, ThemeListError, checked, dumps, loads, parse, shipped

CODES = (
    "TRF RSP VIS RES FOR BIA STP COM MEN HOM DRU YOU PRO VIO DOM NOI PAR LIT ACC LAN SAF THX"
).split()

LIGHTS = Theme("LIT", "Lighting", "Lamps and litter.", False, ("street light*", "-light rain"))


def plain(**changes):
    theme = {
        "code": "LIT",
        "name": "Lighting",
        "description": "Lamps.",
        "is_conduct": False,
        "terms": ["lamp*"],
    }
    return json.dumps({"version": 1, "themes": [{**theme, **changes}]})


def test_the_shipped_list_has_the_themes_everyone_knows():
    assert [theme.code for theme in shipped().themes] == CODES
    assert {theme.code for theme in shipped().themes if theme.is_conduct} == {
        "FOR",
        "STP",
        "RES",
        "ACC",
    }
    assert shipped().version == 1


def test_the_shipped_terms_stand_once_in_a_theme_and_in_small_letters():
    for theme in shipped().themes:
        assert len(theme.terms) >= 20
        assert len(set(theme.terms)) == len(theme.terms)
        assert [term for term in theme.terms if term != term.lower()] == []


def test_every_shipped_theme_says_what_it_means_by_example():
    said = [line for theme in shipped().themes for line in theme.examples]
    assert all(4 <= len(theme.examples) <= 6 for theme in shipped().themes)
    assert len(set(said)) == len(said)


def test_what_is_written_can_be_read():
    other = replace(LIGHTS, code="ÑAM", name="Más luz", terms=(), examples=("No veo nada.",))
    themes = ThemeList(7, (LIGHTS, other))
    assert loads(dumps(themes)) == themes
    assert loads(dumps(shipped())) == shipped()


@pytest.mark.parametrize(
    ("term", "words", "is_exception"),
    [
        ("speeding", ("speeding",), False),
        ("Pothole*", ("pothole*",), False),
        ("issued * ticket*", ("issued", "*", "ticket*"), False),
        ("hit-and-run", ("hit", "and", "run"), False),
        ("-traffic stop*", ("traffic", "stop*"), True),
        ("don’t feel safe", ("dont", "feel", "safe"), False),
        ("911", ("911",), False),
    ],
)
def test_a_term_comes_apart_into_words(term, words, is_exception):
    assert parse(term) == (words, is_exception)


@pytest.mark.parametrize(
    "term",
    ["", " ", "-", "*", "* lights", "lights *", "a*", "li*ht", "*light", "!", "a.b", "one " * 9],
)
def test_what_is_not_a_term_is_refused(term):
    with pytest.raises(ThemeListError, match="“"):
        parse(term)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not json", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "needs a version"),
        ('{"version": true, "themes": []}', "whole number"),
        ('{"version": "1", "themes": []}', "whole number"),
        ('{"version": 1}', "needs a version"),
        ('{"version": 1, "themes": ["LIT"]}', "A theme needs"),
        (plain(name=" "), "a code and a name"),
        (plain(code=""), "a code and a name"),
        (plain(is_conduct="no"), "true or false"),
        (plain(terms="lamp"), "terms of a theme are a list"),
        (plain(terms=[1]), "terms of a theme are a list"),
        (plain(examples="It is dark."), "examples of a theme are a list"),
        (plain(terms=["*"]), "stands between"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_in_a_sentence(text, says):
    with pytest.raises(ThemeListError, match=says):
        loads(text)


def test_a_code_is_used_once():
    with pytest.raises(ThemeListError, match="“LIT”"):
        checked(ThemeList(1, (LIGHTS, LIGHTS)))
