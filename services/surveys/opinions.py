"""What votes say: worked out from all of them by a worker, read by everyone else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from analysis.opinion_groups import Numbers
from analysis.opinions import Figures
from core.actor import Actor
from core.keys import Keys
from core.vocabulary import Permission
from db.models import Conversation, OpinionFigures, Statement, Vote
from services.access import require
from services.surveys import conversations, votes

AT_ONCE = 10_000
MOST_SHARED = 10
RESTS = timedelta(seconds=60)
"""Groups take seconds to find: while people vote, they are not found anew with every vote."""


@dataclass(frozen=True)
class Ballot:
    """All votes of a conversation (people, statements), as of its ``version``."""

    version: int
    statements: tuple[int, ...]
    votes: Numbers


@dataclass(frozen=True)
class OpinionResult:
    """What votes say. ``words`` of each statement, by its column."""

    figures: Figures
    words: tuple[str, ...]
    worked_out_at: datetime
    is_behind: bool


@dataclass(frozen=True)
class Shared:
    """What most agree on, as residents see it: ``tenths`` of ``n`` people, from 5 to 9."""

    words: str
    n: int
    tenths: int


def of(session: Session, actor: Actor, *, conversation_id: int) -> OpinionResult | None:
    """What the votes say; nothing before a worker has worked it out."""
    require(actor, Permission.READ_FIGURES)
    return _kept(session, conversation_id)


def shared(
    session: Session, actor: Actor, *, conversation_id: int, proof: str, minimum: int, keys: Keys,
    now: datetime,
) -> list[Shared]:  # fmt: skip
    """What most agree on across groups, for somebody who has voted themselves.

    Nothing on which fewer than ``minimum`` people voted, and only tenths, of which the highest is
    "9 or more": nobody learns from it what one of a few said.
    """
    require(actor, Permission.GIVE_FEEDBACK)
    turn = votes.shown(
        session, actor, conversation_id=conversation_id, proof=proof, keys=keys, now=now
    )
    kept = _kept(session, conversation_id)
    if kept is None or not turn.has_voted:
        return []
    shown = set(  # what staff took back since is not said on
        session.scalars(
            select(Statement.words).where(
                Statement.conversation_id == conversation_id, Statement.is_approved.is_(True)
            )
        )
    )
    told = [
        one
        for one in kept.figures.agreed()
        if one.all.seen >= minimum and kept.words[one.statement] in shown
    ]
    return [
        Shared(kept.words[one.statement], one.all.seen, min(9, one.all.agree * 10 // one.all.seen))
        for one in told[:MOST_SHARED]
    ]


def waiting(session: Session, actor: Actor, *, now: datetime) -> list[int]:
    """The conversations whose figures are older than their votes."""
    require(actor, Permission.DO_WORK)
    behind = or_(
        OpinionFigures.version.is_(None),
        and_(
            OpinionFigures.version < Conversation.version,
            OpinionFigures.worked_out_at < now - RESTS,
        ),
    )
    asked = select(Conversation.id).outerjoin(
        OpinionFigures, OpinionFigures.conversation_id == Conversation.id
    )
    return list(session.scalars(asked.where(behind).order_by(Conversation.id)))


def ballot(session: Session, actor: Actor, *, conversation_id: int) -> Ballot:
    """Every vote on an approved statement."""
    require(actor, Permission.DO_WORK)
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        raise conversations.ConversationGoneError
    of_it = (Statement.conversation_id == conversation_id, Statement.is_approved.is_(True))
    columns = list(session.scalars(select(Statement.id).where(*of_it).order_by(Statement.id)))
    at = {number: column for column, number in enumerate(columns)}
    people: dict[str, int] = {}
    rows = session.execute(
        select(Vote.person, Vote.statement_id, Vote.said)
        .join(Statement, Statement.id == Vote.statement_id)
        .where(*of_it)
        .execution_options(yield_per=AT_ONCE)
    )
    said = [
        (people.setdefault(person, len(people)), at[number], vote) for person, number, vote in rows
    ]
    found = np.full((len(people), len(columns)), np.nan)
    if said:
        row, column, vote = np.array(said).T
        found[row, column] = vote
    return Ballot(conversation.version, tuple(columns), found)


def keep(
    session: Session, actor: Actor, *, conversation_id: int, ballot: Ballot, figures: Figures,
    now: datetime,
) -> None:  # fmt: skip
    """Keep what was worked out from ``ballot``."""
    require(actor, Permission.DO_WORK)
    conversations.get(session, conversation_id)
    session.merge(
        OpinionFigures(
            conversation_id=conversation_id, version=ballot.version, worked_out_at=now,
            content={"figures": figures.said(), "statements": list(ballot.statements)},
        )
    )  # fmt: skip
    session.flush()


def _kept(session: Session, conversation_id: int) -> OpinionResult | None:
    row = session.execute(
        select(OpinionFigures, Conversation.version)
        .join(Conversation, Conversation.id == OpinionFigures.conversation_id)
        .where(Conversation.id == conversation_id)
    ).one_or_none()
    if row is None:
        return None
    kept, version = row
    numbers = kept.content["statements"]
    said: Mapping[int, str] = dict(
        session.execute(
            select(Statement.id, Statement.words).where(Statement.id.in_(numbers))
        ).all()
    )
    return OpinionResult(
        Figures.read(kept.content["figures"]), tuple(said[number] for number in numbers),
        kept.worked_out_at, kept.version < version,
    )  # fmt: skip
