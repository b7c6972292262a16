"""The overview: what moved twice in a row, what is late, and where too little is heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core import periods
from core.vocabulary import CommitmentState, Grain, Sentiment
from db.session import reading, transaction
from services import alarms, concerns, districts, feedback_import, overview, questions, readings
from services.districts import DistrictRecord
from services.feedback_import import FeedbackRecord
from services.meetings import commitments
from services.meetings.commitments import Promise
from tests.conftest import NOW
from tests.factories import OPERATOR, SQUARE, TODAY, make_reading, scope_of

N, P = Sentiment.NEGATIVE, Sentiment.POSITIVE
MONTHS = periods.span(202402, 202603)
APRIL = date(2026, 4, 1)
QUIET = {"TRF": 3, "NOI": 8}
LOUD = {"TRF": 14, "NOI": 8}


def hear(session, months, *, question=None, total=20, district="1"):
    """``total`` pieces in each of ``months``, so many of them with each theme; answers the source.

    The first half sounds negative.
    """
    source_id = feedback_import.source(session, OPERATOR, name="Letters")
    rows = [(month, number, themes) for month, themes in months for number in range(total)]
    records = [
        FeedbackRecord(f"Piece {at}", f"{district}-{at}-{month}", district=district,
                       received_on=periods.first_day(month) + timedelta(days=number % 28),
                       question=question and "asked")
        for at, (month, number, _themes) in enumerate(rows)
    ]  # fmt: skip
    feedback_import.store(
        session, OPERATOR, records=records, source_id=source_id,
        districts=districts.codes(session, OPERATOR),
        questions={"asked": question} if question else {},
    )  # fmt: skip
    batch = readings.claim(session, OPERATOR, now=NOW, size=len(rows))
    found = {}
    for text in batch.texts:
        _month, number, themes = rows[int(text.words.removeprefix("Piece "))]
        codes = [code for code, n in themes.items() if number < n]
        found[text.feedback_id] = make_reading(N if number < total / 2 else P, *codes)
    readings.store(session, OPERATOR, lease=batch.lease, readings=found)
    return source_id


def place(session, code, people):
    record = DistrictRecord(code, f"District {code}", people, SQUARE, {})
    districts.store(session, OPERATOR, records=[record], now=NOW)


def state_of(session, source_id, **more):
    scope = scope_of(source_id, first=202504, **more)
    ids = {theme.code: theme.id for theme in concerns.themes(session, OPERATOR)}
    found = alarms.of(session, OPERATOR, scope=scope, today=APRIL)
    return {code: found.concerns[ids[code]].state for code in QUIET}, found


@pytest.mark.parametrize(("last", "state"), [((QUIET, LOUD), "first sign"), ((LOUD, LOUD), "rose")])
def test_a_concern_alarms_when_two_months_in_a_row_say_so(engine, last, state):
    heard = [*((month, QUIET) for month in MONTHS[:-2]), *zip(MONTHS[-2:], last, strict=True)]
    with transaction(engine) as session:
        place(session, "1", 100)
        source_id = hear(session, heard)
    with reading(engine) as session:
        states, found = state_of(session, source_id)

    assert states == {"TRF": state, "NOI": "as expected"}
    assert found.period == 202603
    assert [alarm.state for alarm in found.districts.values()] == ["as expected"]


def test_another_question_breaks_the_line(engine):
    heard = [(month, QUIET) for month in MONTHS[:-2]]
    with transaction(engine) as session:
        place(session, "1", 100)
        hear(session, heard)
        asked = questions.asked(session, OPERATOR)[0].version_id
        source_id = hear(session, [(month, LOUD) for month in MONTHS[-2:]], question=asked)
    with reading(engine) as session:
        states, found = state_of(session, source_id)

    assert states == {"TRF": "too few to tell", "NOI": "too few to tell"}
    assert found.since == MONTHS[-2]


def test_nothing_is_told_of_what_has_no_date(engine):
    with transaction(engine) as session:
        place(session, "1", 100)
        source_id = hear(session, [(202603, QUIET)])
    with reading(engine) as session:
        found = alarms.of(
            session, OPERATOR, scope=scope_of(source_id, first=0, last=0), today=APRIL
        )
        assert not found.concerns
        assert overview.of(
            session, OPERATOR, scope=scope_of(source_id, first=202501, last=202501), today=TODAY
        ).felt.negative is None  # fmt: skip


def test_the_overview_says_what_was_promised_and_where_too_little_is_heard(engine):
    with transaction(engine) as session:
        for code, people in (("1", 100), ("2", 90), ("3", 0)):
            place(session, code, people)
        source_id = hear(session, [(202602, QUIET), (202603, LOUD)], total=30)
        for wording, due in (("Late", 3), ("Kept", 10), ("Ahead", 40)):
            made = commitments.make(session, OPERATOR, now=NOW, promise=Promise(
                wording, wording, "The captain", TODAY + timedelta(days=due)))  # fmt: skip
            if wording == "Kept":
                commitments.answer(
                    session, OPERATOR, commitment_id=made, state=CommitmentState.DONE,
                    outcome="It is there.", now=NOW + timedelta(days=1),
                )  # fmt: skip
    with reading(engine) as session:
        found = overview.of(
            session, OPERATOR, scope=scope_of(source_id), today=TODAY + timedelta(days=20)
        )

    assert (found.felt.total, found.felt.negative.n, found.felt.positive.n) == (30, 15, 15)
    assert found.felt.negative.high > 0.5 > found.felt.negative.low
    assert [(one.code, one.share.n, one.share.previous_n) for one in found.concerns] == [
        ("TRF", 14, 3), ("NOI", 8, 8),
    ]  # fmt: skip
    assert found.thanks is None
    assert found.kept[0::3] == (0.5, 2), "the one ahead is not due"
    assert [card.wording for card in found.late] == ["Late"]
    assert [(one.district, one.n, one.total) for one in found.unheard] == [("District 2", 0, 30)]


def test_a_district_alone_is_not_set_beside_others(engine):
    with transaction(engine) as session:
        place(session, "1", 100)
        place(session, "2", 100)
        source_id = hear(session, [(202603, QUIET)])
        ids = districts.codes(session, OPERATOR)
    with reading(engine) as session:
        whole = scope_of(source_id)
        assert overview.of(session, OPERATOR, scope=whole, today=TODAY).unheard
        one = replace(whole, district_id=ids["1"])
        assert not overview.of(session, OPERATOR, scope=one, today=TODAY).unheard


def test_weeks_are_told_by_weeks(engine):
    with transaction(engine) as session:
        place(session, "1", 100)
        source_id = hear(session, [(202603, QUIET)])
    week = periods.of(date(2026, 3, 2), Grain.WEEK)
    with reading(engine) as session:
        found = alarms.of(
            session, OPERATOR, scope=scope_of(source_id, first=week, last=week), today=APRIL
        )
    assert found.period == week


def test_a_month_that_is_not_over_is_not_looked_at(engine):
    heard = [*((month, QUIET) for month in MONTHS[:-2]), *((month, LOUD) for month in MONTHS[-2:])]
    with transaction(engine) as session:
        place(session, "1", 100)
        hear(session, heard)
        source_id = hear(session, [(202604, {})], total=12)
    with reading(engine) as session:
        scope = scope_of(source_id, first=202504, last=202604)
        found = alarms.of(session, OPERATOR, scope=scope, today=date(2026, 4, 30))
        assert found.period == 202603
        assert "rose" in {alarm.state for alarm in found.concerns.values()}
        late = alarms.of(session, OPERATOR, scope=scope, today=date(2026, 5, 1))
        assert late.period == 202604
        first = scope_of(source_id, first=190001, last=190001)
        assert not alarms.of(session, OPERATOR, scope=first, today=APRIL).concerns
