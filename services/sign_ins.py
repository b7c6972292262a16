"""Signing in: who someone is, for how long, and from which moment no more."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2.exceptions import VerificationError
from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from core.actor import Actor
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, Permission
from db.models import Account, AccountPermission, SignInSession
from services import audit
from services.access import permissions_of, require
from services.accounts import HASHER, LONGEST_PASSWORD, check_new_password

SESSION_LIVES = timedelta(hours=12)  # a shift; nobody stays signed in on a forgotten screen

_NOBODY = HASHER.hash(secrets.token_urlsafe(16))  # verified for unknown addresses: same time taken


class WrongPasswordError(CommonGroundError):
    message = "The e-mail address or the password is not right. Check both and try again."


class SamePasswordError(CommonGroundError):
    message = "The new password is the old one. Choose another."


# One statement, written once, and no objects: it is asked at the beginning of everything.
BEHIND_A_HANDLE = (
    select(Account.id, Account.email, Account.role, AccountPermission.permission)
    .join(SignInSession, SignInSession.account_id == Account.id)
    .outerjoin(AccountPermission, AccountPermission.account_id == Account.id)
    .where(
        SignInSession.handle == bindparam("handle"),
        SignInSession.expires_at > bindparam("now"),
        Account.disabled_at.is_(None),
    )
)


@dataclass(frozen=True)
class Known:
    """Someone whose password was right."""

    account_id: int
    password_hash: str
    password_is_temporary: bool


def check_password(session: Session, actor: Actor, *, email: str, password: str) -> Known:
    """Say whose password this is. Takes as long for an address that nobody has.

    Belongs on the reader's path: it works for some 60 ms, and must not hold the write lock.
    """
    require(actor, Permission.READ_PUBLIC_PAGES)
    account = session.scalar(
        select(Account).where(
            Account.email == email.strip().lower()[:254], Account.disabled_at.is_(None)
        )
    )
    try:
        HASHER.verify(account.password_hash if account else _NOBODY, password[:LONGEST_PASSWORD])
    except VerificationError as error:
        raise WrongPasswordError from error
    if account is None:
        raise WrongPasswordError
    return Known(account.id, account.password_hash, account.password_is_temporary)


def begin(session: Session, actor: Actor, *, known: Known, now: datetime) -> str:
    """Sign ``known`` in and answer the cookie's token. Refuses what changed since the check."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    account = _unchanged(session, known)
    session.execute(delete(SignInSession).where(SignInSession.expires_at <= now))
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_hash=_hash(token),
            handle=secrets.token_urlsafe(16),
            account_id=account.id,
            expires_at=now + SESSION_LIVES,
        )
    )
    audit.note(session, _as_actor(account), AuditAction.SIGNED_IN, subject=account.email, now=now)
    return token


def change_password(
    session: Session, actor: Actor, *, known: Known, old: str, new: str, now: datetime
) -> Known:
    """Replace ``known``'s password, and sign them out wherever they were."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    if new == old:
        raise SamePasswordError
    account = _unchanged(session, known)
    account.password_hash = HASHER.hash(check_new_password(new))
    account.password_is_temporary = False
    session.execute(delete(SignInSession).where(SignInSession.account_id == account.id))
    audit.note(
        session, _as_actor(account), AuditAction.PASSWORD_CHANGED, subject=account.email, now=now
    )
    return Known(account.id, account.password_hash, False)


def end(session: Session, actor: Actor, *, token: str) -> None:
    """Sign out the session behind ``token``, if there is one."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    session.execute(delete(SignInSession).where(SignInSession.token_hash == _hash(token)))


def handle_of(session: Session, actor: Actor, *, token: str, now: datetime) -> str | None:
    """The handle of the live session behind a cookie's token."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    found = select(SignInSession.handle).where(
        SignInSession.token_hash == _hash(token), SignInSession.expires_at > now
    )
    return session.scalar(found)


def actor_of(session: Session, actor: Actor, *, handle: str | None, now: datetime) -> Actor:
    """Who is behind a session's handle at this moment; a visitor where nobody is any more."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    rows = session.execute(BEHIND_A_HANDLE, {"handle": handle, "now": now}).all()
    if not rows:
        return Actor.visitor()
    account_id, email, role, _given = rows[0]
    given = frozenset(row.permission for row in rows if row.permission is not None)
    return Actor(permissions_of(role, given), account_id=account_id, name=email, role=role)


def _as_actor(account: Account, given: frozenset[Permission] = frozenset()) -> Actor:
    rights = permissions_of(account.role, given)
    return Actor(rights, account_id=account.id, name=account.email, role=account.role)


def _unchanged(session: Session, known: Known) -> Account:
    account = session.get(Account, known.account_id, with_for_update=True)
    if account is None or account.disabled_at or account.password_hash != known.password_hash:
        raise WrongPasswordError
    return account


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
