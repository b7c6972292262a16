"""The promise ledger: what was promised, by whom, until when, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from core import links, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.links import LinkPurpose
from core.vocabulary import AuditAction, CommitmentState, NoticeKind, Permission
from db.models import (
    Commitment,
    CommitmentFeedback,
    CommitmentStep,
    Event,
    Follow,
)
from db.queries.upserts import insert_into
from services import audit, cards, departments
from services.access import require
from services.meetings import commitment_cards, notices
from services.meetings.commitment_cards import ENDED, CommitmentCard


class DueBeforeMadeError(CommonGroundError):
    message = "The day by which it will be done lies in the past. Choose a later one."


class OutcomeMissingError(CommonGroundError):
    message = (
        "Say what was done and how people can see it, or why it was not done. They will read it."
    )


class OwnerMissingError(CommonGroundError):
    message = "A promise needs an owner: the name or the office that people can ask."


class CommitmentGoneError(CommonGroundError):
    message = "That promise is not there any more. Go back to the list."


@dataclass(frozen=True)
class Promise:
    """What is written down when something is promised."""

    nonce: str
    wording: str
    owner: str
    due_on: date
    event_id: int | None = None
    owner_id: int | None = None


def make(session: Session, actor: Actor, *, promise: Promise, now: datetime) -> int:
    """Write a promise down and answer its id; the same form sent twice is one promise."""
    require(actor, Permission.KEEP_COMMITMENTS)
    wording = texts.clean(promise.wording, limit=500)
    if not promise.owner.strip():
        raise OwnerMissingError
    today = departments.today(session, actor, now=now)
    if promise.due_on < today:
        raise DueBeforeMadeError
    made: int | None = session.scalar(
        insert_into(session, Commitment)
        .values(
            nonce=promise.nonce, event_id=promise.event_id, wording=wording,
            owner=texts.clean(promise.owner, limit=120), owner_id=promise.owner_id, made_on=today,
            due_on=promise.due_on, state=CommitmentState.OPEN,
        )
        .on_conflict_do_nothing(index_elements=["nonce"])
        .returning(Commitment.id)
    )  # fmt: skip
    if made is None:
        return session.scalars(select(Commitment.id).where(Commitment.nonce == promise.nonce)).one()
    step(session, actor, session.get_one(Commitment, made), "", now, is_residents=False)
    return made


def answer(
    session: Session, actor: Actor, *, commitment_id: int, state: CommitmentState, outcome: str,
    now: datetime, partner_id: int | None = None, due_on: date | None = None,
) -> None:  # fmt: skip
    """Say what came of a promise: done with evidence, not done or handed over with a reason.

    Reopening takes a reason and may set another day. Those who follow it, who came to the meeting
    or whose feedback raised it, are told.
    """
    require(actor, Permission.KEEP_COMMITMENTS)
    row = get(session, commitment_id)
    if not outcome.strip():
        raise OutcomeMissingError
    said = texts.clean(outcome, limit=2_000)
    if (row.state, row.outcome) == (state, said):
        return
    today = departments.today(session, actor, now=now)
    row.state, row.outcome = state, said
    row.partner_id = partner_id if state is CommitmentState.HANDED_OVER else None
    row.answered_on = today if state in ENDED else None
    row.due_on = due_on or row.due_on
    step(session, actor, row, said, now, is_residents=False)
    _tell(session, row, now)


def public(
    session: Session, actor: Actor, *, state: CommitmentState | None = None, limit: int = 50,
    offset: int = 0,
) -> list[CommitmentCard]:  # fmt: skip
    """What was promised and what was done, the newest first."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    wanted = select(Commitment).order_by(Commitment.made_on.desc(), Commitment.id.desc())
    if state is not None:
        wanted = wanted.where(Commitment.state == state)
    return commitment_cards.read(session, wanted.limit(limit).offset(offset))


