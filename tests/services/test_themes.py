"""Themes: numbered lists kept as data, in which a theme keeps its identity."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from analysis.themes import Theme, ThemeList, shipped
from db.models import Theme as ThemeRow
from db.models import ThemeVersion
from db.session import reading, transaction
from services import concerns, themes
from tests.factories import OPERATOR, TODAY

NEW = Theme("NEW", "New thing", "What is new.", False, ("brand new",))


def store(engine, wanted):
    with transaction(engine) as session:
        return themes.store(session, OPERATOR, themes=wanted, today=TODAY)


def current(engine):
    with reading(engine) as session:
        return themes.current(session, OPERATOR)


def identities(engine):
    with reading(engine) as session:
        return dict(session.execute(select(ThemeRow.code, ThemeRow.id)).all())


def second() -> ThemeList:
    """The shipped list with one theme renamed, one gone, one new, and another order."""
    kept = [theme for theme in reversed(shipped().themes) if theme.code != "THX"]
    kept[0] = replace(kept[0], name="Renamed")
    return ThemeList(shipped().version + 1, (NEW, *kept))


def test_a_new_installation_has_the_shipped_list_to_the_letter(engine):
    assert current(engine) == shipped()


def test_a_version_is_stored_once(engine):
    answers = [store(engine, shipped()), store(engine, second()), store(engine, second())]

    assert answers == [False, True, False]


def test_a_version_that_is_there_is_never_changed(engine):
    other = ThemeList(shipped().version, (NEW,))

    assert not store(engine, other)
    assert current(engine) == shipped()


def test_the_newest_version_is_in_force_and_themes_keep_their_identity(engine):
    before = identities(engine)

    store(engine, second())

    after = identities(engine)
    assert current(engine) == second()
    assert {code: after[code] for code in before} == before
    assert after.keys() - before.keys() == {"NEW"}
    with reading(engine) as session:
        cards = [card.name for card in concerns.themes(session, OPERATOR)]
        since = session.scalars(select(ThemeVersion.since_on)).all()
    assert cards == [theme.name for theme in second().themes]
    assert since == [TODAY, TODAY]
