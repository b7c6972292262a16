"""Bringing in a conversation that was held with Polis."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from analysis.opinion_groups import FEWEST_PEOPLE, Reason
from analysis.opinions import Figures
from core import clock
from core.actor import Actor
from core.instruments import SampleKind
from db.session import transaction
from imports import polis_files
from jobs.opinions import work_out_one
from services import sample
from services.surveys import conversations, statements, votes
from services.surveys.statements import StatementRecord

OPERATOR = Actor.operator()
WHY = {
    Reason.FEW: f"fewer than {FEWEST_PEOPLE} people voted enough",
    Reason.ALIKE: "all of them voted alike",
    Reason.CHANCE: "their votes fall into groups no more clearly than chance alone would make",
}


@dataclass(frozen=True)
class OpinionsOutcome:
    """The figures of one import, and what the votes say now."""

    statements: int
    new_statements: int
    read: int
    votes: int
    new_votes: int
    figures: Figures
    sample_cleared: bool

    def told(self) -> list[str]:
        """What the person at the terminal is told; the figures last."""
        found = self.figures
        sizes = ", ".join(str(group.n) for group in found.groups)
        groups = (
            f"groups of {sizes} people (silhouette {found.silhouette:.2f})" if found.groups
            else f"no groups can be told apart: {WHY[found.reason]}"
        )  # fmt: skip
        return [
            *(["The invented sample was removed."] if self.sample_cleared else []),
            f"{found.people} people voted, {found.placed} of them enough to place them; {groups}",
            f"most agree on {len(found.agreed())} statements; "
            f"groups divide on {len(found.divided())}",
            f"statements: read {self.statements}, stored {self.new_statements}, "
            f"already known {self.statements - self.new_statements}",
            f"votes: read {self.read}, stored {self.new_votes}, "
            f"already known {self.votes - self.new_votes}, "
            f"replaced by a later vote of the same person {self.read - self.votes}",
        ]


def import_opinions(
    engine: Engine, folder: Path, *, title: str, question: str, kind: SampleKind = SampleKind.OPEN
) -> OpinionsOutcome:
    """Keep each statement and vote in ``folder`` once, in the conversation called ``title``."""
    found = polis_files.read(folder)  # before the sample makes room: a bad file takes nothing away
    now = clock.now()
    with transaction(engine) as session:
        cleared = sample.clear(session, OPERATOR, now=now)
        conversation_id = conversations.to_import_into(
            session, OPERATOR, title=title, question=question, kind=kind, now=now
        )
        records = [
            StatementRecord(one.key, one.words, one.said_on, one.is_approved)
            for one in sorted(found.statements, key=lambda one: int(one.key))
        ]
        fresh = statements.store(
            session, OPERATOR, conversation_id=conversation_id, records=records, now=now
        )
        cast = votes.store(session, OPERATOR, conversation_id=conversation_id, votes=found.votes)
    figures = work_out_one(engine, conversation_id)
    return OpinionsOutcome(
        len(records), fresh, found.read, len(found.votes), cast, figures, cleared
    )
