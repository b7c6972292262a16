"""The department: what it is called, where its clock stands, whom to call, and its first set-up."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import clock, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import _
from core.vocabulary import AuditAction, Permission, Role
from db.models import Account, Department, SetupLink
from services import accounts, audit
from services.access import require

LINK_LIVES = timedelta(hours=24)
HOME_NUMBER, CHILD_NUMBER = "1-800-799-7233", "1-800-422-4453"
"""National Domestic Violence Hotline and Childhelp (US); a department sets its own."""


class UnknownTimeZoneError(CommonGroundError):
    message = "There is no time zone called {tzid}. Choose one from the list."


class SetupLinkError(CommonGroundError):
    message = (
        "This set-up link was used already or is too old. "
        "Ask whoever runs the machine for a new one (manage.py create-setup-link)."
    )


class MissingNameError(CommonGroundError):
    message = "Give the department a name, so that residents know whom they are talking to."


# Every page asks for it: values and no object, and a statement that is written once.
THE_ONE = select(
    Department.name, Department.tzid, Department.languages, Department.emergency_number,
    Department.crisis_number, Department.help_number, Department.is_sample,
    Department.home_number, Department.child_number, Department.coverage,
    Department.complaint_door, Department.oversight,
).where(Department.id == 1)  # fmt: skip


@dataclass(frozen=True)
class DepartmentCard:
    """What every page may know of the department.

    ``coverage`` says when somebody looks at what is urgent; ``complaint_door`` how to complain
    formally, and ``oversight`` who looks at complaints from outside; all three in plain words.
    """

    name: str = "Your police department"
    tzid: str = "UTC"
    languages: tuple[str, ...] = ("en",)
    emergency_number: str = "911"
    crisis_number: str = "988"
    help_number: str = "211"
    home_number: str = HOME_NUMBER
    child_number: str = CHILD_NUMBER
    coverage: str = ""
    complaint_door: str = ""
    oversight: str = ""
    is_set_up: bool = False
    is_sample: bool = False

    @property
    def numbers(self) -> dict[str, str]:
        """Whom to call, as ``core.help_lines`` asks for it."""
        return {
            "emergency": self.emergency_number, "crisis": self.crisis_number,
            "home": self.home_number, "child": self.child_number,
        }  # fmt: skip


def current(session: Session, actor: Actor) -> DepartmentCard:
    """The department as set up; sensible defaults where nobody has done so yet."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    row = session.execute(THE_ONE).one_or_none()
    if row is None:
        return DepartmentCard(name=_("Your police department"))
    return DepartmentCard(
        name=row.name,
        tzid=row.tzid,
        languages=tuple(row.languages),
        emergency_number=row.emergency_number,
        crisis_number=row.crisis_number,
        help_number=row.help_number,
        home_number=row.home_number or HOME_NUMBER,
        child_number=row.child_number or CHILD_NUMBER,
        coverage=row.coverage,
        complaint_door=row.complaint_door,
        oversight=row.oversight,
        is_set_up=True,
        is_sample=row.is_sample,
    )


def today(session: Session, actor: Actor, *, now: datetime) -> date:
    """The department's own day."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    return clock.local_date(now, current(session, actor).tzid)


def create_setup_link(session: Session, actor: Actor, *, now: datetime) -> str:
    """A token for the first administrator, good once and for a day; earlier ones end."""
    require(actor, Permission.DO_WORK)
    session.execute(update(SetupLink).where(SetupLink.used_at.is_(None)).values(used_at=now))
    token = secrets.token_urlsafe(32)
    session.add(SetupLink(token_hash=_hash(token), expires_at=now + LINK_LIVES))
    session.flush()
    return token


def wants_setup(session: Session, actor: Actor) -> bool:
    """Whether nobody can sign in as an administrator yet."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    administrator = select(Account.id).where(
        Account.role == Role.ADMINISTRATOR, Account.disabled_at.is_(None)
    )
    return session.scalar(administrator.limit(1)) is None


def check_setup_link(session: Session, actor: Actor, *, token: str, now: datetime) -> None:
    """Refuse a link that is unknown, used or too old, without using it up."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    _open_link(session, token, now)


def set_up(
    session: Session, actor: Actor, *, token: str, card: DepartmentCard, email: str,
    password: str, now: datetime,
) -> int:  # fmt: skip
    """Store the department and its first administrator; answers the account's id."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    _open_link(session, token, now).used_at = now
    name = _store(session, card, now)
    account_id = accounts.add(
        session, Actor.operator(), email=email, role=Role.ADMINISTRATOR, password=password, now=now
    )
    audit.note(
        session, Actor.operator(), AuditAction.DEPARTMENT_SET_UP, subject="department", now=now,
        details=name,
    )  # fmt: skip
    return account_id


def change(session: Session, actor: Actor, *, card: DepartmentCard, now: datetime) -> None:
    """Put another name, time zone, languages or numbers in force. Days already kept stay."""
    require(actor, Permission.EDIT_DEPARTMENT)
    name = _store(session, card, now)
    audit.note(
        session, actor, AuditAction.DEPARTMENT_CHANGED, subject="department", now=now,
        details=f"{name}, {card.tzid}",
    )  # fmt: skip


def _store(session: Session, card: DepartmentCard, now: datetime) -> str:
    name = " ".join(card.name.split())
    if not name:
        raise MissingNameError
    try:
        ZoneInfo(card.tzid)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: a folder of zones
        raise UnknownTimeZoneError(tzid=card.tzid) from error
    row = session.get(Department, 1) or Department(id=1, set_up_at=now)
    row.name, row.tzid, row.languages = name, card.tzid, list(card.languages) or ["en"]
    row.emergency_number = card.emergency_number.strip() or "911"
    row.crisis_number = card.crisis_number.strip() or "988"
    row.help_number = card.help_number.strip() or "211"
    row.home_number, row.child_number = card.home_number.strip(), card.child_number.strip()
    for said in ("coverage", "complaint_door", "oversight"):
        setattr(row, said, texts.optional(getattr(card, said), limit=1_000))
    session.add(row)
    session.flush()
    return name


def _open_link(session: Session, token: str, now: datetime) -> SetupLink:
    link = session.get(SetupLink, _hash(token), with_for_update=True)
    if link is None or link.used_at is not None or now >= link.expires_at:
        raise SetupLinkError
    return link


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