def how_many(session: Session, actor: Actor) -> dict[CommitmentState, int]:
    """How many promises stand in each state."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    counted = select(Commitment.state, func.count()).group_by(Commitment.state)
    return dict(session.execute(counted).all())


def one(session: Session, actor: Actor, *, commitment_id: int) -> CommitmentCard:
    """One promise."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    found = commitment_cards.read(session, select(Commitment).filter_by(id=commitment_id))
    if not found:
        raise CommitmentGoneError
    return found[0]


def of_event(session: Session, actor: Actor, *, event_id: int) -> list[CommitmentCard]:
    """What was promised in one meeting."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    wanted = select(Commitment).where(Commitment.event_id == event_id).order_by(Commitment.id)
    return commitment_cards.read(session, wanted)


def of_feedback(
    session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime
) -> list[CommitmentCard]:
    """What was promised because of one piece of feedback, for whoever holds its receipt."""
    require(actor, Permission.GIVE_FEEDBACK)
    feedback_id = links.subject_of(proof, LinkPurpose.DISPUTE_BY_FEEDBACK, now=now, key=keys.links)
    mine = select(CommitmentFeedback.commitment_id).where(
        CommitmentFeedback.feedback_id == feedback_id
    )
    wanted = select(Commitment).where(Commitment.id.in_(mine)).order_by(Commitment.id)
    return commitment_cards.read(session, wanted)


def needing_a_chief(session: Session, actor: Actor, *, today: date) -> list[CommitmentCard]:
    """Promises whose day has passed, and those that residents say are not done, oldest first."""
    require(actor, Permission.KEEP_COMMITMENTS)
    wanted = select(Commitment).where(
        or_(
            Commitment.state == CommitmentState.REOPENED,
            and_(Commitment.state == CommitmentState.OPEN, Commitment.due_on < today),
        )
    )
    return commitment_cards.read(session, wanted.order_by(Commitment.due_on, Commitment.id))


def raised_by(
    session: Session, actor: Actor, *, commitment_id: int, feedback_id: int, now: datetime
) -> None:
    """Note that a piece of feedback raised what was promised: its receipt then shows it."""
    require(actor, Permission.KEEP_COMMITMENTS)
    get(session, commitment_id)
    cards.locked(session, actor, feedback_id)  # refused where the actor may not read it
    session.execute(
        insert_into(session, CommitmentFeedback)
        .values(commitment_id=commitment_id, feedback_id=feedback_id)
        .on_conflict_do_nothing()
    )


def get(session: Session, commitment_id: int) -> Commitment:
    """The row of a promise, locked until the transaction ends."""
    row = session.get(Commitment, commitment_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise CommitmentGoneError
    return row


def step(
    session: Session, actor: Actor, row: Commitment, words: str, now: datetime, *,
    is_residents: bool,
) -> None:  # fmt: skip
    """Write down a turn in a promise's life, and who took it."""
    session.add(
        CommitmentStep(
            commitment_id=row.id, state=row.state, words=words, is_residents=is_residents,
            taken_on=departments.today(session, actor, now=now),
        )
    )  # fmt: skip
    session.flush()
    audit.note(
        session, actor, AuditAction.COMMITMENT_CHANGED, subject=f"commitment {row.id}", now=now,
        details=row.state.value,
    )  # fmt: skip


def _tell(session: Session, row: Commitment, now: datetime) -> None:
    """Everyone who follows the promise, or came to the meeting where it was made, hears of it."""
    occasion = f"promise:{row.id}:{row.state}:{now.isoformat()}"
    wanted = select(Follow).where(Follow.commitment_id == row.id, Follow.confirmed_at.is_not(None))
    for follow in session.scalars(wanted):
        notices.put(
            session, NoticeKind.RESULTS, once=f"{occasion}:f{follow.id:x}", now=now,
            contact_id=follow.contact_id, follow_id=follow.id, commitment_id=row.id,
        )  # fmt: skip
    if row.event_id is not None:
        event = session.get_one(Event, row.event_id)
        for rsvp in notices.replied(session, event):
            notices.put(
                session, NoticeKind.RESULTS, once=f"{occasion}:r{rsvp.id:x}", now=now, event=event,
                contact_id=rsvp.contact_id, rsvp_id=rsvp.id, commitment_id=row.id,
            )  # fmt: skip
