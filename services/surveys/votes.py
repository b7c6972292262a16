"""Voting on statements, one at a time, by people of whom nothing is known but their votes."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import links
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.links import LinkError, LinkPurpose
from core.vocabulary import Permission
from db.base import random_id
from db.models import Statement, Vote
from db.queries.upserts import insert_into
from services.access import require
from services.surveys import conversations, statements
from services.surveys.statements import StatementGoneError

LIVES = timedelta(hours=2)
"""How long a page that stays open carries its votes on; each vote begins this anew."""
SAID = (1, -1, 0)


class VoterGoneError(CommonGroundError):
    message = "This page was open for too long. Your votes are safe. To go on, please begin again."


class VoteError(CommonGroundError):
    message = "That is not a vote. Choose agree, disagree or pass."


@dataclass(frozen=True)
class Turn:
    """What somebody is asked next; ``number`` is empty when they have voted on everything.

    ``proof`` is what their next page carries, ``at`` and ``total`` how far they are; ``given`` is
    what they said of this statement before.
    """

    proof: str
    at: int
    total: int
    number: int | None = None
    words: str = ""
    language: str = ""
    given: int | None = None

    @property
    def has_voted(self) -> bool:
        return self.at > 1


def begin(
    session: Session, actor: Actor, *, conversation_id: int, keys: Keys, now: datetime
) -> Turn:
    """The first statement for somebody new. Nothing is kept before they vote."""
    require(actor, Permission.GIVE_FEEDBACK)
    return _turn(session, conversation_id, random_id(), keys, now)


def shown(
    session: Session, actor: Actor, *, conversation_id: int, proof: str, keys: Keys, now: datetime,
    statement_id: int | None = None,
) -> Turn:  # fmt: skip
    """What comes next on a page with this ``proof``, or one statement again, to change a vote."""
    require(actor, Permission.GIVE_FEEDBACK)
    voter = _voter(proof, keys, now)
    return _turn(session, conversation_id, voter, keys, now, again=statement_id)


def cast(
    session: Session, actor: Actor, *, conversation_id: int, proof: str, statement_id: int,
    said: int, keys: Keys, now: datetime,
) -> Turn:  # fmt: skip
    """Keep a vote, in place of an earlier one of the same person; answers what comes next."""
    require(actor, Permission.GIVE_FEEDBACK)
    if said not in SAID:
        raise VoteError
    voter = _voter(proof, keys, now)
    conversation = conversations.open_one(session, conversation_id)
    statement = session.get(Statement, statement_id)
    if (
        statement is None
        or statement.conversation_id != conversation.id
        or not statement.is_approved
    ):
        raise StatementGoneError
    person = _person(voter, conversation.id, keys)
    if _put(session, [{"statement_id": statement_id, "person": person, "said": said}]):
        statements.mark_changed(session, conversation.id)
    return _turn(session, conversation.id, voter, keys, now)


def store(
    session: Session, actor: Actor, *, conversation_id: int,
    votes: Mapping[tuple[str, str], int],
) -> int:  # fmt: skip
    """Keep the votes of a file, by the keys of statement and person; how many are new or other."""
    require(actor, Permission.BRING_IN_RECORDS)
    known = dict(
        session.execute(
            select(Statement.record_key, Statement.id).where(
                Statement.conversation_id == conversation_id, Statement.record_key.is_not(None)
            )
        ).all()
    )
    rows = [
        {"statement_id": known[statement], "person": _of_file(person, conversation_id),
         "said": said}
        for (statement, person), said in votes.items()
    ]  # fmt: skip
    count = _put(session, rows) if rows else 0
    if count:
        statements.mark_changed(session, conversation_id)
    return count


def _put(session: Session, rows: list[dict[str, object]]) -> int:
    """How many of the votes are new, or differ from the one before."""
    insert = insert_into(session, Vote)
    put = insert.on_conflict_do_update(
        index_elements=["statement_id", "person"], set_={"said": insert.excluded.said},
        where=Vote.said != insert.excluded.said,
    ).returning(Vote.statement_id)  # fmt: skip
    return len(session.execute(put, rows).all())


def _turn(
    session: Session, conversation_id: int, voter: int, keys: Keys, now: datetime,
    again: int | None = None,
) -> Turn:  # fmt: skip
    conversation = conversations.open_one(session, conversation_id)
    person = _person(voter, conversation.id, keys)
    rows = session.execute(
        select(Statement.id, Vote.said)
        .outerjoin(Vote, (Vote.statement_id == Statement.id) & (Vote.person == person))
        .where(Statement.conversation_id == conversation.id, Statement.is_approved.is_(True))
    )
    said = dict(rows.all())
    left = [number for number, vote in said.items() if vote is None]
    proof = links.token(LinkPurpose.VOTER, voter, until=now + LIVES, key=keys.links)
    at = len(said) - len(left) + 1
    number = (
        again if again in said else min(left, key=lambda one: _place(person, one), default=None)
    )
    if number is None:
        return Turn(proof, at, len(said))
    asks = session.get_one(Statement, number)
    return Turn(proof, at, len(said), number, asks.words, asks.language, said[number])


def _place(person: str, statement_id: int) -> bytes:
    """Everybody gets the statements in an order of their own: the first are voted on most."""
    return hashlib.blake2b(f"{person}:{statement_id}".encode(), digest_size=8).digest()


def _voter(proof: str, keys: Keys, now: datetime) -> int:
    try:
        return links.subject_of(proof, LinkPurpose.VOTER, now=now, key=keys.links)
    except LinkError as error:
        raise VoterGoneError from error


def _person(voter: int, conversation_id: int, keys: Keys) -> str:
    """What stands by somebody's votes: from it and the records nobody can make their page."""
    whole = f"voter:{conversation_id}:{voter}".encode()
    return hmac.digest(keys.links, whole, hashlib.sha256).hex()[:32]


def _of_file(person: str, conversation_id: int) -> str:
    whole = f"{conversation_id}:{person}".encode()
    return hashlib.blake2b(whole, digest_size=16).hexdigest()
