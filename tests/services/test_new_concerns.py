"""New concerns: proposed from many, quoted by the rules of all words, named or dismissed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from analysis.themes import Theme
from core import clock
from core.vocabulary import AuditAction, Sentiment
from db.models import AuditEntry, Feedback, Reading
from db.session import reading, transaction
from jobs import new_concerns as job
from services import feedback_import, new_concerns, readings
from services.feedback_import import FeedbackRecord
from services.new_concerns import ConcernGoneError
from tests.conftest import NOW
from tests.factories import OPERATOR, TODAY, make_feedback, make_reading
from tests.services.theme_steps import add

FRESH = "Paper lanterns again, says Lopez. Call 555 123 4567."
OLD = "The bench is nice."


def fill(engine, texts, *, back=0):
    """Pieces of one source, one a day from ``back`` days ago on backwards, all of them read."""
    with transaction(engine) as session:
        source_id = feedback_import.source(session, OPERATOR, name="Letters")
        records = [
            FeedbackRecord(f"{text} No. {n}", f"{back}:{n}",
                           received_on=TODAY - timedelta(days=back + n % 25))
            for n, text in enumerate(texts)
        ]  # fmt: skip
        feedback_import.store(
            session, OPERATOR, records=records, source_id=source_id, districts={}, questions={}
        )
        while (batch := readings.claim(session, OPERATOR, now=NOW)).texts:
            found = {one.feedback_id: make_reading(Sentiment.NEUTRAL) for one in batch.texts}
            readings.store(session, OPERATOR, lease=batch.lease, readings=found)


def proposals(engine):
    with reading(engine) as session:
        return new_concerns.every(session, OPERATOR)


def look(engine, *, later=timedelta()):
    clock.hold(NOW + later)
    return job.look(engine)


@pytest.fixture
def filled(engine):
    fill(engine, [FRESH] * 14 + [OLD] * 10)
    fill(engine, [OLD] * 100, back=60)
    assert look(engine)
    return engine


def test_it_is_looked_for_once_a_day_or_when_somebody_asks(filled, triager):
    (one,) = proposals(filled)
    assert "paper lanterns" in one.phrases
    assert (one.n, one.total, one.n_before, one.total_before) == (14, 24, 0, 100)
    assert not look(filled)
    assert look(filled, later=timedelta(days=1, seconds=1))
    with transaction(filled) as session:
        new_concerns.ask(session, triager)
    assert look(filled)


def test_what_was_dismissed_comes_back_when_it_is_heard_twice_as_often(filled, triager):
    with transaction(filled) as session:
        new_concerns.dismiss(session, triager, concern_id=proposals(filled)[0].id, now=NOW)
    assert proposals(filled) == []
    fill(filled, [FRESH] * 10, back=1)
    assert look(filled, later=timedelta(days=1, seconds=1))
    assert proposals(filled) == []
    fill(filled, [FRESH] * 10, back=2)
    assert look(filled, later=timedelta(days=3))
    assert [one.n for one in proposals(filled)] == [34]


def test_what_has_a_name_by_now_is_not_proposed(filled, triager):
    phrases = proposals(filled)[0].phrases
    add(filled, triager, Theme("", "Lanterns", "", False, phrases))

    assert proposals(filled) == []


def test_quotes_are_masked_and_each_look_is_written_down(filled, triager, officer):
    (one,) = proposals(filled)
    with transaction(filled) as session:
        quotes = new_concerns.quotes(session, officer, concern_id=one.id, now=NOW)
        looks = session.scalars(
            select(AuditEntry.who).where(AuditEntry.action == AuditAction.FEEDBACK_READ)
        ).all()
        assert len(quotes) == 3
        assert not any("555" in words for words in quotes)
        assert looks == [officer.name] * 3
        session.execute(update(Feedback).values(sentiment=None))  # as what is taken back
        assert new_concerns.quotes(session, officer, concern_id=one.id, now=NOW) == []
        session.execute(update(Feedback).values(sentiment=Sentiment.NEUTRAL, waits_for_triage=True))
        for who in (officer, triager):
            assert new_concerns.quotes(session, who, concern_id=one.id, now=NOW) == []
        with pytest.raises(ConcernGoneError):
            new_concerns.quotes(session, officer, concern_id=one.id + 1, now=NOW)


def test_who_is_an_officer_in_one_piece_is_a_phrase_of_none(engine):
    named = make_reading(Sentiment.NEUTRAL, names_officer=True)
    with transaction(engine) as session:
        make_feedback(session, "Officer Lopez was here.", reading=named)
    fill(engine, [FRESH] * 14 + [OLD] * 10)
    fill(engine, [OLD] * 100, back=60)

    assert look(engine)
    (one,) = proposals(engine)
    assert "paper lanterns" in one.phrases
    assert "lopez" not in " ".join(one.phrases)


def test_sensitive_pieces_make_no_proposal(engine):
    fill(engine, [FRESH] * 14 + [OLD] * 10)
    fill(engine, [OLD] * 100, back=60)
    with transaction(engine) as session:
        fresh = select(Feedback.id).where(Feedback.words.startswith("Paper"))
        mine = Reading.feedback_id.in_(fresh)
        session.execute(update(Reading).where(mine).values(is_sensitive=True))

    assert look(engine)
    assert proposals(engine) == []
