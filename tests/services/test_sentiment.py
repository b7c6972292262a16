"""Shares of each sentiment: from one source, in its period, and nothing pooled."""

from __future__ import annotations

import math
from datetime import date

import pytest

from analysis import felt
from analysis.comparison import compare
from analysis.reading_error import of_sentiments, share
from core.actor import Actor
from core.vocabulary import Grain, Sentiment
from db.session import reading, transaction
from services import feedback_import, questions, readings, sentiment
from services.sentiment import Overall
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
from tests.services.figures import LETTERS, N, P, U, X, fill, statements

NONE = dict.fromkeys(felt.READ, 0)
NEGATIVE = of_sentiments()[Sentiment.NEGATIVE]


@pytest.fixture
def filled(engine):
    return fill(engine)


def overall(engine, source_id, **more):
    with reading(engine) as session:
        return sentiment.overall(session, OPERATOR, scope=scope_of(source_id, **more))


def test_a_months_feedback_is_counted_by_what_was_read(engine, filled):
    sources, _ = filled

    found = overall(engine, sources["Letters"])

    assert found == Overall(NONE | {N: 2, P: 1, U: 1}, not_read=1)
    assert found.total == 4


def test_sources_are_never_pooled(engine, filled):
    sources, _ = filled

    assert overall(engine, sources["Statements"]) == Overall(NONE | {P: 1}, 0)
    assert overall(engine, 999) == Overall(NONE, 0)


@pytest.mark.parametrize(
    ("period", "counts", "not_read"),
    [
        ((202601, 202603), {N: 4, P: 2, U: 1}, 1),
        ((202602, 202602), {N: 1, P: 1}, 0),
        ((202512, 202601), {N: 1}, 0),
        ((202604, 202612), {}, 0),
        ((202603, 202602), {}, 0),
        ((0, 0), {N: 1, P: 1}, 0),  # without a date
    ],
)
def test_a_period_holds_its_months_and_undated_is_apart(engine, filled, period, counts, not_read):
    sources, _ = filled
    first, last = period

    found = overall(engine, sources["Letters"], first=first, last=last)

    assert found == Overall(NONE | counts, not_read)


def test_a_district_and_the_unknown_one_are_apart(engine, filled):
    sources, districts = filled
    letters = sources["Letters"]

    found = [
        overall(engine, letters, district_id=district_id)
        for district_id in (districts["1"], districts["2"], districts["3"], 0)
    ]

    assert found == [
        Overall(NONE | {N: 2}, 1), Overall(NONE | {P: 1}, 0), Overall(NONE, 0),
        Overall(NONE | {U: 1}, 0),
    ]  # fmt: skip


def test_nothing_comes_before_undated(engine, filled):
    sources, _ = filled
    scope = scope_of(sources["Letters"], first=0, last=0).before()

    with reading(engine) as session:
        assert sentiment.overall(session, OPERATOR, scope=scope) == Overall(NONE, 0)
        assert sentiment.by_period(session, OPERATOR, scope=scope).empty


