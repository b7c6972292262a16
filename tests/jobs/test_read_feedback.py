"""Reading what waits, until nothing does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from analysis import reading as texts
from analysis.themes import shipped
from core.vocabulary import Sentiment
from db.models import FeedbackConcern, Reading, Theme
from db.session import reading, transaction
from jobs import read_feedback
from services import readings
from services.readings import LEASE
from tests.conftest import NOW
from tests.factories import OPERATOR, make_feedback

WORDS = "The street light on Elm is broken and it is awful."


def fill(engine, count, words=WORDS):
    with transaction(engine) as session:
        for _ in range(count):
            make_feedback(session, words)


def read(engine):
    with reading(engine) as session:
        return len(session.scalars(select(Reading.feedback_id)).all())


def test_a_text_is_read_as_analysis_reads_it(engine):
    fill(engine, 1)
    expected = texts.read(WORDS, themes=replace(shipped(), version=1))

    assert read_feedback.read_batch(engine) == 1

    with reading(engine) as session:
        row = session.scalars(select(Reading)).one()
        codes = session.scalars(
            select(Theme.code).join(FeedbackConcern, FeedbackConcern.theme_id == Theme.id)
        ).all()
    assert (row.language, row.sentiment, row.method, row.version, row.theme_version) == (
        "en", expected.sentiment, expected.method, expected.version, expected.theme_version,
    )  # fmt: skip
    assert sorted(codes) == sorted(tag.code for tag in expected.concerns)
    assert "LIT" in codes


def test_where_nothing_waits_nothing_is_done(engine):
    assert read_feedback.read_batch(engine) == 0
    assert read_feedback.read_all(engine) == 0


def test_all_is_read_batch_by_batch(engine):
    fill(engine, 450)
    heard = []

    assert read_feedback.read_all(engine, said=heard.append) == 450

    assert heard == [200, 400, 450]
    assert read(engine) == 450


def test_what_another_worker_has_claimed_is_left_to_it(engine):
    fill(engine, 2)
    with transaction(engine) as session:
        readings.claim(session, OPERATOR, now=NOW + LEASE, size=1)

    assert read_feedback.read_all(engine) == 1


def test_an_empty_looking_or_foreign_text_is_not_read_and_waits_no_more(engine):
    fill(engine, 1, "911")
    fill(engine, 1, "Salamat po sa inyong tulong kagabi sa aming barangay")

    assert read_feedback.read_all(engine) == 2

    with reading(engine) as session:
        assert set(session.scalars(select(Reading.sentiment))) == {Sentiment.NOT_READ}
        assert readings.waiting(session, OPERATOR) == 0


@pytest.mark.parametrize("killed", [True, False])
def test_what_a_killed_worker_had_claimed_is_read_after_its_lease(engine, killed):
    fill(engine, 5)
    with transaction(engine) as session:
        readings.claim(session, OPERATOR, now=NOW - LEASE * (2 if killed else 0))

    assert read_feedback.read_all(engine) == (5 if killed else 0)
