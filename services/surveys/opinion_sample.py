"""A conversation of the invented town: two ways to see the streets, and much that both want."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from core.actor import Actor
from core.instruments import SampleKind
from core.vocabulary import Permission
from db.models import Conversation, OpinionFigures, Statement, Vote
from services.access import require

SEED = 20_260_303
PEOPLE = 62
FINISH = 0.85
"""How much of it people see before they leave."""
QUESTION = "What would make our streets safer?"
STATEMENTS = (
    ("I want to see officers walk here, not only drive through.", 0.92, 0.90),
    ("Whoever calls for help should hear back what came of it.", 0.95, 0.93),
    ("Broken street lights should be mended within a week.", 0.90, 0.94),
    ("Someone trained in mental health should come along to a crisis.", 0.88, 0.84),
    ("There should be cameras at the big crossings.", 0.93, 0.08),
    ("Cars parked on Mill Street should be ticketed more often.", 0.90, 0.12),
    ("More patrols late at night would make me feel safer.", 0.94, 0.14),
    ("Police should spend less on cars and more on youth clubs.", 0.08, 0.93),
    ("I worry that my son is stopped for how he looks.", 0.10, 0.92),
    ("Meetings should be in the evening, when people are off work.", 0.66, 0.70),
)
"""What is said, and which share of either side agrees with it."""
WAITS = "The bus stop by the school needs a light and a crossing."


def load(session: Session, actor: Actor, *, today: date, now: datetime) -> None:
    """Put in a conversation with its votes, and a statement that waits for staff."""
    require(actor, Permission.DO_WORK)
    dice = random.Random(SEED)  # noqa: S311 -- invented people, not secrets
    asked = Conversation(
        title="Safer streets", question=QUESTION, kind=SampleKind.OPEN, is_open=True, version=1
    )
    session.add(asked)
    session.flush()
    said = [
        Statement(
            conversation_id=asked.id, words=words, language="en", is_approved=True,
            said_on=today - timedelta(30), decided_at=now, decided_by="outreach@example.org",
        )
        for words, *_shares in STATEMENTS
    ]  # fmt: skip
    waits = Statement(
        conversation_id=asked.id, words=WAITS, language="en", said_on=today - timedelta(1)
    )
    session.add_all([*said, waits])
    session.flush()
    session.execute(insert(Vote), _votes(dice, [row.id for row in said]))


def clear(session: Session, actor: Actor) -> None:
    """Take all conversations out again."""
    require(actor, Permission.DO_WORK)
    for table in (OpinionFigures, Vote, Statement, Conversation):
        session.execute(delete(table))


def _votes(dice: random.Random, statements: list[int]) -> list[dict[str, object]]:
    return [
        {
            "statement_id": number, "person": f"{who:032x}",
            "said": 0 if dice.random() < 0.06 else 1 if dice.random() < shares[side] else -1,
        }
        for who, side in ((dice.getrandbits(128), dice.random() < 0.4) for _ in range(PEOPLE))
        for number, (_words, *shares) in zip(statements, STATEMENTS, strict=True)
        if dice.random() < FINISH
    ]  # fmt: skip
