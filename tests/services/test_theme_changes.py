"""Changing the list of themes: every change a version, one after the other, by whom it was."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from analysis.theme_edits import Edit
from analysis.themes import ThemeListError
from core.vocabulary import AuditAction, Permission, ThemeChange
from db.session import reading
from services import audit, theme_changes
from services.theme_changes import ChangedMeanwhileError
from tests.conftest import NOW
from tests.factories import OPERATOR
from tests.services.theme_steps import SHOW, add, change, in_force, newest, one
from tests.services.together import overtaken


@pytest.fixture
def chief(triager):
    assert triager.may(Permission.EDIT_THEMES)
    return triager


def test_what_is_added_gets_a_code_of_its_own_that_is_never_given_again(engine, chief):
    add(engine, chief)
    change(engine, chief, ThemeChange.RETIRED, "STRE")
    add(engine, chief)

    codes = [theme.code for theme in newest(engine).themes]
    assert (codes[-1], "STRE" in codes) == ("STRE2", False)


def test_a_name_alone_is_in_force_at_once_and_terms_are_not(engine, chief):
    noise = one(engine, "NOI")
    change(engine, chief, ThemeChange.CHANGED, "NOI", replace(noise, name="Noise"))
    renamed = in_force(engine)
    change(engine, chief, ThemeChange.CHANGED, "NOI", replace(noise, terms=("din",)))

    assert (renamed, in_force(engine), newest(engine).version) == (2, 2, 3)


def test_the_same_again_makes_no_version(engine, chief):
    assert change(engine, chief, ThemeChange.CHANGED, "NOI", one(engine, "NOI")) == 1
    assert newest(engine).version == 1


def test_an_edit_of_an_older_list_is_refused_and_says_who_was_quicker(engine, chief):
    change(engine, chief, ThemeChange.MERGED, "PAR", other="TRF")

    with pytest.raises(ChangedMeanwhileError, match=rf"{chief.name} changed .* March 2, 2026"):
        change(engine, chief, ThemeChange.MERGED, "PAR", other="TRF", based_on=1)
    assert newest(engine).version == 2


def test_of_two_who_merge_the_same_themes_at_once_one_is_told(engine, chief):
    edit = Edit(ThemeChange.MERGED, "PAR", other="TRF")
    merge = partial(theme_changes.change, actor=chief, based_on=1, edit=edit, now=NOW)

    answers = overtaken(engine, merge, merge, before="INSERT INTO theme_version")

    assert sorted(type(answer).__name__ for answer in answers) == ["ChangedMeanwhileError", "int"]
    assert newest(engine).version == 2


def test_what_cannot_be_is_refused_and_nothing_is_kept(engine, chief):
    empty = replace(SHOW, terms=())
    for wanted in (empty, replace(SHOW, terms=("-not this",)), replace(SHOW, name="PARKING")):
        with pytest.raises(ThemeListError):
            add(engine, chief, wanted)
    for kind, code, other in (
        (ThemeChange.MERGED, "PAR", "PAR"), (ThemeChange.MERGED, "THX", "PAR"),
        (ThemeChange.MERGED, "XXX", "PAR"), (ThemeChange.RETIRED, "THX", ""),
    ):  # fmt: skip
        with pytest.raises(ThemeListError):
            change(engine, chief, kind, code, other=other)
    assert newest(engine).version == 1


def test_a_theme_of_examples_alone_is_a_theme(engine, chief):
    add(engine, chief, replace(SHOW, terms=(), examples=("They block the crossing and spin.",)))

    assert one(engine, "STRE").examples


def test_every_change_stands_in_the_history_and_in_the_audit(engine, chief):
    add(engine, chief)
    change(engine, chief, ThemeChange.MERGED, "PAR", other="TRF")
    dogs = replace(SHOW, name="Barking dogs", terms=("barking", "dog bark*"))
    change(engine, chief, ThemeChange.SPLIT, theme=dogs, other="NOI")

    with reading(engine) as session:
        told = theme_changes.history(session, chief)
        entries = audit.entries(session, OPERATOR)
    assert "barking" not in one(engine, "NOI").terms
    assert [(row.version, row.who, row.change, row.name, row.other) for row in told] == [
        (4, chief.name, ThemeChange.SPLIT, "Barking dogs", "Noise & nuisance"),
        (3, chief.name, ThemeChange.MERGED, "Parking", "Traffic & road safety"),
        (2, chief.name, ThemeChange.ADDED, "Street takeovers", ""),
        (1, None, ThemeChange.SHIPPED, "", ""),
    ]
    assert [entry.details for entry in entries if entry.action is AuditAction.THEMES_CHANGED] == [
        "split BARK NOI", "merged PAR TRF", "added STRE",
    ]  # fmt: skip
