"""Residents who say that a promise is not done: it is open again, and the chief sees it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis import complaints
from core import links, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.links import LinkError, LinkPurpose
from core.vocabulary import CommitmentState, Permission
from db.models import Commitment, CommitmentDispute, CommitmentFeedback, Notice
from db.queries.upserts import insert_into
from services import cards, departments, officers
from services.access import require
from services.meetings import commitment_cards, commitments


class DisputeOverError(CommonGroundError):
    message = (
        "The 30 days in which you could say so are over, or the promise is open again already. "
        "Tell us what you think on the form instead: we read it."
    )


def about(session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime) -> str:
    """The promise that a link in a message is about, for the page that asks before it acts."""
    require(actor, Permission.REPLY_TO_EVENTS)
    notice = _notice(session, proof, keys, now)
    return session.get_one(Commitment, notice.commitment_id).wording


def dispute(
    session: Session, actor: Actor, *, proof: str, words: str, keys: Keys, now: datetime
) -> None:
    """Somebody who follows the promise, or replied to its meeting, says that it is not done.

    Their words go to staff alone. Twice from the same person is once.
    """
    require(actor, Permission.REPLY_TO_EVENTS)
    notice = _notice(session, proof, keys, now)
    said_by = f"follow {notice.follow_id:x}" if notice.follow_id else f"reply {notice.rsvp_id:x}"
    _reopen(session, actor, notice.commitment_id or 0, said_by, words, now)


def dispute_by_feedback(
    session: Session, actor: Actor, *, proof: str, commitment_id: int, words: str, keys: Keys,
    now: datetime,
) -> None:  # fmt: skip
    """Somebody whose feedback raised it, shown by its receipt, says that it is not done."""
    require(actor, Permission.GIVE_FEEDBACK)
    feedback_id = links.subject_of(proof, LinkPurpose.DISPUTE_BY_FEEDBACK, now=now, key=keys.links)
    if session.get(CommitmentFeedback, (commitment_id, feedback_id)) is None:  # or taken back
        raise commitments.CommitmentGoneError
    _reopen(session, actor, commitment_id, f"feedback {feedback_id:x}", words, now)


def words_of(session: Session, actor: Actor, *, commitment_id: int) -> list[str]:
    """What residents wrote when they said that it is not done, for staff alone.

    Words that came with a receipt are for those who may open its feedback; what names somebody or
    tells of conduct is for those who triage.
    """
    require(actor, Permission.KEEP_COMMITMENTS)
    rows = session.execute(
        select(CommitmentDispute.words, CommitmentDispute.said_by)
        .where(CommitmentDispute.commitment_id == commitment_id)
        .order_by(CommitmentDispute.id)
    )
    return [words for words, said_by in rows if words and _is_open(session, actor, words, said_by)]


def _is_open(session: Session, actor: Actor, words: str, said_by: str) -> bool:
    is_sensitive = complaints.is_sensitive(words) or officers.names_somebody(session, words)
    if is_sensitive and not actor.may(Permission.TRIAGE_COMPLAINTS):
        return False
    by, _space, number = said_by.partition(" ")
    return by != "feedback" or cards.is_open(session, actor, int(number, 16))


def _notice(session: Session, proof: str, keys: Keys, now: datetime) -> Notice:
    notice_id = links.subject_of(proof, LinkPurpose.DISPUTE, now=now, key=keys.links)
    notice = session.get(Notice, notice_id)
    if notice is None or notice.commitment_id is None:
        raise LinkError
    return notice


def _reopen(
    session: Session, actor: Actor, commitment_id: int, said_by: str, words: str, now: datetime
) -> None:
    row, today = (
        commitments.get(session, commitment_id),
        departments.today(session, actor, now=now),
    )
    said = texts.optional(words, limit=1_000)
    known = session.scalar(
        insert_into(session, CommitmentDispute)
        .values(commitment_id=row.id, said_by=said_by, words=said, said_on=today)
        .on_conflict_do_nothing(index_elements=["commitment_id", "said_by"])
        .returning(CommitmentDispute.id)
    )
    if known is None:
        return
    (card,) = commitment_cards.read(session, select(Commitment).where(Commitment.id == row.id))
    if not card.is_disputable(today):
        raise DisputeOverError  # and what was just written goes with the transaction
    row.state, row.answered_on = CommitmentState.REOPENED, None
    commitments.step(session, actor, row, "", now, is_residents=True)
