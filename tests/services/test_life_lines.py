"""The life of a concern, from the counts, the meetings, the promises and the answers."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from core.plans import Plan
from core.vocabulary import CommitmentState, EventState, Sentiment
from db.models import Event, Feedback, Message
from db.session import reading, transaction
from services import concerns, life_lines
from services.life_lines import Promised
from services.meetings import commitments, plans, states
from services.meetings.commitments import Promise
from tests.conftest import NOW
from tests.factories import OPERATOR, TODAY, make_account, make_feedback, make_reading, scope_of

TRAFFIC, NOISE = (make_reading(Sentiment.NEUTRAL, code) for code in ("TRF", "NOI"))


def test_a_concern_is_followed_through_meetings_promises_and_answers(engine):
    with transaction(engine) as session:
        for month in (1, 2, 3):
            source_id = make_feedback(
                session,
                "Cars speed.",
                on=date(2026, month, 3),
                reading=TRAFFIC,
            )
        make_feedback(session, "Loud music.", on=TODAY, reading=NOISE)
        piece = session.scalars(select(Feedback.id).where(Feedback.words == "Cars speed.")).first()
        session.add(Message(feedback_id=piece, account_id=None, who="o@example.org",
                            words="We look into it.", said_on=TODAY))  # fmt: skip
        officer = make_account(session)
        for title in ("Speeding on Mill Road", "The library"):
            starts = NOW.replace(tzinfo=None) + timedelta(days=3)
            event_id = plans.add(session, officer, now=NOW, plan=Plan(
                kind="walk", title=title, starts=starts, ends=starts + timedelta(hours=1),
                tzid="UTC"))  # fmt: skip
            states.publish(session, officer, event_id=event_id, now=NOW)
            session.get_one(Event, event_id).state = EventState.HELD
        made = [
            commitments.make(session, OPERATOR, now=NOW, promise=Promise(
                str(number), wording, "The captain", TODAY))
            for number, wording in enumerate(
                ("Radar on Mill Road by May: less speeding", "We paint the door", "We repair it")
            )
        ]  # fmt: skip
        commitments.raised_by(session, OPERATOR, commitment_id=made[2], feedback_id=piece, now=NOW)
        (theme_id,) = (t.id for t in concerns.themes(session, OPERATOR) if t.code == "TRF")
    with reading(engine) as session:
        found = life_lines.of(
            session, officer, scope=scope_of(source_id, first=202512), theme_id=theme_id
        )

    assert [one.n for one in found.line] == [0, 1, 1, 1]
    assert [one.turn for one in found.turns] == ["first heard"]
    assert [one.title for one in found.met] == ["Speeding on Mill Road"]
    assert [one.commitment_id for one in found.promised] == [made[0], made[2]]
    assert found.promised[1] == Promised(made[2], "We repair it", TODAY, CommitmentState.OPEN)
    assert (found.n, found.answered) == (3, 1)
