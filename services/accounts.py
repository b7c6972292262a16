"""Staff accounts: who may come in, and what they may do."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.actor import Actor
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, Permission, Role
from db.models import Account, AccountPermission, AuditHead, ReportingLine, SignInSession
from services import audit
from services.access import GIVEN_BY_NAME, require

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200  # Argon2 reads it all; a book as a password is an attack, not a password

HASHER = PasswordHasher()  # RFC 9106's low-memory profile: 64 MiB, three passes


class EmailError(CommonGroundError):
    message = "{email} is not an e-mail address. It looks like name@example.org."


class EmailTakenError(CommonGroundError):
    message = "There is an account for {email} already. Change that one instead."


class PasswordTooShortError(CommonGroundError):
    message = "A password needs at least {shortest} characters. Three or four words do well."


class PasswordTooLongError(CommonGroundError):
    message = "A password can have at most {longest} characters."


class LastAdministratorError(CommonGroundError):
    message = (
        "This is the only administrator. Make someone else an administrator first, "
        "or nobody could let people in."
    )


class AccountGoneError(CommonGroundError):
    message = "That account is not there any more. Load the page again."


class RightNotGivenByNameError(CommonGroundError):
    message = "That right comes with a role. Change the person's role instead."


@dataclass(frozen=True)
class AccountCard:
    """One account as administrators see it."""

    id: int
    email: str
    role: Role
    given: frozenset[Permission]
    is_disabled: bool
    password_is_temporary: bool
    known_as: str = ""
    reports_to: int | None = None


def every(session: Session, actor: Actor) -> list[AccountCard]:
    """All accounts by e-mail address."""
    require(actor, Permission.EDIT_ACCOUNTS)
    given: dict[int, set[Permission]] = {}
    for right in session.scalars(select(AccountPermission)):
        given.setdefault(right.account_id, set()).add(right.permission)
    over = {line.account_id: line.reports_to for line in session.scalars(select(ReportingLine))}
    return [
        AccountCard(
            row.id, row.email, row.role, frozenset(given.get(row.id, ())),
            row.disabled_at is not None, row.password_is_temporary, row.known_as, over.get(row.id),
        )
        for row in session.scalars(select(Account).order_by(Account.email))
    ]  # fmt: skip


def add(
    session: Session, actor: Actor, *, email: str, role: Role, now: datetime,
    password: str | None = None, is_sample: bool = False,
) -> int:  # fmt: skip
    """Add an account and answer its id; without ``password`` nobody can sign in to it yet."""
    require(actor, Permission.EDIT_ACCOUNTS)
    address = _address(email)
    hashed = HASHER.hash(check_new_password(password or secrets.token_urlsafe(32)))
    session.get(AuditHead, 1, with_for_update=True)  # a double click takes turns with itself
    if session.scalar(select(Account.id).where(Account.email == address)):
        raise EmailTakenError(email=address)
    account = Account(
        email=address,
        role=role,
        password_hash=hashed,
        password_is_temporary=password is None,
        added_at=now,
        is_sample=is_sample,
    )
    session.add(account)
    session.flush()
    audit.note(
        session, actor, AuditAction.ACCOUNT_ADDED, subject=address, now=now, details=role.value
    )
    return account.id


def reset_password(session: Session, actor: Actor, *, account_id: int, now: datetime) -> str:
    """A new temporary password, which its owner must change; they are signed out everywhere."""
    require(actor, Permission.EDIT_ACCOUNTS)
    account = _account(session, account_id)
    temporary = secrets.token_urlsafe(12)
    account.password_hash, account.password_is_temporary = HASHER.hash(temporary), True
    _sign_out_everywhere(session, account_id)
    audit.note(session, actor, AuditAction.PASSWORD_RESET, subject=account.email, now=now)
    return temporary


def change_role(
    session: Session, actor: Actor, *, account_id: int, role: Role, now: datetime
) -> None:
    """Give the account another role; it takes effect with the person's next click."""
    require(actor, Permission.EDIT_ACCOUNTS)
    account = _account(session, account_id)
    if account.role is role:
        return
    _keep_one_administrator(session, account)
    details = f"{account.role.value} -> {role.value}"
    account.role = role
    audit.note(
        session, actor, AuditAction.ROLE_CHANGED, subject=account.email, now=now, details=details
    )


def disable(session: Session, actor: Actor, *, account_id: int, now: datetime) -> None:
    """Shut the account and sign its owner out everywhere; nothing they did is lost."""
    require(actor, Permission.EDIT_ACCOUNTS)
    account = _account(session, account_id)
    if account.disabled_at is not None:
        return
    _keep_one_administrator(session, account)
    account.disabled_at = now
    _sign_out_everywhere(session, account_id)
    audit.note(session, actor, AuditAction.ACCOUNT_DISABLED, subject=account.email, now=now)


def enable(session: Session, actor: Actor, *, account_id: int, now: datetime) -> None:
    """Open a disabled account again, with the password it had."""
    require(actor, Permission.EDIT_ACCOUNTS)
    account = _account(session, account_id)
    if account.disabled_at is None:
        return
    account.disabled_at = None
    audit.note(session, actor, AuditAction.ACCOUNT_ENABLED, subject=account.email, now=now)


def set_right(
    session: Session, actor: Actor, *, account_id: int, permission: Permission, given: bool,
    now: datetime,
) -> None:  # fmt: skip
    """Give one person a right that no role has, or take it back."""
    require(actor, Permission.EDIT_ACCOUNTS)
    if permission not in GIVEN_BY_NAME:
        raise RightNotGivenByNameError
    account = _account(session, account_id)
    held = session.get(AccountPermission, (account_id, permission))
    if given == (held is not None):
        return
    if held is None:
        session.add(AccountPermission(account_id=account_id, permission=permission))
    else:
        session.delete(held)
    audit.note(
        session, actor, AuditAction.RIGHT_GIVEN if given else AuditAction.RIGHT_TAKEN,
        subject=account.email, now=now, details=permission.value,
    )  # fmt: skip


def check_new_password(password: str) -> str:
    """``password`` if it may become one."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShortError(shortest=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise PasswordTooLongError(longest=LONGEST_PASSWORD)
    return password


def _sign_out_everywhere(session: Session, account_id: int) -> None:
    session.execute(delete(SignInSession).where(SignInSession.account_id == account_id))


def _address(email: str) -> str:
    address = email.strip().lower()
    if not re.fullmatch(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)*", address) or len(address) > 254:
        raise EmailError(email=email.strip()[:80])
    return address


def _account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise AccountGoneError
    return account


def _keep_one_administrator(session: Session, account: Account) -> None:
    # The audit's head is locked first: two administrators who demote each other at the same
    # moment take turns here, and the second one finds that nobody would be left.
    session.get(AuditHead, 1, with_for_update=True)
    others = select(func.count()).where(
        Account.role == Role.ADMINISTRATOR, Account.disabled_at.is_(None), Account.id != account.id
    )
    if account.role is Role.ADMINISTRATOR and not session.scalar(others):
        raise LastAdministratorError
