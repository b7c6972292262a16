"""What residents propose for a meeting's agenda, and what became of it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.vocabulary import AgendaState, EventState, Permission
from db.models import AgendaItem
from db.queries.upserts import insert_into
from services.access import require
from services.meetings import plans

MOST_WAITING = 50


class AgendaClosedError(CommonGroundError):
    message = (
        "The agenda of this meeting is not open for proposals any more. Come and say it there."
    )


class AgendaFullError(CommonGroundError):
    message = "Many proposals wait for an answer already. Come and say it there, or use the form."


@dataclass(frozen=True)
class Proposal:
    """One item that a resident proposed."""

    id: int
    words: str
    state: AgendaState


def propose(
    session: Session, actor: Actor, *, event_id: int, nonce: bytes, words: str, keys: Keys,
    now: datetime,
) -> None:  # fmt: skip
    """Keep a proposal, without a name; staff put it on or not. A form sent twice is one."""
    require(actor, Permission.REPLY_TO_EVENTS)
    event = plans.get(session, event_id, lock=True)
    if event.state is not EventState.PUBLISHED or now >= event.starts_at:
        raise AgendaClosedError
    said = texts.clean(words, limit=300)
    waiting = select(func.count()).where(
        AgendaItem.event_id == event.id, AgendaItem.state == AgendaState.PROPOSED
    )
    if (session.scalar(waiting) or 0) >= MOST_WAITING:
        raise AgendaFullError
    session.execute(
        insert_into(session, AgendaItem)
        .values(
            event_id=event.id, position=0, words=said, state=AgendaState.PROPOSED,
            is_residents=True,
            nonce_hash=hmac.digest(keys.links, b"agenda" + nonce, hashlib.sha256),
        )
        .on_conflict_do_nothing(index_elements=["nonce_hash"])
    )  # fmt: skip


def proposals(session: Session, actor: Actor, *, event_id: int) -> list[Proposal]:
    """What residents proposed, the oldest first."""
    require(actor, Permission.PLAN_EVENTS)
    rows = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.event_id == event_id, AgendaItem.is_residents)
        .order_by(AgendaItem.id)
    )
    return [Proposal(row.id, row.words, row.state) for row in rows]


def answer(session: Session, actor: Actor, *, item_id: int, is_on: bool) -> None:
    """Put a proposal on the agenda, or leave it off."""
    require(actor, Permission.PLAN_EVENTS)
    item = session.get(AgendaItem, item_id, with_for_update=True)
    if item is None or not item.is_residents:
        raise plans.EventGoneError
    item.state = AgendaState.ON if is_on else AgendaState.DECLINED
    session.flush()
