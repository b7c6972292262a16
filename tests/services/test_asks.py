"""What people ask for: the same together, counted, answered by a promise."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.vocabulary import CommitmentState, Sentiment
from core.voice import Act
from db.models import AuditEntry, Feedback
from db.session import transaction
from services import asks, concerns
from services.meetings import commitments
from services.meetings.commitments import Promise
from tests.conftest import NOW
from tests.factories import (
    OPERATOR,
    TODAY,
    make_account,
    make_district,
    make_feedback,
    make_reading,
    scope_of,
)

LIGHTS = (
    ("Please put more street lights on Pell Lane.", "1"),
    ("We need street lights on Pell Lane, it is dark.", "2"),
    ("More street lights for Pell Lane please!", "1"),
)
ELSE = (("Open the skate park earlier on Sundays.", None), ("Teach officers some Spanish.", "2"))


@pytest.fixture
def asked_for(engine):
    """Three ask for lights, two for other things; one praises, one asks and names an officer."""
    with transaction(engine) as session:
        for code in ("1", "2"):
            make_district(session, code)
        for words, district in (*LIGHTS, *ELSE):
            codes = ["LIT"] if "lights" in words else []
            reading = make_reading(Sentiment.NEUTRAL, *codes, act=Act.REQUEST)
            source_id = make_feedback(session, words, district=district, reading=reading)
        make_feedback(session, "Thank you for the new street lights on Pell Lane.",
                      reading=make_reading(Sentiment.POSITIVE, "LIT", act=Act.PRAISE))  # fmt: skip
        make_feedback(
            session, "Please put Officer Marlow on Pell Lane.",
            reading=make_reading(Sentiment.NEUTRAL, act=Act.REQUEST, names_officer=True),
        )  # fmt: skip
        return source_id, make_account(session)


def asked(engine, asked_for, **more):
    source_id, officer = asked_for
    with transaction(engine) as session:
        return asks.asked(session, officer, scope=scope_of(source_id), **more)


def test_the_same_is_counted_together_and_nothing_but_requests(engine, asked_for):
    found = asked(engine, asked_for)

    assert (found.n, found.is_more, found.things) == (5, False, 3)
    first = found.asked[0]
    assert first.words in {words for words, _district in LIGHTS}
    assert len(first.feedback_ids) == 3
    assert first.districts == (("District 1", 2), ("District 2", 1))
    assert first.newest_on == TODAY
    assert {one.words for one in found.asked[1:]} == {words for words, _district in ELSE}
    assert found.districts == {"District 1": 2, "District 2": 2, "": 1}
    assert [*found.concerns.values()] == [3]


def test_what_waits_for_triage_is_asked_by_nobody_else(engine, asked_for):
    assert "Marlow" not in str(asked(engine, asked_for))
    with transaction(engine) as session:
        triager = make_account(session, triages=True)
    assert "Marlow" in str(asked(engine, (asked_for[0], triager)))


def test_one_concern_alone(engine, asked_for):
    with transaction(engine) as session:
        (theme_id,) = (t.id for t in concerns.themes(session, OPERATOR) if t.code == "LIT")
    found = asked(engine, asked_for, theme_id=theme_id)
    assert (found.n, found.things) == (3, 1)


def test_a_promise_stands_beside_what_it_answers(engine, asked_for):
    first = asked(engine, asked_for).asked[0]
    with transaction(engine) as session:
        made = commitments.make(session, OPERATOR, now=NOW, promise=Promise(
            "one", "Six lights by May", "The captain", TODAY))  # fmt: skip
        for feedback_id in first.feedback_ids[1:]:
            commitments.raised_by(
                session, OPERATOR, commitment_id=made, feedback_id=feedback_id, now=NOW
            )
    found = asked(engine, asked_for)
    assert found.asked[0].promised == (
        asks.Promised(made, "Six lights by May", CommitmentState.OPEN),
    )
    assert not any(one.promised for one in found.asked[1:])


def test_words_that_were_shown_leave_a_trace(engine, asked_for):
    found = asked(engine, asked_for, most=1)
    with transaction(engine) as session:
        asks.look(session, asked_for[1], shown=found.asked, now=NOW)
        subjects = set(session.scalars(select(AuditEntry.subject)))
    shown, *others = found.asked[0].feedback_ids
    assert f"feedback {shown:x}" in subjects
    assert not {f"feedback {one:x}" for one in others} & subjects


def test_all_of_a_group_can_be_read_but_what_was_withdrawn(engine, asked_for):
    first = asked(engine, asked_for).asked[0]
    with transaction(engine) as session:
        session.get_one(Feedback, first.feedback_ids[0]).sentiment = None
        listing = asks.pieces_of(
            session, asked_for[1], feedback_ids=first.feedback_ids, page=0, now=NOW
        )
    assert {card.id for card in listing.cards} == {*first.feedback_ids[1:]}
    assert listing.total == 2
