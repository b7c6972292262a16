"""Who may do what: the table of roles, and the lock that every use case turns first."""

from __future__ import annotations

from core.actor import Actor
from core.errors import NotAllowedError
from core.vocabulary import Permission, Role

ROLES: dict[Role, frozenset[Permission]] = {
    Role.OUTREACH: frozenset(
        {
            Permission.READ_FIGURES,
            Permission.READ_RELEASES,
            Permission.READ_FEEDBACK,
            Permission.HANDLE_FEEDBACK,
            Permission.EDIT_QUESTIONS,
            Permission.PLAN_EVENTS,
            Permission.KEEP_COMMITMENTS,
        }
    ),
    Role.COMMAND: frozenset(
        {
            Permission.READ_FIGURES,
            Permission.READ_RELEASES,
            Permission.RELEASE_FIGURES,
            Permission.READ_FEEDBACK,
            Permission.HANDLE_FEEDBACK,
            Permission.EDIT_QUESTIONS,
            Permission.PLAN_EVENTS,
            Permission.KEEP_COMMITMENTS,
            Permission.EDIT_THEMES,
            Permission.BRING_IN_RECORDS,
        }
    ),
    # Accounts and records without residents' words: whoever can open every door reads no letters.
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.EDIT_ACCOUNTS,
            Permission.EDIT_DEPARTMENT,
            Permission.READ_AUDIT,
            Permission.SIGN_TRANSLATIONS,
        }
    ),
    # Observers see what was released, in which small cells are hidden, and nothing else.
    Role.OBSERVER: frozenset({Permission.READ_RELEASES, Permission.READ_AUDIT}),
    Role.PARTNER: frozenset(),
}

GIVEN_BY_NAME = frozenset({Permission.TRIAGE_COMPLAINTS})
"""Rights that no role has: an administrator gives them to one person at a time."""


def require(actor: Actor, permission: Permission) -> None:
    """Refuse unless ``actor`` has ``permission``."""
    if not actor.may(permission):
        raise NotAllowedError


def permissions_of(role: Role, given: frozenset[Permission]) -> frozenset[Permission]:
    """All that an account of ``role`` may do, with what the person was ``given`` beyond it."""
    return Actor.visitor().permissions | ROLES[role] | (given & GIVEN_BY_NAME)
