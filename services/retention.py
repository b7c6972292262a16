"""How long records are kept: classes, legal holds, and erasing what nothing holds any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from core import clock, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import N_
from core.vocabulary import AuditAction, Permission
from db.models import (
    Assignment,
    CommitmentDispute,
    CommitmentFeedback,
    Contact,
    Correction,
    Feedback,
    FeedbackConcern,
    FeedbackContact,
    LegalHold,
    Message,
    NamedOfficer,
    Note,
    Notice,
    PublicQuote,
    Reading,
    RetentionClass,
    UnreadFeedback,
    UntaggedFeedback,
)
from db.models.feedback import ERASED, IMPORTED
from services import audit, copies, counts
from services.access import require

FEEDBACK = "feedback"
"""The class of what residents send by a form of ours, and of what is typed in for them."""

SHIPPED = {
    FEEDBACK: (N_("Feedback given to us"), 0, 1_826),
    IMPORTED: (N_("Records brought in from elsewhere"), 0, None),
}
"""To begin with: name, least and most days. A department sets what its own law asks for."""

BATCH = 200
LONGEST_DAYS = 36_500


class RetentionError(CommonGroundError):
    message = "Days go from 0 to 36,500, and the longest time is not below the shortest."


class HoldGoneError(CommonGroundError):
    message = "That hold is not in force any more. Load the page again."


@dataclass(frozen=True)
class ClassCard:
    """One class: kept at least, and at most so many days; without a most, for ever."""

    code: str
    name: str
    least_days: int
    most_days: int | None


@dataclass(frozen=True)
class HoldCard:
    """A legal hold in force; without a source it is on everything."""

    id: int
    reason: str
    source_id: int | None
    placed_at: datetime
    placed_by: str


def prepare(session: Session) -> None:
    """Put in the classes that are missing."""
    known = set(session.scalars(select(RetentionClass.code)))
    session.add_all(
        RetentionClass(code=code, name=name, least_days=least, most_days=most)
        for code, (name, least, most) in SHIPPED.items()
        if code not in known
    )


def classes(session: Session, actor: Actor) -> list[ClassCard]:
    """Every class, by its code."""
    require(actor, Permission.EDIT_DEPARTMENT)
    rows = session.scalars(select(RetentionClass).order_by(RetentionClass.code))
    return [ClassCard(row.code, row.name, row.least_days, row.most_days) for row in rows]


def change(
    session: Session, actor: Actor, *, code: str, least_days: int, most_days: int | None,
    now: datetime,
) -> None:  # fmt: skip
    """Set how long a class is kept, from now on: what was promised with older pieces stays."""
    require(actor, Permission.EDIT_DEPARTMENT)
    ends = (least_days, LONGEST_DAYS if most_days is None else most_days, LONGEST_DAYS)
    if not 0 <= ends[0] <= ends[1] <= ends[2]:
        raise RetentionError
    row = session.get_one(RetentionClass, code)
    row.least_days, row.most_days = least_days, most_days
    audit.note(
        session, actor, AuditAction.RETENTION_CHANGED, subject=code, now=now,
        details=f"{least_days} - {most_days or '...'}",
    )  # fmt: skip


def holds(session: Session, actor: Actor) -> list[HoldCard]:
    """The holds in force, the oldest first."""
    require(actor, Permission.EDIT_DEPARTMENT)
    rows = session.scalars(select(LegalHold).where(_IN_FORCE).order_by(LegalHold.id))
    return [
        HoldCard(row.id, row.reason, row.source_id, row.placed_at, row.placed_by) for row in rows
    ]


def place_hold(
    session: Session, actor: Actor, *, reason: str, source_id: int | None, now: datetime
) -> int:
    """Keep everything of a source (or all there is) from being erased, and answer the hold's id."""
    require(actor, Permission.EDIT_DEPARTMENT)
    said = texts.clean(reason, limit=500)
    counts.alone(session)  # whoever erases meanwhile waits, or has finished
    row = LegalHold(reason=said, source_id=source_id, placed_at=now, placed_by=actor.name)
    session.add(row)
    session.flush()
    audit.note(session, actor, AuditAction.HOLD_PLACED, subject=f"hold {row.id}", now=now)
    return row.id


def lift_hold(session: Session, actor: Actor, *, hold_id: int, now: datetime) -> None:
    """End a hold; the worker then erases what waited for it."""
    require(actor, Permission.EDIT_DEPARTMENT)
    row = session.get(LegalHold, hold_id, with_for_update=True)
    if row is None or row.lifted_at is not None:
        raise HoldGoneError
    row.lifted_at = now
    audit.note(session, actor, AuditAction.HOLD_LIFTED, subject=f"hold {hold_id}", now=now)


