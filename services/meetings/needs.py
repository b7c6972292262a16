"""What people need to take part: each a task with a person and a day, answered by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.attendance import NeedKind, NeedState, RsvpState
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, NoticeKind, Permission
from db.models import Account, Event, Need, Rsvp
from services import audit
from services.access import require
from services.meetings import notices


class NeedGoneError(CommonGroundError):
    message = "That need is not there any more: the person may have given their place back."


@dataclass(frozen=True)
class NeedTask:
    """A need as a task. ``who`` has it in hand: an e-mail address of staff, or nobody."""

    id: int
    event_id: int
    title: str
    kind: NeedKind
    details: str
    state: NeedState
    answer: str
    who: str
    due_on: date


def tasks(
    session: Session, actor: Actor, *, event_id: int | None = None, is_open: bool = True
) -> list[NeedTask]:
    """Needs of people who come, the most urgent first; of one meeting or of all."""
    require(actor, Permission.PLAN_EVENTS)
    wanted = (
        select(Need, Event.title, Account.email)
        .join(Rsvp, Rsvp.id == Need.rsvp_id)
        .join(Event, Event.id == Need.event_id)
        .outerjoin(Account, Account.id == Need.account_id)
        .where(Rsvp.state != RsvpState.DECLINED)
        .order_by(Need.due_on, Need.id)
    )
    if event_id is not None:
        wanted = wanted.where(Need.event_id == event_id)
    if is_open:
        wanted = wanted.where(Need.state == NeedState.ASKED)
    return [
        NeedTask(
            need.id, need.event_id, title, need.kind, need.details, need.state, need.answer,
            email or "", need.due_on,
        )
        for need, title, email in session.execute(wanted)
    ]  # fmt: skip


def answer(
    session: Session, actor: Actor, *, need_id: int, state: NeedState, words: str, now: datetime
) -> None:
    """Confirm a need, or say that it cannot be met; the person is told if they left an address."""
    require(actor, Permission.PLAN_EVENTS)
    need = _get(session, need_id)
    said = texts.optional(words, limit=500)
    if (need.state, need.answer) == (state, said):
        return
    need.state, need.answer, need.account_id = state, said, actor.account_id
    rsvp, event = session.get_one(Rsvp, need.rsvp_id), session.get_one(Event, need.event_id)
    if rsvp.contact_id is not None and state is not NeedState.ASKED:
        notices.put(
            session, NoticeKind.NEED_ANSWERED, once=f"need:{need.id}:{state}:{now.isoformat()}",
            now=now, event=event, contact_id=rsvp.contact_id, rsvp_id=rsvp.id,
        )  # fmt: skip
    audit.note(
        session, actor, AuditAction.NEED_ANSWERED, subject=f"event {event.id}", now=now,
        details=f"{need.kind}: {state}",
    )  # fmt: skip


def assign(
    session: Session, actor: Actor, *, need_id: int, account_id: int | None, due_on: date
) -> None:
    """Give the task to a person, with a day."""
    require(actor, Permission.PLAN_EVENTS)
    need = _get(session, need_id)
    need.account_id, need.due_on = account_id, due_on
    session.flush()


def _get(session: Session, need_id: int) -> Need:
    need = session.get(Need, need_id, with_for_update=True)
    if need is None:
        raise NeedGoneError
    return need
