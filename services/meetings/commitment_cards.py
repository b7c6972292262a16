"""A promise as everyone reads it, with every turn it took."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.vocabulary import CommitmentState
from db.models import Commitment, CommitmentStep, Event, Partner

DISPUTED_WITHIN = timedelta(days=30)
ENDED = (CommitmentState.DONE, CommitmentState.NOT_DONE, CommitmentState.HANDED_OVER)
OPEN = (CommitmentState.OPEN, CommitmentState.REOPENED)


@dataclass(frozen=True)
class Step:
    """One turn in a promise's life; residents' words are for staff alone and are not in it."""

    state: CommitmentState
    taken_on: date
    words: str
    is_residents: bool


@dataclass(frozen=True)
class CommitmentCard:
    """A promise as everyone reads it. ``meeting`` is where it was made, if in one."""

    id: int
    wording: str
    owner: str
    owner_id: int | None
    made_on: date
    due_on: date
    state: CommitmentState
    outcome: str
    partner: str
    answered_on: date | None
    event_id: int | None
    meeting: str
    steps: tuple[Step, ...]

    def is_overdue(self, today: date) -> bool:
        return self.state in OPEN and self.due_on < today

    def is_disputable(self, today: date) -> bool:
        if self.state not in ENDED or self.answered_on is None:
            return False
        return today - self.answered_on <= DISPUTED_WITHIN


def read(session: Session, wanted: Select[Commitment]) -> list[CommitmentCard]:
    """The cards of the promises that ``wanted`` selects: four queries for any number."""
    rows = session.scalars(wanted).all()
    ids = [row.id for row in rows]
    steps: dict[int, tuple[Step, ...]] = defaultdict(tuple)
    taken = select(CommitmentStep).where(CommitmentStep.commitment_id.in_(ids))
    for step in session.scalars(taken.order_by(CommitmentStep.id)):
        steps[step.commitment_id] += (
            Step(step.state, step.taken_on, step.words, step.is_residents),
        )
    meetings = _by_id(session, select(Event.id, Event.title), Event.id, [r.event_id for r in rows])
    partners = _by_id(
        session, select(Partner.id, Partner.name), Partner.id, [r.partner_id for r in rows]
    )
    return [
        CommitmentCard(
            row.id, row.wording, row.owner, row.owner_id, row.made_on, row.due_on, row.state,
            row.outcome or "", partners.get(row.partner_id or 0, ""), row.answered_on,
            row.event_id, meetings.get(row.event_id or 0, ""), steps[row.id],
        )
        for row in rows
    ]  # fmt: skip


def _by_id(
    session: Session, wanted: Select[int, str], column: InstrumentedAttribute[int],
    ids: list[int | None],
) -> dict[int, str]:  # fmt: skip
    asked = wanted.where(column.in_({one for one in ids if one}))
    return dict(session.execute(asked).all())
