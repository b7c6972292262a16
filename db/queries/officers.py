"""Whom a piece of feedback is shut to: those it names, and everyone above them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, literal, select
from sqlalchemy.orm import Session

from db.models import Feedback, NamedOfficer, ReportingLine


def below(account_id: int) -> Select[int]:
    """The account itself and everyone who reports to it, through however many."""
    one = select(literal(account_id).label("id")).cte(recursive=True)
    under = select(ReportingLine.account_id).join(one, ReportingLine.reports_to == one.c.id)
    # UNION, not UNION ALL: should there ever be a circle, it ends.
    return select(one.union(under).c.id)


def above(account_ids: Select[int]) -> Select[int]:
    """These accounts and everyone whom they report to, through however many."""
    one = select(account_ids.subquery().c[0].label("id")).cte(recursive=True)
    over = select(ReportingLine.reports_to).join(one, ReportingLine.account_id == one.c.id)
    return select(one.union(over).c.id)


def shut_to(feedback_id: int) -> Select[int]:
    """The accounts that a piece names, and everyone above them."""
    named = select(NamedOfficer.account_id)
    return above(named.where(NamedOfficer.feedback_id == feedback_id, NamedOfficer.is_about))


def names_someone_of(accounts: Select[int]) -> ColumnElement[bool]:
    """That a piece names one of ``accounts``. By its key: a page of pieces costs as many looks."""
    named = select(NamedOfficer.feedback_id).where(
        NamedOfficer.feedback_id == Feedback.id,
        NamedOfficer.is_about,
        NamedOfficer.account_id.in_(accounts),
    )
    return named.correlate(Feedback).exists()


def is_somebody_named(session: Session, account_id: int) -> bool:
    """Whether any piece is shut to this account."""
    shut = select(NamedOfficer.feedback_id).where(
        NamedOfficer.is_about, NamedOfficer.account_id.in_(below(account_id))
    )
    return session.scalar(shut.limit(1)) is not None


def is_open_to(account_id: int) -> ColumnElement[bool]:
    """That a piece names neither this account nor anyone who reports to it."""
    return ~names_someone_of(below(account_id))
