"""The table of roles: what each may do, and that some rights come with none."""

from __future__ import annotations

import pytest

from core.actor import Actor
from core.errors import NotAllowedError
from core.vocabulary import Permission, Role
from services.access import GIVEN_BY_NAME, ROLES, permissions_of, require

PUBLIC = {
    Permission.READ_PUBLIC_PAGES, Permission.GIVE_FEEDBACK, Permission.REPLY_TO_EVENTS,
}  # fmt: skip
LISTENS = PUBLIC | {
    Permission.READ_FIGURES, Permission.READ_FEEDBACK, Permission.EDIT_QUESTIONS,
    Permission.READ_RELEASES, Permission.HANDLE_FEEDBACK, Permission.PLAN_EVENTS,
    Permission.KEEP_COMMITMENTS,
}  # fmt: skip
EXPECTED = {
    Role.OUTREACH: LISTENS,
    Role.COMMAND: LISTENS
    | {Permission.RELEASE_FIGURES, Permission.BRING_IN_RECORDS, Permission.EDIT_THEMES},
    Role.ADMINISTRATOR: PUBLIC
    | {
        Permission.EDIT_ACCOUNTS,
        Permission.EDIT_DEPARTMENT,
        Permission.READ_AUDIT,
        Permission.SIGN_TRANSLATIONS,
    },
    Role.OBSERVER: PUBLIC | {Permission.READ_RELEASES, Permission.READ_AUDIT},
    Role.PARTNER: PUBLIC,
}
NOBODYS = {Permission.DO_WORK}
"""Rights of whoever may run commands on the machine, and of no account."""


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_exactly_this(role):
    assert permissions_of(role, frozenset()) == EXPECTED[role]


def test_visitors_read_public_pages_give_feedback_and_say_they_come():
    assert Actor.visitor().permissions == PUBLIC


def test_the_operator_may_do_everything():
    assert Actor.operator().permissions == set(Permission)


@pytest.mark.parametrize("role", Role)
def test_a_right_given_by_name_adds_to_any_role(role):
    given = permissions_of(role, frozenset({Permission.TRIAGE_COMPLAINTS}))

    assert given == EXPECTED[role] | {Permission.TRIAGE_COMPLAINTS}


def test_no_other_right_can_be_given_by_name():
    assert permissions_of(Role.PARTNER, frozenset(Permission)) == PUBLIC | GIVEN_BY_NAME
    assert {Permission.TRIAGE_COMPLAINTS} == GIVEN_BY_NAME


def test_every_right_is_somebodys():
    by_role = frozenset().union(*ROLES.values())

    assert by_role | PUBLIC | GIVEN_BY_NAME | NOBODYS == set(Permission)
    assert not by_role & (GIVEN_BY_NAME | NOBODYS)


@pytest.mark.parametrize("permission", Permission)
def test_require_refuses_exactly_those_without_the_right(permission):
    require(Actor(frozenset({permission})), permission)

    with pytest.raises(NotAllowedError):
        require(Actor(frozenset(Permission) - {permission}), permission)
