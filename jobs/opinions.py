"""Working out what votes on statements say, wherever somebody voted since."""

from __future__ import annotations

from sqlalchemy import Engine

from analysis import opinions as analysis
from analysis.opinions import Figures
from core import clock
from core.actor import Actor
from db.session import reading, transaction
from services.surveys import opinions

OPERATOR = Actor.operator()


def work_out(engine: Engine) -> int:
    """Bring the figures of every conversation up to date; of how many."""
    with reading(engine) as session:
        behind = opinions.waiting(session, OPERATOR, now=clock.now())
    for conversation_id in behind:
        work_out_one(engine, conversation_id)
    return len(behind)


def work_out_one(engine: Engine, conversation_id: int) -> Figures:
    """Those of one; nobody who votes meanwhile waits for it."""
    with reading(engine) as session:
        ballot = opinions.ballot(session, OPERATOR, conversation_id=conversation_id)
    found = analysis.figures(ballot.votes)
    with transaction(engine) as session:
        opinions.keep(
            session, OPERATOR, conversation_id=conversation_id, ballot=ballot, figures=found,
            now=clock.now(),
        )  # fmt: skip
    return found
