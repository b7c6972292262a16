"""Readings: every text handed out to one worker at a time, and each counted once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import delete, select

from analysis.sentiment import SentenceReading
from analysis.spans import Span
from core import periods
from core.vocabulary import Sentiment
from core.voice import Act
from db.models import (
    ALL,
    ConcernCount,
    Feedback,
    FeedbackConcern,
    Reading,
    SentimentCount,
    Theme,
    UnreadFeedback,
)
from db.session import reading, transaction
from services import readings
from tests.conftest import NOW
from tests.factories import OPERATOR, TODAY, make_feedback, make_form, make_reading
from tests.services.together import overtaken, together

MOMENT = readings.LEASE / 1_000_000
OVER = NOW + readings.LEASE + MOMENT


def fill(engine, count, **more):
    with transaction(engine) as session:
        for number in range(count):
            make_feedback(session, f"Words {number}", **more)


def claim(engine, now=NOW, **more):
    with transaction(engine) as session:
        return readings.claim(session, OPERATOR, now=now, **more)


def store(engine, batch, found=None):
    found = found or make_reading()
    with transaction(engine) as session:
        return readings.store(
            session, OPERATOR, lease=batch.lease,
            readings={text.feedback_id: found for text in batch.texts},
        )  # fmt: skip


def ids(batch):
    return {text.feedback_id for text in batch.texts}


def waiting(engine):
    with reading(engine) as session:
        return readings.waiting(session, OPERATOR)


def in_all(table):
    everything = (table.district_id == ALL, table.question_version_id == ALL)
    return (*everything, table.period <= periods.LAST)


def counted(session):
    """All districts and questions together, by month."""
    found = session.execute(
        select(SentimentCount.sentiment, SentimentCount.n).where(*in_all(SentimentCount))
    )
    concerns = session.execute(
        select(Theme.code, ConcernCount.n)
        .join(Theme, Theme.id == ConcernCount.theme_id)
        .where(*in_all(ConcernCount))
    )
    return {word: n for word, n in [*found, *concerns] if n}


def test_a_claim_brings_the_words_and_what_their_reader_may_want_to_know(engine):
    with transaction(engine) as session:
        form = make_form(session)
        session.add(
            Feedback(
                id=7, source_id=1, words="Hola", language_said="es",
                question_version_id=form.question_version_id,
            )
        )  # fmt: skip
        session.flush()
        session.add(UnreadFeedback(feedback_id=7))

    assert claim(engine).texts == (
        readings.Unread(7, "Hola", "es", "What happened, or what should we know?", None),
    )


def test_what_is_claimed_is_not_handed_out_again_before_its_lease_ends(engine):
    fill(engine, 5)

    first, second = claim(engine, size=3), claim(engine, size=3)
    third = claim(engine, NOW + readings.LEASE)
    fourth = claim(engine, OVER)

    assert [len(batch.texts) for batch in (first, second, third, fourth)] == [3, 2, 0, 5]
    assert ids(first).isdisjoint(ids(second))
    assert ids(fourth) == ids(first) | ids(second)


def test_a_batch_has_at_most_two_hundred(engine):
    fill(engine, 201)

    assert len(claim(engine).texts) == 200


def test_a_stored_reading_is_kept_whole_and_its_text_waits_no_more(engine):
    fill(engine, 1)
    found = replace(
        make_reading(Sentiment.NEGATIVE, "TRF", "NOI"),
        sentences=(SentenceReading(Span(0, 5), Sentiment.NEGATIVE),),
        act=Act.COMPLAINT,
    )

    kept = store(engine, claim(engine), found)

    with reading(engine) as session:
        row = session.scalars(select(Reading)).one()
        tags = session.execute(
            select(Theme.code, FeedbackConcern.spans).join(
                Theme, Theme.id == FeedbackConcern.theme_id
            )
        )
        assert sorted(tuple(tag) for tag in tags) == [("NOI", [[0, 6]]), ("TRF", [[0, 6]])]
    assert (kept, waiting(engine)) == (1, 0)
    assert (row.language, row.sentiment, row.sentences, row.method, row.version) == (
        "en", Sentiment.NEGATIVE, [[0, 5, "negative"]], "test", "1",
    )  # fmt: skip
    assert (row.theme_version, row.is_sensitive, row.act) == (1, False, Act.COMPLAINT)


@pytest.mark.parametrize(
    ("found", "is_sensitive"),
    [
        (make_reading(Sentiment.NEGATIVE, "TRF"), False),
        (make_reading(Sentiment.NEGATIVE, "TRF", "FOR"), True),
        (make_reading(Sentiment.POSITIVE, names_officer=True), True),
        (make_reading(Sentiment.NOT_READ, "FOR"), True),
    ],
)
def test_a_name_or_a_theme_of_conduct_makes_a_reading_sensitive(engine, found, is_sensitive):
    fill(engine, 1)

    store(engine, claim(engine), found)

    with reading(engine) as session:
        assert session.scalars(select(Reading.is_sensitive)).one() is is_sensitive


def test_a_lost_lease_stores_nothing_and_the_next_worker_counts_once(engine):
    fill(engine, 3)
    slow = claim(engine)
    quick = claim(engine, OVER)

    kept = [store(engine, batch) for batch in (slow, quick, quick, slow)]

    with reading(engine) as session:
        assert counted(session) == {Sentiment.NEUTRAL: 3}
    assert kept == [0, 3, 0, 0]


def test_a_lease_that_ended_but_was_not_taken_over_is_still_good(engine):
    fill(engine, 1)

    assert store(engine, claim(engine)) == 1


def test_a_worker_overtaken_while_it_stores_keeps_what_is_its_own(engine):
    fill(engine, 3)
    slow = claim(engine)
    found = {text.feedback_id: make_reading() for text in slow.texts}

    answers = overtaken(
        engine,
        partial(readings.store, actor=OPERATOR, lease=slow.lease, readings=found),
        partial(readings.claim, actor=OPERATOR, now=OVER),
        before="DELETE FROM reading",
    )

    assert (answers[0], len(answers[1].texts)) == (3, 0)


def test_two_workers_read_everything_exactly_once(engine):
    fill(engine, 60)
    gate = Barrier(2)

    def work(_worker):
        gate.wait(timeout=60)
        kept = []
        while waiting(engine):
            batch = claim(engine, size=7)
            assert store(engine, batch) == len(batch.texts)
            kept += ids(batch)
        return kept

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(work, range(2))

    with reading(engine) as session:
        assert sorted(one + two) == sorted(session.scalars(select(Reading.feedback_id)))
        assert counted(session) == {Sentiment.NEUTRAL: 60}


def test_reading_again_moves_the_counts_by_the_difference(engine):
    fill(engine, 2)
    store(engine, claim(engine), make_reading(Sentiment.NEGATIVE, "TRF", "NOI"))
    with transaction(engine) as session:
        before = counted(session)
        assert readings.ask_again(session, OPERATOR) == 2

    store(engine, claim(engine, size=1), make_reading(Sentiment.POSITIVE, "NOI", "LIT"))

    with reading(engine) as session:
        after = counted(session)
        methods = len(session.scalars(select(Reading.feedback_id)).all())
    assert before == {Sentiment.NEGATIVE: 2, "TRF": 2, "NOI": 2}
    assert after == {
        Sentiment.NEGATIVE: 1, Sentiment.POSITIVE: 1, "TRF": 1, "NOI": 2, "LIT": 1,
    }  # fmt: skip
    assert methods == 2


def test_a_concern_in_what_could_not_be_read_is_marked_and_not_counted(engine):
    fill(engine, 1)

    store(engine, claim(engine), make_reading(Sentiment.NOT_READ, "TRF"))

    with reading(engine) as session:
        assert counted(session) == {Sentiment.NOT_READ: 1}
        assert len(session.scalars(select(FeedbackConcern.theme_id)).all()) == 1


def test_what_was_removed_meanwhile_is_not_stored(engine):
    fill(engine, 2)
    batch = claim(engine)
    with transaction(engine) as session:
        session.execute(delete(Feedback).where(Feedback.id == batch.texts[0].feedback_id))

    assert store(engine, batch) == 1
    assert waiting(engine) == 0


def test_asking_again_takes_what_came_since_that_day(engine):
    for day in (date(2026, 2, 28), date(2026, 3, 1), TODAY, None):
        fill(engine, 1, on=day)
    store(engine, claim(engine))

    with transaction(engine) as session:
        since = readings.ask_again(session, OPERATOR, since=date(2026, 3, 1))
        everything = readings.ask_again(session, OPERATOR)

    assert (since, everything) == (2, 4)


def test_asking_again_twice_at_once_is_asking_once(engine):
    fill(engine, 3)
    store(engine, claim(engine))
    act = partial(readings.ask_again, actor=OPERATOR)

    answers = overtaken(engine, act, act, before="INSERT INTO unread_feedback")

    assert answers == [3, 3]
    assert together(engine, *[act] * 4) == [3] * 4
    assert waiting(engine) == 3


def test_what_is_asked_for_again_is_not_taken_from_a_worker_that_held_it_before(engine):
    with transaction(engine) as session:
        make_feedback(session)
        held = readings.claim(session, OPERATOR, now=NOW)
        readings.ask_again(session, OPERATOR)

    with transaction(engine) as session:
        found = {text.feedback_id: make_reading() for text in held.texts}
        kept = readings.store(session, OPERATOR, lease=held.lease, readings=found)
        assert kept == 0
        assert readings.waiting(session, OPERATOR) == 1
