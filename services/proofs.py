"""Proof to take away: what a person told us and what came of it, signed; and checking one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import proofs, when
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import _
from core.keys import Keys
from core.proofs import ProofState
from core.vocabulary import Permission
from db.models import Commitment, CommitmentFeedback, Feedback
from services import departments, threads
from services.access import require
from services.meetings import commitment_cards
from services.meetings.commitment_cards import CommitmentCard
from services.thread_cards import MessageCard, Thread
from services.threads import WithdrawnError

LIMIT = 1_000_000  # characters of a text that is looked at: the longest conversation has fewer


class ProofFalseError(CommonGroundError):
    message = (
        "This code and this text do not belong together. Something was changed, or not all of it "
        "was copied. Check both, and try again."
    )


@dataclass(frozen=True)
class Proof:
    """What is printed. ``passages`` are pairs of a heading and words; the code signs them all."""

    department: str
    passages: tuple[tuple[str, str], ...]
    code: str


@dataclass(frozen=True)
class Verdict:
    """A genuine proof: when it was given out, and what became of the piece on ``ended_on``."""

    made_on: date
    state: ProofState
    ended_on: date | None


def take(
    session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime, today: date
) -> Proof:
    """The proof for whoever opened the thread; none of what they have taken back."""
    require(actor, Permission.GIVE_FEEDBACK)
    thread = threads.by_proof(session, actor, proof=proof, keys=keys, now=now, today=today)
    if not thread.is_open:
        raise WithdrawnError
    wanted = select(Commitment).join(
        CommitmentFeedback, CommitmentFeedback.commitment_id == Commitment.id
    )
    promises = commitment_cards.read(
        session,
        wanted.where(CommitmentFeedback.feedback_id == thread.id).order_by(Commitment.id),
    )
    department = departments.current(session, actor).name
    passages = (
        (department, _("Given out on {day}").format(day=when.day(today))),
        *_told(thread),
        *map(_said, thread.messages),
        *map(_promised, promises),
    )
    code = proofs.code_for(thread.id, today, _text(passages), key=keys.proofs)
    return Proof(department, passages, code)


def check(session: Session, actor: Actor, *, code: str, text: str, keys: Keys) -> Verdict:
    """What is known of a proof; nothing for whoever has the code without the text."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    seal = proofs.seal_of(code)
    if len(text) > LIMIT or not seal.fits(text, keys.proofs):
        raise ProofFalseError
    row = session.get(Feedback, seal.feedback_id)
    if row is None:  # the records are not those it was given out from
        return Verdict(seal.made_on, ProofState.ERASED, None)
    if row.withdrawn_on is not None:
        return Verdict(seal.made_on, ProofState.TAKEN_BACK, row.withdrawn_on)
    if row.erased_on is not None:
        return Verdict(seal.made_on, ProofState.ERASED, row.erased_on)
    if proofs.squeezed(row.words) not in proofs.squeezed(text):
        return Verdict(seal.made_on, ProofState.PUT_RIGHT, None)
    return Verdict(seal.made_on, ProofState.KEPT, None)


def _text(passages: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(line for passage in passages for line in passage)


def _told(thread: Thread) -> list[tuple[str, str]]:
    asked = [(_("The department asked"), _(thread.question))] if thread.question else []
    if thread.received_on is None:
        return [*asked, (_("It was told"), thread.words)]
    told = _("It was told on {day}").format(day=when.day(thread.received_on))
    return [*asked, (told, thread.words)]


def _said(message: MessageCard) -> tuple[str, str]:
    day = when.day(message.said_on)
    if message.is_ours:
        return _("The department answered on {day}").format(day=day), message.words
    return _("The person added on {day}").format(day=day), message.words


def _promised(card: CommitmentCard) -> tuple[str, str]:
    promised = _("The department promised on {day}, to be done by {due}")
    heading = promised.format(day=when.day(card.made_on), due=when.day(card.due_on))
    return heading, "\n".join(filter(None, (card.wording, card.outcome)))
