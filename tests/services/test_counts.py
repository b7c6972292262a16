"""The counts are, after whatever happened, what one would count from the rows."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.vocabulary import Sentiment
from db.models import ConcernCount, Feedback, FeedbackConcern, Reading, SentimentCount
from db.session import reading, transaction
from services import counts, feedback_import, readings
from tests.conftest import NOW
from tests.factories import OPERATOR, TODAY, make_district, make_feedback, make_reading

DAYS = (None, date(2014, 12, 31), date(2015, 1, 1), date(2026, 3, 2))
CODES = ("TRF", "NOI", "FOR")

one_feedback = st.tuples(
    st.sampled_from(("Letters", "Statements")),
    st.sampled_from(DAYS),
    st.sampled_from((None, "1", "2", "nowhere")),
)
one_reading = st.builds(
    lambda sentiment, codes: make_reading(sentiment, *codes),
    st.sampled_from(Sentiment),
    st.sets(st.sampled_from(CODES)),
)


def kept(session):
    """What the two tables say now."""
    return [
        {
            (row.source_id, row.month, row.district_id, row.question_version_id, word): row.n
            for row in session.scalars(select(table))
            for word in [row.sentiment if table is SentimentCount else row.theme_id]
            if row.n
        }
        for table in (SentimentCount, ConcernCount)
    ]


def from_the_rows(session):
    """The same, counted one by one in Python."""
    sentiments, concerns = Counter(), Counter()
    rows = session.execute(select(Feedback, Reading).join(Reading))
    for feedback, found in rows:
        day = feedback.received_on
        cell = (
            feedback.source_id, day.year * 100 + day.month if day else 0,
            feedback.district_id or 0, feedback.question_version_id or 0,
        )  # fmt: skip
        sentiments[*cell, found.sentiment] += 1
        tags = select(FeedbackConcern.theme_id).where(FeedbackConcern.feedback_id == feedback.id)
        for theme_id in session.scalars(tags) if found.sentiment != Sentiment.NOT_READ else ():
            concerns[*cell, theme_id] += 1
    return [dict(sentiments), dict(concerns)]


def read_some(session, found):
    """Store ``found`` for as many waiting texts as it has readings."""
    batch = readings.claim(session, OPERATOR, now=NOW, size=len(found))
    pairs = {text.feedback_id: made for text, made in zip(batch.texts, found, strict=False)}
    readings.store(session, OPERATOR, lease=batch.lease, readings=pairs)


@given(
    arrives=st.lists(one_feedback, max_size=6),
    found=st.lists(one_reading, max_size=8),
    again=st.lists(one_reading, max_size=8),
    since=st.sampled_from(DAYS),
)
@settings(
    max_examples=25, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_counts_kept_along_the_way_are_those_counted_from_scratch(
    engine, arrives, found, again, since
):
    """Examples add to one database, so that every one starts where the last one ended."""
    with transaction(engine) as session:
        make_district(session, "1")
        make_district(session, "2")
        for source, day, district in arrives:
            make_feedback(session, source=source, on=day, district=district)
    with transaction(engine) as session:
        read_some(session, found)
    with transaction(engine) as session:
        readings.ask_again(session, OPERATOR, since=since)
        read_some(session, again)

    with transaction(engine) as session:
        along_the_way = kept(session)
        assert along_the_way == from_the_rows(session)
        counts.recount(session)
        assert kept(session) == along_the_way
        session.rollback()  # or each example would begin with counts made straight


def test_feedback_with_a_question_is_counted_under_its_version(engine):
    with transaction(engine) as session:
        source_id = feedback_import.source(session, OPERATOR, name="Letters")
        version_id = feedback_import.question_version(
            session, OPERATOR, wording="And?", today=TODAY
        )
        feedback_import.store(
            session, OPERATOR, source_id=source_id, districts={}, questions={"And?": version_id},
            records=[feedback_import.FeedbackRecord("Words", "key:1", TODAY, question="And?")],
        )  # fmt: skip
        read_some(session, [make_reading(Sentiment.MIXED, "TRF")])

        along_the_way = kept(session)
        counts.recount(session)

        cell = (source_id, 202603, 0, version_id)
        assert along_the_way[0] == {(*cell, Sentiment.MIXED): 1}
        assert kept(session) == along_the_way


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2000, 1, 1), date(2024, 2, 29)])
def test_a_count_made_again_puts_a_day_into_its_month(engine, day):
    with transaction(engine) as session:
        make_feedback(session, on=day, reading=make_reading())

        counts.recount(session)

        assert [key[1] for key in kept(session)[0]] == [day.year * 100 + day.month]


def test_nothing_read_is_nothing_counted(engine):
    with transaction(engine) as session:
        make_feedback(session)

        counts.recount(session)

    with reading(engine) as session:
        assert kept(session) == [{}, {}]
