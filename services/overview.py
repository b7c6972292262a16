"""What a chief sees first: five figures, what moved, what is late, where nobody was heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from analysis.alarms import Alarm
from analysis.comparison import Comparison
from analysis.shares import Share, wilson
from analysis.themes import PRAISE
from core.actor import Actor
from core.scope import NO_DISTRICT, Scope
from core.vocabulary import CommitmentState, Permission, Sentiment
from db.models import Commitment
from services import alarms, concerns, districts, new_concerns, sentiment
from services.access import require
from services.meetings import commitment_cards
from services.meetings.commitment_cards import CommitmentCard
from services.new_concerns import Proposal

MOST_UNHEARD = 5
NO_ALARMS: Mapping[int, Alarm] = MappingProxyType({})


@dataclass(frozen=True)
class Raised:
    """A concern with its share, and what its alarm says of the last period."""

    theme_id: int
    code: str
    concern: str
    share: Comparison
    alarm: Alarm | None


@dataclass(frozen=True)
class Unheard:
    """A district from which clearly less is heard than there are people: ``n`` of ``total``
    pieces, where ``people`` (0 to 1) of the town's live there."""

    district: str
    n: int
    total: int
    people: float


@dataclass(frozen=True)
class Sounds:
    """``total`` pieces that could be read, and how they sound; missing where there are none."""

    total: int
    negative: Comparison | None
    positive: Comparison | None


@dataclass(frozen=True)
class Overview:
    """All that the first screen says of one scope.

    ``kept``: of the promises whose day came in the last year, those that were done by it.
    """

    felt: Sounds
    concerns: tuple[Raised, ...]
    thanks: Raised | None
    new: tuple[Proposal, ...]
    kept: Share | None
    alarms: alarms.Alarms
    districts: dict[int, str]
    late: tuple[CommitmentCard, ...]
    unheard: tuple[Unheard, ...] | None


def of(session: Session, actor: Actor, *, scope: Scope, today: date) -> Overview:
    """The overview of ``scope``; promises are those of the whole department."""
    require(actor, Permission.READ_FIGURES)
    felt = sounds(session, actor, scope=scope)
    moved = alarms.of(session, actor, scope=scope, today=today)
    heard = raised(session, actor, scope=scope, moved=moved.concerns)
    return Overview(
        felt, tuple(one for one in heard if one.code != PRAISE),
        next((one for one in heard if one.code == PRAISE), None),
        tuple(
            one
            for one in new_concerns.every(session, actor)
            if one.source_id == scope.source_id and one.is_burst
        ),
        _kept(session, today), moved,
        {card.id: card.name for card in districts.every(session, actor)},
        _late(session, today), _unheard(session, actor, scope),
    )  # fmt: skip


def sounds(session: Session, actor: Actor, *, scope: Scope) -> Sounds:
    """How much was heard, and how it sounds."""
    require(actor, Permission.READ_FIGURES)
    now = sentiment.overall(session, actor, scope=scope)
    before = sentiment.overall(session, actor, scope=scope.before())
    negative, positive = (
        now.against(before, word) for word in (Sentiment.NEGATIVE, Sentiment.POSITIVE)
    )
    return Sounds(now.total, negative, positive)


def raised(
    session: Session, actor: Actor, *, scope: Scope, moved: Mapping[int, Alarm] = NO_ALARMS
) -> list[Raised]:
    """The concerns of the scope, the most frequent first, each with what ``moved`` says of it."""
    require(actor, Permission.READ_FIGURES)
    return [
        Raised(
            row["theme_id"], row["code"], row["concern"],
            Comparison(**{name: row[name] for name in Comparison._fields}),
            moved.get(row["theme_id"]),
        )
        for row in concerns.ranked(session, actor, scope=scope).to_dict("records")
    ]  # fmt: skip


def _kept(session: Session, today: date) -> Share | None:
    is_due = or_(Commitment.due_on < today, Commitment.state.not_in(commitment_cards.OPEN))
    due = Commitment.due_on.between(today - timedelta(days=365), today) & is_due
    on_time = (Commitment.state == CommitmentState.DONE) & (
        Commitment.answered_on <= Commitment.due_on
    )
    row = session.execute(
        select(func.count().filter(on_time), func.count()).select_from(Commitment).where(due)
    ).one()
    return wilson(*row)


def _late(session: Session, today: date) -> tuple[CommitmentCard, ...]:
    wanted = select(Commitment).where(
        Commitment.state.in_(commitment_cards.OPEN), Commitment.due_on < today
    )
    return tuple(commitment_cards.read(session, wanted.order_by(Commitment.due_on, Commitment.id)))


def _unheard(session: Session, actor: Actor, scope: Scope) -> tuple[Unheard, ...] | None:
    """The districts whose share of what was heard is clearly below their share of the people.

    ``None`` where that cannot be known: in one district alone, without people, without feedback.
    """
    if scope.district_id is not None:
        return None
    cards = [card for card in districts.every(session, actor) if card.population]
    people = sum(card.population or 0 for card in cards)
    heard = dict.fromkeys((card.id for card in cards), 0)
    for row in sentiment.places(session, actor, scope=scope, sentiment=Sentiment.NEGATIVE).now:
        if row.district_id in heard and row.district_id != NO_DISTRICT:
            heard[row.district_id] += row.total
    total = sum(heard.values())
    if not total or not people:
        return None
    found = []
    for card in cards:
        share, lives = wilson(heard[card.id], total), (card.population or 0) / people
        if share and share.high < lives:
            found.append(Unheard(card.name, heard[card.id], total, lives))
    found.sort(key=lambda one: one.n / one.total - one.people)
    return tuple(found[:MOST_UNHEARD])
