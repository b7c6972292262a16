"""The counts are, after whatever happened, what one would count from the rows."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from core.vocabulary import Sentiment
from db.models import (
    ALL,
    ConcernCount,
    Feedback,
    FeedbackConcern,
    FiguresVersion,
    Reading,
    SentimentCount,
)
from db.session import reading, transaction
from services import counts, feedback_import, installation, readings
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
    lambda sentiment, codes, language: make_reading(sentiment, *codes, language=language),
    st.sampled_from(Sentiment),
    st.sets(st.sampled_from(CODES)),
    st.sampled_from(("en", "es", None)),
)


def kept(session):
    """What the two tables say now."""
    return [
        {
            tuple(getattr(row, name) for name in (*counts.KEYS, *what)): row.n
            for row in session.scalars(select(table))
            if row.n
        }
        for table, what in (
            (SentimentCount, ("sentiment", "is_indicative")),
            (ConcernCount, ("theme_id",)),
        )
    ]


def from_the_rows(session):
    """The same, counted one by one in Python."""
    sentiments, concerns = Counter(), Counter()
    rows = session.execute(select(Feedback, Reading).join(Reading))
    for feedback, found in rows:
        assert feedback.sentiment is found.sentiment
        day = feedback.received_on
        monday = day and day - timedelta(days=day.weekday())
        when = {f"{day:%Y%m}", f"{monday:%Y%m%d}"} if day else {"0"}
        tags = select(FeedbackConcern).where(FeedbackConcern.feedback_id == feedback.id)
        heard = session.scalars(tags).all()
        assert {(tag.source_id, tag.received_on) for tag in heard} <= {(feedback.source_id, day)}
        for place in (feedback.district_id or 0, -1):
            for question in (feedback.question_version_id or 0, -1):
                for period in when:
                    cell = (feedback.source_id, place, question, int(period))
                    is_read = found.sentiment is not Sentiment.NOT_READ
                    sentiments[*cell, found.sentiment, is_read and found.language == "es"] += 1
                    for tag in heard if is_read else ():
                        concerns[*cell, tag.theme_id] += 1
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

        cells = [
            (source_id, district, question, period, Sentiment.MIXED, False)
            for district in (0, ALL)
            for question in (version_id, ALL)
            for period in (202603, 20260302)
        ]
        assert along_the_way[0] == dict.fromkeys(cells, 1)
        assert kept(session) == along_the_way


@pytest.mark.parametrize(
    ("day", "month", "monday"),
    [
        (date(1999, 12, 31), 199912, 19991227),
        (date(2000, 1, 1), 200001, 19991227),
        (date(2024, 2, 29), 202402, 20240226),
        (date(2026, 3, 1), 202603, 20260223),  # a Sunday
        (date(2026, 3, 2), 202603, 20260302),  # a Monday
    ],
)
def test_a_count_made_again_puts_a_day_into_its_month_and_week(engine, day, month, monday):
    with transaction(engine) as session:
        make_feedback(session, on=day, reading=make_reading())

        counts.recount(session)

        assert {key[3] for key in kept(session)[0]} == {month, monday}


def test_maps_are_drawn_anew_when_districts_change_and_not_for_every_text(engine):
    with transaction(engine) as session:
        before = counts.version(session, OPERATOR)
        make_feedback(session, reading=make_reading())
        assert counts.version(session, OPERATOR) == before

        make_district(session, "7")

        assert counts.version(session, OPERATOR) > before


def test_counts_that_a_migration_emptied_are_filled_at_the_next_start(engine):
    with transaction(engine) as session:
        make_feedback(session, reading=make_reading(Sentiment.MIXED, "TRF"))
        full = kept(session)
        session.execute(delete(SentimentCount))
        session.execute(delete(ConcernCount))
        session.execute(update(FiguresVersion).values(version=0))

        installation.prepare(session, OPERATOR, now=NOW)

        assert kept(session) == full
        assert all(full)
        assert counts.version(session, OPERATOR) == 1


def test_nothing_read_is_nothing_counted(engine):
    with transaction(engine) as session:
        make_feedback(session)

        counts.recount(session)

    with reading(engine) as session:
        assert kept(session) == [{}, {}]