def test_months_have_a_row_for_each_sentiment_as_counted_by_hand(engine, filled):
    sources, _ = filled
    scope = scope_of(sources["Letters"], first=202512)

    with reading(engine) as session:
        frame = sentiment.by_period(session, OPERATOR, scope=scope)

    expected = []
    for word in felt.READ:
        for month in (202512, 202601, 202602, 202603):
            first = date(month // 100, month % 100, 1)
            mine = [row for row in LETTERS if row[0] and row[0].replace(day=1) == first]
            total = sum(row[2] is not X for row in mine)
            n = sum(row[2] is word for row in mine)
            expected.append((word.value, month, first, n, total))
    found = frame[["sentiment", "period", "starts", "n", "total"]]
    assert list(found.itertuples(index=False, name=None)) == expected
    assert list(frame.columns) == felt.PERIOD_COLUMNS


def test_a_share_has_its_interval_and_none_where_nothing_was_read(engine, filled):
    sources, _ = filled
    scope = scope_of(sources["Letters"], first=202512)

    with reading(engine) as session:
        frame = sentiment.by_period(session, OPERATOR, scope=scope)

    negative = frame[frame["sentiment"] == "negative"].set_index("period")
    march, december = negative.loc[202603], negative.loc[202512]
    assert (march["share"], march["low"], march["high"]) == share(2, 4, NEGATIVE)[:3]
    assert all(math.isnan(december[name]) for name in ("share", "low", "high"))
    assert not frame["enough"].any()


@pytest.mark.parametrize(("count", "enough"), [(10, False), (11, True)])
def test_eleven_bear_a_statement(engine, count, enough):
    with transaction(engine) as session:
        for _ in range(count):
            source_id = make_feedback(session, reading=make_reading(N))

    with reading(engine) as session:
        frame = sentiment.by_period(session, OPERATOR, scope=scope_of(source_id))
    assert set(frame["enough"]) == {enough}


def test_undated_feedback_has_no_months(engine, filled):
    sources, _ = filled
    scope = scope_of(sources["Letters"], first=0, last=0)

    with reading(engine) as session:
        frame = sentiment.by_period(session, OPERATOR, scope=scope)

    assert frame.empty
    assert list(frame.columns) == felt.PERIOD_COLUMNS


def test_districts_are_compared_with_as_long_a_period_before(engine, filled):
    sources, districts = filled
    scope = scope_of(sources["Letters"])

    with reading(engine) as session:
        frame = sentiment.by_district(session, OPERATOR, scope=scope, sentiment=N)

    expected = [
        (districts["1"], "District 1", *compare(2, 2, 1, 1, NEGATIVE)),
        (districts["2"], "District 2", *compare(0, 1, 0, 1, NEGATIVE)),
        (0, "", *compare(0, 1, 0, 0, NEGATIVE)),
    ]
    assert list(frame.columns) == felt.DISTRICT_COLUMNS
    assert str(list(frame.itertuples(index=False, name=None))) == str(expected)  # NaN is NaN


def test_a_question_is_followed_over_its_versions(engine):
    with transaction(engine) as session:
        source_id = feedback_import.source(session, OPERATOR, name="Survey")
        first = feedback_import.question_version(session, OPERATOR, wording="A?", today=TODAY)
        other = feedback_import.question_version(session, OPERATOR, wording="Z?", today=TODAY)
        cards = {card.version_id: card.id for card in questions.every(session, OPERATOR)}
        questions.reword(session, OPERATOR, question_id=cards[first], wording="B?", now=NOW)
        second = feedback_import.question_version(session, OPERATOR, wording="B?", today=TODAY)
        versions = {"A?": first, "B?": second, "Z?": other}
        feedback_import.store(
            session, OPERATOR, source_id=source_id, districts={}, questions=versions,
            records=[
                feedback_import.FeedbackRecord(wording, wording, TODAY, question=wording)
                for wording in versions
            ],
        )  # fmt: skip
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {
            text.feedback_id: make_reading(Sentiment.MIXED if text.words == "Z?" else P)
            for text in batch.texts
        }
        readings.store(session, OPERATOR, lease=batch.lease, readings=found)

    counted = overall(engine, source_id, question_id=cards[first])

    assert first != second
    assert counted == Overall(NONE | {P: 2}, 0)
    assert overall(engine, source_id).total == 3


def test_one_row_and_three_cost_the_same_number_of_statements(engine):
    with transaction(engine) as session:
        actor: Actor = make_account(session)

    def cost(code, month):
        with transaction(engine) as session:
            make_district(session, code)
            source_id = make_feedback(
                session, district=code, on=date(2026, month, 1), reading=make_reading(N)
            )
        scope = scope_of(source_id, first=202512)
        with statements(engine) as sent, reading(engine) as session:
            sentiment.overall(session, actor, scope=scope)
            sentiment.by_period(session, actor, scope=scope)
            rows = sentiment.by_district(session, actor, scope=scope, sentiment=N)
        return len(rows), len(sent)

    costs = [cost(*place) for place in (("1", 1), ("2", 2), ("3", 3))]

    assert [rows for rows, _ in costs] == [1, 2, 3]
    assert len({sent for _, sent in costs}) == 1


@pytest.mark.parametrize(
    ("first", "last", "grain", "negative"),
    [
        (20260223, 20260302, Grain.WEEK, {20260223: (2, 4), 20260302: (1, 1)}),
        (202510, 202603, Grain.QUARTER, {202510: (0, 0), 202601: (4, 7)}),
    ],
)
def test_weeks_and_quarters_are_counted_as_months_are(engine, filled, first, last, grain, negative):
    sources, _ = filled
    scope = scope_of(sources["Letters"], first=first, last=last)

    with reading(engine) as session:
        frame = sentiment.by_period(session, OPERATOR, scope=scope, grain=grain)

    rows = frame[frame["sentiment"] == "negative"]
    found = {row.period: (row.n, row.total) for row in rows.itertuples()}
    assert found == negative
    assert overall(engine, sources["Letters"], first=first, last=last).total == sum(
        total for _, total in negative.values()
    )


def test_every_district_has_its_own_line_and_the_unknown_one_comes_last(engine, filled):
    sources, districts = filled
    scope = scope_of(sources["Letters"], first=202602)

    with reading(engine) as session:
        places = sentiment.places(session, OPERATOR, scope=scope, sentiment=N)
        one = sentiment.places(
            session, OPERATOR, sentiment=N,
            scope=scope_of(sources["Letters"], first=202602, district_id=districts["1"]),
        )  # fmt: skip

    when = (202602, 202603)
    lines = felt.district_lines(places, when, Grain.MONTH)
    found = [(line.id, row.period, row.n, row.total) for line in lines for row in line.points]
    first, second = districts["1"], districts["2"]
    assert found == [
        (first, 202602, 1, 1), (first, 202603, 2, 2), (second, 202602, 0, 1),
        (second, 202603, 0, 1), (0, 202602, 0, 0), (0, 202603, 0, 1),
    ]  # fmt: skip
    assert {line.id for line in felt.district_lines(one, when, Grain.MONTH)} == {first}


def test_two_scopes_are_set_side_by_side(engine, filled):
    sources, _ = filled
    march, february = (scope_of(sources["Letters"], first=n, last=n) for n in (202603, 202602))

    with reading(engine) as session:
        frame = sentiment.compared(session, OPERATOR, scope=march, other=february)
        nothing = sentiment.compared(session, OPERATOR, scope=scope_of(999), other=march)

    row = frame.set_index("sentiment").loc["negative"]
    assert tuple(row) == compare(2, 4, 1, 2, NEGATIVE)
    assert list(frame["sentiment"]) == [word.value for word in felt.READ]
    assert nothing.empty
    assert list(nothing.columns) == sentiment.COMPARED_COLUMNS
