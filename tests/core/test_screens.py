"""The table of screens, and who may open which."""

from __future__ import annotations

import pytest

from core import screens
from core.actor import Actor
from core.vocabulary import Permission, Role
from services.access import permissions_of


def staff(role, *given):
    return Actor(permissions_of(role, frozenset(given)), role=role)


def test_addresses_scripts_and_titles_are_each_their_own():
    for name in ("url", "script", "title"):
        values = [getattr(screen, name) for screen in screens.ALL]
        assert len(set(values)) == len(values)


def test_a_visitor_may_open_what_is_for_residents():
    assert screens.open_to(Actor.visitor()) == (
        screens.HOME, screens.EVENTS, screens.FEEDBACK, screens.COMMITMENTS,
        screens.RESOURCES,
    )  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_a_role_may_open_exactly_the_screens_it_has_the_right_for(role):
    actor = staff(role)

    may = screens.open_to(actor)

    assert [screen in may for screen in screens.ALL] == [
        screen.permission in actor.permissions for screen in screens.ALL
    ]
    assert list(may) == [screen for screen in screens.ALL if screen in may]


def test_who_reads_no_words_has_no_screen_of_words():
    for role in (Role.ADMINISTRATOR, Role.OBSERVER, Role.PARTNER):
        for screen in (screens.WORDS, screens.TRENDS, screens.CONCERNS):
            assert screen not in screens.open_to(staff(role, Permission.TRIAGE_COMPLAINTS))


@pytest.mark.parametrize(
    ("actor", "first"),
    [
        (Actor.visitor(), screens.HOME),
        (staff(Role.PARTNER), screens.HOME),
        (staff(Role.COMMAND), screens.OVERVIEW),
        (staff(Role.OUTREACH), screens.MEETINGS),
        (staff(Role.ADMINISTRATOR), screens.ACCOUNTS),
        (staff(Role.OBSERVER), screens.RELEASES),
        (Actor(frozenset()), screens.HOME),
    ],
)
def test_someone_who_signed_in_starts_at_a_screen_of_their_own(actor, first):
    assert screens.landing(actor) == first
