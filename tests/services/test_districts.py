"""Districts: brought in, named, and found again however somebody wrote them."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from core.vocabulary import AuditAction, Sentiment
from db.models import ALL, ConcernCount, District, Feedback, SentimentCount
from db.session import reading, transaction
from services import audit, counts, districts, readings
from services.districts import DistrictRecord, DistrictsStored
from tests.conftest import NOW
from tests.factories import (
    OPERATOR,
    SQUARE,
    VISITOR,
    make_district,
    make_feedback,
    make_reading,
)
from tests.services.together import overtaken


def store(engine, *records):
    with transaction(engine) as session:
        return districts.store(session, OPERATOR, records=records, now=NOW)


def record(code, name="", **more):
    values = {"population": None, "boundary": SQUARE, "attributes": {}} | more
    return DistrictRecord(code, name or f"District {code}", **values)


def figures(session):
    """All counts, in an order of their own."""
    found = []
    for table in (SentimentCount, ConcernCount):
        rows = session.execute(select(table.__table__).where(table.n > 0))
        found.append(sorted(tuple(map(str, row)) for row in rows))
    return found


def test_districts_are_added_and_brought_up_to_date_by_their_code(engine):
    first = store(engine, record("5", "Old"), record("6", population=10))
    second = store(engine, record("5", "New", population=7, attributes={"beats": 3}))

    with reading(engine) as session:
        row = session.scalars(select(District).where(District.code == "5")).one()
        lines = audit.entries(session, OPERATOR, limit=2)
    assert (first, second) == (DistrictsStored(2, 0, 0), DistrictsStored(0, 1, 0))
    assert (row.name, row.population, row.boundary, row.attributes) == (
        "New", 7, SQUARE, {"beats": 3},
    )  # fmt: skip
    assert [(line.action, line.details) for line in lines] == [
        (AuditAction.RECORDS_IMPORTED, "added 0, updated 1"),
        (AuditAction.RECORDS_IMPORTED, "added 2, updated 0"),
    ]


def test_districts_are_listed_in_the_order_of_their_numbers(engine):
    store(engine, *(record(code) for code in ("10", "2", "1", "35")))

    with reading(engine) as session:
        cards = districts.every(session, VISITOR)
    assert [card.code for card in cards] == ["1", "2", "10", "35"]


@pytest.mark.parametrize("said", ["5", "05", " 5.0 ", "District 5", "5th District", "harbor"])
def test_feedback_finds_its_district_however_it_was_written(engine, said):
    store(engine, record("5", "Harbor"), record("15", "Hill"))

    with transaction(engine) as session:
        make_feedback(session, district=said)
        placed = session.scalars(select(Feedback.district_id)).one()

        assert placed == districts.codes(session, VISITOR)["5"]


def test_a_code_wins_over_another_districts_name(engine):
    store(engine, record("1", "District 2"), record("2", "District 1"))

    with reading(engine) as session:
        codes = districts.codes(session, VISITOR)
        ids = {card.code: card.id for card in districts.every(session, VISITOR)}
    assert codes == ids


def test_a_district_without_a_telling_name_is_not_where_everybody_else_lives(engine):
    store(engine, record("7", "District"))

    with transaction(engine) as session:
        make_feedback(session, district=None)
        make_feedback(session, district="7")
        placed = dict(session.execute(select(Feedback.district_said, Feedback.district_id)).all())

    assert placed[None] is None
    assert placed["7"] is not None


def test_feedback_that_waited_is_placed_and_counted_in_its_district(engine):
    with transaction(engine) as session:
        for said in ("District 5", "05", "no idea", None):
            make_feedback(session, district=said, reading=make_reading(Sentiment.NEGATIVE, "TRF"))
        elsewhere = make_district(session, "6")
        make_feedback(session, district="6", reading=make_reading(Sentiment.POSITIVE))

    stored = store(engine, record("5"))

    with transaction(engine) as session:
        rows = session.execute(
            select(SentimentCount.district_id, SentimentCount.n).where(
                SentimentCount.question_version_id == ALL,
                SentimentCount.period == 202603,
                SentimentCount.n > 0,
            )
        ).all()
        kept = figures(session)
        counts.recount(session)
        assert figures(session) == kept
        five = districts.codes(session, VISITOR)["5"]
    assert stored == DistrictsStored(1, 0, placed=2)
    assert sorted(tuple(row) for row in rows) == sorted(
        [(ALL, 4), (ALL, 1), (0, 2), (five, 2), (elsewhere, 1)]
    )


def test_feedback_that_has_a_district_keeps_it(engine):
    with transaction(engine) as session:
        home = make_district(session, "6")
        make_feedback(session, district="6")

    store(engine, record("5", "6"), record("7"))

    with reading(engine) as session:
        assert session.scalars(select(Feedback.district_id)).one() == home


def test_what_is_read_while_districts_arrive_is_counted_in_its_district(engine):
    """A worker has looked up where its text belongs; then the district comes; then it counts."""
    with transaction(engine) as session:
        make_feedback(session, district="5")
        batch = readings.claim(session, OPERATOR, now=NOW)
    found = {waiting.feedback_id: make_reading(Sentiment.NEGATIVE) for waiting in batch.texts}

    answers = overtaken(
        engine,
        partial(readings.store, actor=OPERATOR, lease=batch.lease, readings=found),
        partial(districts.store, actor=OPERATOR, records=[record("5")], now=NOW),
        before="DELETE FROM reading",
    )

    with transaction(engine) as session:
        kept = figures(session)
        counts.recount(session)
        assert figures(session) == kept
    assert answers == [1, DistrictsStored(1, 0, placed=1)]
