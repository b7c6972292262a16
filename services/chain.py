"""Whom an account reports to and what residents call it, so that feedback can be shut to both."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analysis.known_as import is_telling
from core import texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, Permission
from db.models import Account, Assignment, Feedback, NameSearch, ReportingLine
from db.queries.officers import above, below, names_someone_of
from db.queries.pieces import WAITS_FOR_TRIAGE
from services import audit, counts, officers, staff
from services.access import require
from services.accounts import AccountGoneError

MOST_NAMES, LONGEST_NAME = 10, 60


class NameTooVagueError(CommonGroundError):
    message = (
        "“{line}” could be anyone. Write a name, or a badge number of at least two digits, "
        "each on a line of its own."
    )


class TooManyNamesError(CommonGroundError):
    message = "Write at most {most} names and numbers, each of at most {longest} characters."


class CircleError(CommonGroundError):
    message = (
        "{boss} reports to {email} already, directly or through others. "
        "Change that first, then save this again."
    )


def place(
    session: Session, actor: Actor, *, account_id: int, known_as: str, reports_to: int | None,
    now: datetime,
) -> None:  # fmt: skip
    """Say under which names residents know someone, and whom they report to.

    The worker then looks for new names in all feedback; who stands where shuts pieces at once.
    """
    require(actor, Permission.EDIT_ACCOUNTS)
    names = _names(known_as)
    counts.alone(session)  # who reads meanwhile has the old names: the search comes after them
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise AccountGoneError
    changed = []
    if names != account.known_as:
        account.known_as = names
        session.merge(NameSearch(account_id=account_id, after_id=-1))
        changed.append("known as")
    line = session.get(ReportingLine, account_id)
    if reports_to != (line.reports_to if line else None):
        changed.append(f"reports to {_report(session, account, reports_to)}")
    session.flush()
    if changed:
        # Whoever stands above somebody now holds no piece that names them.
        over = above(select(Account.id).where(Account.id == account_id))
        held = select(Assignment.feedback_id).where(Assignment.account_id.in_(over))
        officers.take_out_of_hand(session, session.scalars(held).all())
        audit.note(
            session, actor, AuditAction.CHAIN_CHANGED, subject=account.email, now=now,
            details=", ".join(changed),
        )  # fmt: skip


def is_stuck(session: Session, actor: Actor) -> bool:
    """Whether a piece waits for triage that nobody who may triage is allowed to see.

    Yes or no: how many there are would be a figure about whoever they name.
    """
    require(actor, Permission.EDIT_ACCOUNTS)
    triagers = session.scalars(staff.triagers()).all()
    shut_to_all = [names_someone_of(below(one)) for one in triagers]
    waits = select(Feedback.id).where(WAITS_FOR_TRIAGE, *shut_to_all)
    return session.scalar(waits.limit(1)) is not None


def _names(said: str) -> str:
    """The names and numbers as they are kept: one to a line or before a semicolon, each once."""
    typed = re.split(r"[\n;,]", texts.optional(said, limit=texts.FORM_LIMIT))
    lines = list(dict.fromkeys(" ".join(line.split()) for line in typed if line.strip()))
    if len(lines) > MOST_NAMES or any(len(line) > LONGEST_NAME for line in lines):
        raise TooManyNamesError(most=MOST_NAMES, longest=LONGEST_NAME)
    for line in lines:
        if not is_telling(line):
            raise NameTooVagueError(line=line)
    return "\n".join(lines)


def _report(session: Session, account: Account, boss_id: int | None) -> str:
    """Have the account report to the boss, or to nobody; the boss's address."""
    if boss_id is None:
        session.execute(delete(ReportingLine).where(ReportingLine.account_id == account.id))
        return "nobody"
    boss = session.get(Account, boss_id)
    if boss is None:
        raise AccountGoneError
    if boss_id in session.scalars(below(account.id)).all():
        raise CircleError(boss=boss.email, email=account.email)
    session.merge(ReportingLine(account_id=account.id, reports_to=boss_id))
    return boss.email
