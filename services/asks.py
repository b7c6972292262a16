"""What people ask for: requests that say the same put together, and what was promised of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from analysis import likeness
from core.actor import Actor
from core.scope import Scope
from core.vocabulary import CommitmentState, Permission
from core.voice import Act
from db.models import Commitment, CommitmentFeedback, District, Feedback, FeedbackConcern, Reading
from db.queries import pieces
from db.queries.themes import TAGGING
from services import audit, cards
from services.access import require
from services.cards import Listing

MOST = 2_000
"""The newest requests that are set beside each other; what more there are is said."""

SHOWN = 20
_LONGEST = 280


@dataclass(frozen=True)
class Promised:
    """A promise made about some of the pieces of a group."""

    id: int
    wording: str
    state: CommitmentState


@dataclass(frozen=True)
class Asked:
    """One thing that people ask for: the ``words`` of the piece that most others are like.

    ``districts``: how many pieces came from each, the unknown one under "".
    """

    feedback_ids: tuple[int, ...]
    words: str
    districts: tuple[tuple[str, int], ...]
    newest_on: date | None
    promised: tuple[Promised, ...]


@dataclass(frozen=True)
class Counted:
    """``n`` requests, the newest of all where ``is_more``; ``concerns`` by the id of the theme."""

    n: int
    is_more: bool
    concerns: dict[int, int]


@dataclass(frozen=True)
class Requests:
    """What is asked for, the most frequent first. ``n`` requests were set beside each other, the
    newest of all where ``is_more``; ``things``: how many different ones there are. ``concerns``
    (by the id of the theme) and ``districts`` count the requests; one may raise several concerns.
    """

    n: int
    is_more: bool
    things: int
    concerns: dict[int, int]
    districts: dict[str, int]
    asked: tuple[Asked, ...]


def asked(
    session: Session, actor: Actor, *, scope: Scope, theme_id: int | None = None, most: int = SHOWN
) -> Requests:
    """What people ask for in the scope, about one theme or any.

    It takes a while and writes nothing: who shows it writes down the ``look`` first. Only pieces
    that the actor may read are in it. Copies of one text are one thing, and count as
    the people who sent them.
    """
    require(actor, Permission.READ_FEEDBACK)
    newest, is_more = _newest(session, actor, scope, theme_id)
    rows = _read(session, newest)
    groups = likeness.groups(likeness.vectors([row.words for row in rows]))
    shown = groups[:most]
    promised = _promised(session, [rows[at].id for group in shown for at in group])
    things = tuple(_thing([rows[at] for at in group], promised) for group in shown)
    return Requests(
        len(rows), is_more, len(groups), _concerns(session, newest),
        dict(Counter(row.district or "" for row in rows).most_common()), things,
    )  # fmt: skip


def look(session: Session, actor: Actor, *, shown: Collection[Asked], now: datetime) -> None:
    """Write down that the actor looks at the words of what is ``shown``."""
    require(actor, Permission.READ_FEEDBACK)
    subjects = [f"feedback {thing.feedback_ids[0]:x}" for thing in shown]
    audit.note_looks(session, actor, subjects=subjects, now=now)


def counted(session: Session, actor: Actor, *, scope: Scope) -> Counted:
    """How many ask for something in the scope, and about what; no words are read."""
    require(actor, Permission.READ_FEEDBACK)
    newest, is_more = _newest(session, actor, scope, None)
    return Counted(len(newest), is_more, _concerns(session, newest))


def pieces_of(
    session: Session, actor: Actor, *, feedback_ids: Collection[int], page: int, now: datetime
) -> Listing:
    """One page of the pieces of a group, newest first; each one shown leaves an audit entry."""
    require(actor, Permission.READ_FEEDBACK)
    mine, _withheld = cards.readable(
        actor,
        select(Feedback.id).where(Feedback.id.in_(feedback_ids), Feedback.sentiment.is_not(None)),
    )
    shown = cards.read(session, actor, mine, page=page, now=now)
    return Listing(shown, pieces.counted(session, mine), withheld=0)


def _newest(
    session: Session, actor: Actor, scope: Scope, theme_id: int | None
) -> tuple[Sequence[int], bool]:
    """The ids of the newest ``MOST`` requests that the actor may read; whether there are more."""
    wanted, _withheld = cards.readable(actor, _requests(scope, theme_id))
    found = session.scalars(wanted.order_by(*pieces.newest(wanted)).limit(MOST + 1)).all()
    return found[:MOST], len(found) > MOST


def _requests(scope: Scope, theme_id: int | None) -> Select[int]:
    """The ids of the pieces that ask for something."""
    wanted = pieces.behind(scope, None, theme_id)
    (number,) = wanted.selected_columns
    return wanted.join(Reading, Reading.feedback_id == number).where(Reading.act == Act.REQUEST)


def _read(session: Session, ids: Sequence[int]) -> list[Row[*tuple[Any, ...]]]:
    rows = session.execute(
        select(Feedback.id, Feedback.words, Feedback.received_on, District.name.label("district"))
        .outerjoin(District, District.id == Feedback.district_id)
        .where(Feedback.id.in_(ids))
        .order_by(Feedback.received_on.desc(), Feedback.id)
    )
    return [*rows]


def _concerns(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """How many of these pieces raise each theme, the most frequent first."""
    # Counted here: to group them, SQLite would go through the tags of all pieces by theme.
    raised = session.scalars(
        select(FeedbackConcern.theme_id).where(
            FeedbackConcern.feedback_id.in_(ids), FeedbackConcern.tagging == TAGGING
        )
    )
    return dict(sorted(Counter(raised).items(), key=lambda one: (-one[1], one[0])))


def _promised(session: Session, ids: Collection[int]) -> dict[int, Promised]:
    """The latest promise about each of these pieces that has one."""
    rows = session.execute(
        select(CommitmentFeedback.feedback_id, Commitment.id, Commitment.wording, Commitment.state)
        .join(Commitment, Commitment.id == CommitmentFeedback.commitment_id)
        .where(CommitmentFeedback.feedback_id.in_(ids))
        .order_by(Commitment.id)
    )
    return {row[0]: Promised(row[1], row[2], row[3]) for row in rows}


def _thing(rows: Sequence[Row[*tuple[Any, ...]]], promised: dict[int, Promised]) -> Asked:
    first = rows[0]
    words = first.words.strip()
    places = Counter(row.district or "" for row in rows)
    days = [row.received_on for row in rows if row.received_on]
    of_these = {promise.id: promise for row in rows if (promise := promised.get(row.id))}
    return Asked(
        tuple(row.id for row in rows),
        words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …",
        tuple(sorted(places.items(), key=lambda item: (-item[1], item[0]))),
        max(days, default=None),
        tuple(of_these.values()),
    )
