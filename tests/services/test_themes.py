"""Themes: numbered lists kept as data, in which a theme keeps its identity."""

from __future__ import annotations

from dataclasses import replace

from analysis.themes import Theme, ThemeList, shipped
from core import i18n
from db.session import reading, transaction
from services import concerns, themes
from tests.factories import OPERATOR, TODAY

OTHER = ThemeList(9, (Theme("NEW", "New thing", "What is new.", False, ("brand new",)),))


def current(engine):
    with reading(engine) as session:
        return themes.current(session, OPERATOR)


def test_a_new_installation_has_the_shipped_list_to_the_letter_as_its_first_version(engine):
    assert current(engine) == replace(shipped(), version=1)
    with reading(engine) as session:
        assert themes.newest(session, OPERATOR) == current(engine)


def test_the_first_list_is_stored_once_and_never_changed(engine):
    before = current(engine)
    for wanted in (shipped(), OTHER):
        with transaction(engine) as session:
            assert not themes.store(session, OPERATOR, themes=wanted, today=TODAY)

    assert current(engine) == before


def test_themes_are_named_in_the_language_of_the_person_or_else_in_english(engine):
    def names():
        with reading(engine) as session:
            return {card.code: card.name for card in concerns.themes(session, OPERATOR)}

    english = names()
    for language, expected in (("es", "Ruido y molestias"), ("ar", "Noise & nuisance")):
        token = i18n.language.set(language)
        try:
            assert names()["NOI"] == expected
        finally:
            i18n.language.reset(token)
    assert english["NOI"] == "Noise & nuisance"