def keep_until(session: Session, code: str, today: date) -> date | None:
    """The last day of what is stored today under this class; ``None`` for ever."""
    most = session.get_one(RetentionClass, code).most_days
    return None if most is None else today + timedelta(days=most)


def erasable_from(session: Session, row: Feedback) -> date | None:
    """The first day on which a withdrawn piece may be erased; ``None`` while a hold is in force."""
    held = select(LegalHold.id).where(
        _IN_FORCE, or_(LegalHold.source_id.is_(None), LegalHold.source_id == row.source_id)
    )
    if session.scalar(held.limit(1)) is not None:
        return None
    least = session.get_one(RetentionClass, row.retention).least_days
    return (row.received_on or date.min) + timedelta(days=least)


def erase(session: Session, feedback_ids: Sequence[int], *, today: date) -> None:
    """Take the words, and all that was said or noted about them, out of the tables.

    The receipt stays, so that its owner is told what became of their words.
    """
    uncount(session, feedback_ids)
    forget_traces(session, feedback_ids)
    mine = Feedback.id.in_(feedback_ids)
    contacts = select(FeedbackContact.contact_id).where(
        FeedbackContact.feedback_id.in_(feedback_ids)
    )
    session.execute(delete(Contact).where(Contact.id.in_(contacts)))
    for table in (FeedbackContact, Message, Note, Correction):
        session.execute(delete(table).where(table.feedback_id.in_(feedback_ids)))
    session.execute(delete(NamedOfficer).where(NamedOfficer.feedback_id.in_(feedback_ids)))
    nothing: dict[str, None] = dict.fromkeys(
        ("language_said", "district_id", "district_said", "category_said", "urgent_at", "dangers",
         "handled_on", "handled_by", "complaint", "looked_at_on", "looked_at_by", "triaged_on",
         "question_version_id", "rating_voice", "rating_respect", "rating_fairness",
         "rating_trust", "rating_safety")
    )  # fmt: skip
    session.execute(update(Feedback).where(mine).values(words=ERASED, erased_on=today, **nothing))


def forget_traces(session: Session, feedback_ids: Sequence[int]) -> None:
    """What was written about these pieces, or by their owners, elsewhere: mails, promises."""
    said_by = [f"feedback {one:x}" for one in feedback_ids]
    session.execute(delete(CommitmentDispute).where(CommitmentDispute.said_by.in_(said_by)))
    for table in (Notice, CommitmentFeedback):
        session.execute(delete(table).where(table.feedback_id.in_(feedback_ids)))


def uncount(session: Session, feedback_ids: Sequence[int]) -> None:
    """Take pieces out of every figure, list and public quote, and the queue of the reader."""
    with counts.in_step(session, feedback_ids):
        copies.forget(session, feedback_ids)
        for table in (
            Reading, FeedbackConcern, UnreadFeedback, UntaggedFeedback, Assignment, PublicQuote,
        ):  # fmt: skip
            session.execute(delete(table).where(table.feedback_id.in_(feedback_ids)))
        session.execute(  # whom a person said it is about stays, should it be read again
            delete(NamedOfficer).where(
                NamedOfficer.feedback_id.in_(feedback_ids), NamedOfficer.said_by.is_(None)
            )
        )
        session.execute(
            update(Feedback)
            .where(Feedback.id.in_(feedback_ids))
            .values(sentiment=None, waits_for_triage=False)
        )


def purge(session: Session, actor: Actor, *, today: date) -> int:
    """Erase what was withdrawn and is free now, and what has been kept as long as was said."""
    require(actor, Permission.DO_WORK)
    counts.alone(session)  # a hold that is placed meanwhile waits, or is seen
    held = set(session.scalars(select(LegalHold.source_id).where(_IN_FORCE)))
    if None in held:
        return 0
    due: list[int] = []
    for rule in session.scalars(select(RetentionClass)).all():
        # One after the other: with OR between them neither finds its index.
        for ended in (Feedback.withdrawn_on.is_not(None), Feedback.keep_until < today):
            found = select(Feedback.id).where(
                ended,
                Feedback.erased_on.is_(None),
                Feedback.retention == rule.code,
                Feedback.source_id.not_in(held),
                func.coalesce(Feedback.received_on, date.min) <= today - timedelta(rule.least_days),
            )
            due += session.scalars(found.limit(BATCH))
    for feedback_id in due:  # before the rest: who shows a page takes the audit first, too
        audit.note(
            session, actor, AuditAction.FEEDBACK_ERASED, subject=f"feedback {feedback_id:x}",
            now=clock.start_of(today),
        )  # fmt: skip
    if due:
        erase(session, due, today=today)
    return len(due)


_IN_FORCE = LegalHold.lifted_at.is_(None)
