"""Who works on feedback, and who of them may triage complaints."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select

from core.vocabulary import Permission, Role
from db.models import Account, AccountPermission
from services.access import ROLES


@dataclass(frozen=True)
class StaffCard:
    """Someone who works on the inbox; ``name`` is their e-mail address."""

    id: int
    name: str
    triages: bool


def handlers() -> Select[int]:
    """The accounts, open ones, of everyone who works on the inbox."""
    roles = [role for role in Role if Permission.HANDLE_FEEDBACK in ROLES[role]]
    return select(Account.id).where(Account.role.in_(roles), Account.disabled_at.is_(None))


def triagers() -> Select[int]:
    """Those of them who were given the right to triage."""
    given = select(AccountPermission.account_id).where(
        AccountPermission.permission == Permission.TRIAGE_COMPLAINTS
    )
    return handlers().where(Account.id.in_(given))
