"""Working out what surveys say, wherever responses came since."""

from __future__ import annotations

from sqlalchemy import Engine

from core import clock
from core.actor import Actor
from db.session import reading, transaction
from services.surveys import scores

OPERATOR = Actor.operator()


def work_out(engine: Engine) -> int:
    """Bring the figures of every survey up to date; of how many."""
    with reading(engine) as session:
        behind = scores.waiting(session, OPERATOR)
    for survey_id in behind:
        with transaction(engine) as session:
            scores.work_out(session, OPERATOR, survey_id=survey_id, now=clock.now())
    return len(behind)
