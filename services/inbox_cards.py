"""What is being done about each piece of the inbox: read with the same few queries for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actor import Actor
from db.models import Account, Assignment, Feedback
from services import answers, departments, notes
from services.answers import SaidCard
from services.cards import WordsCard
from services.copy_groups import Others
from services.notes import NoteCard


@dataclass(frozen=True)
class Piece:
    """A piece of feedback with what is being done about it."""

    card: WordsCard
    assigned_to: int | None
    assigned_name: str | None
    looked_at_on: date | None
    looked_at_by: str | None
    notes: tuple[NoteCard, ...]
    due_on: date | None = None
    thread: tuple[SaidCard, ...] = ()
    copies: Others | None = None


def read(
    session: Session, actor: Actor, shown: tuple[WordsCard, ...], copies: Mapping[int, Others],
    now: datetime,
) -> tuple[Piece, ...]:  # fmt: skip
    """Each of the cards that are ``shown`` to ``actor``, with what is done about it."""
    ids = [card.id for card in shown]
    rows = session.execute(
        select(
            Feedback.id, Assignment.account_id, Account.email, Feedback.looked_at_on,
            Feedback.looked_at_by, Assignment.due_on,
        )
        .outerjoin(Assignment, Assignment.feedback_id == Feedback.id)
        .outerjoin(Account, Account.id == Assignment.account_id)
        .where(Feedback.id.in_(ids))
    )  # fmt: skip
    about = {row.id: row for row in rows}
    written = notes.beside(session, actor, feedback_ids=ids)
    today = departments.today(session, actor, now=now)
    said = answers.beside(session, actor, feedback_ids=ids, today=today)
    return tuple(
        Piece(
            card, about[card.id].account_id, about[card.id].email, about[card.id].looked_at_on,
            about[card.id].looked_at_by, written.get(card.id, ()), about[card.id].due_on,
            said.get(card.id, ()), copies.get(card.id),
        )
        for card in shown
    )  # fmt: skip
