"""Concerns: ranked by how often they are heard in what could be read, from one source."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.comparison import compare
from analysis.reading_error import of_concerns
from analysis.themes import shipped
from core.vocabulary import Sentiment
from db.session import reading, transaction
from services import concerns
from tests.factories import OPERATOR, make_feedback, make_reading, scope_of
from tests.services.figures import fill, statements

KNOWN = of_concerns()


@pytest.fixture
def filled(engine):
    return fill(engine)


def ranked(engine, source_id, **more):
    with reading(engine) as session:
        return concerns.ranked(session, OPERATOR, scope=scope_of(source_id, **more))


def heard(engine, source_id, **more):
    frame = ranked(engine, source_id, **more)
    return [(row.code, row.n, row.total) for row in frame.itertuples()]


def test_themes_are_those_in_force_in_their_order(engine):
    with reading(engine) as session:
        cards = concerns.themes(session, OPERATOR)

    assert [(card.code, card.name, card.description, card.is_conduct) for card in cards] == [
        (theme.code, theme.name, theme.description, theme.is_conduct) for theme in shipped().themes
    ]


def test_concerns_are_ranked_with_share_interval_and_change(engine, filled):
    sources, _ = filled

    frame = ranked(engine, sources["Letters"])

    # LIT was heard in February alone, and in March in what could not be read; THX in February
    expected = [
        ("TRF", *compare(3, 4, 0, 2, KNOWN["TRF"])), ("NOI", *compare(1, 4, 0, 2, KNOWN["NOI"])),
        ("LIT", *compare(0, 4, 1, 2, KNOWN["LIT"])), ("THX", *compare(0, 4, 1, 2, KNOWN["THX"])),
    ]  # fmt: skip
    found = frame.drop(columns=["theme_id", "concern", "description"])
    assert list(frame.columns) == concerns.COLUMNS
    assert list(found.itertuples(index=False, name=None)) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"first": 202601}, [("TRF", 3, 7), ("NOI", 2, 7), ("LIT", 1, 7), ("THX", 1, 7)]),
        ({"first": 0, "last": 0}, [("TRF", 1, 2)]),
        ({"first": 202604, "last": 202604}, []),
        ({"district_id": 0}, [("TRF", 1, 1)]),
        ({"question_id": 1}, []),
    ],
)
def test_concerns_are_those_of_the_scope(engine, filled, more, expected):
    sources, _ = filled

    assert heard(engine, sources["Letters"], **more) == expected


def test_a_district_has_concerns_of_its_own(engine, filled):
    sources, districts = filled

    found = heard(engine, sources["Letters"], district_id=districts["1"])

    assert found == [("TRF", 2, 2), ("NOI", 1, 2), ("LIT", 0, 2)]


def test_sources_are_never_pooled(engine, filled):
    sources, _ = filled

    assert heard(engine, sources["Statements"]) == [("TRF", 1, 1), ("LIT", 0, 1)]


def test_a_concern_heard_only_in_what_could_not_be_read_is_no_figure(engine):
    with transaction(engine) as session:
        source_id = make_feedback(session, reading=make_reading(Sentiment.NOT_READ, "TRF"))

    assert heard(engine, source_id) == []


def test_where_nothing_was_heard_there_is_an_empty_table(engine):
    frame = ranked(engine, 999)

    assert frame.empty
    assert list(frame.columns) == concerns.COLUMNS


def test_one_concern_and_three_cost_the_same_number_of_statements(engine):
    def cost(*codes):
        with transaction(engine) as session:
            source_id = make_feedback(
                session, on=date(2026, 3, 1), reading=make_reading(Sentiment.NEUTRAL, *codes)
            )
        with statements(engine) as sent:
            rows = ranked(engine, source_id)
        return len(rows), len(sent)

    one, three = cost("TRF"), cost("NOI", "LIT")

    assert (one[0], three[0]) == (1, 3)
    assert one[1] == three[1]


def test_a_concern_has_a_row_for_every_period_also_without_it(engine, filled):
    sources, _ = filled
    with reading(engine) as session:
        ids = {card.code: card.id for card in concerns.themes(session, OPERATOR)}
        lines = concerns.by_period(
            session, OPERATOR, scope=scope_of(sources["Letters"], first=202601),
            theme_ids=[ids["TRF"], ids["NOI"]],
        )  # fmt: skip

    found = [(one.id, row.period, row.n, row.total) for one in lines for row in one.points]
    totals = {202601: 1, 202602: 2, 202603: 4}
    heard = {"TRF": {202603: 3}, "NOI": {202601: 1, 202603: 1}}
    assert found == [
        (ids[code], period, heard[code].get(period, 0), total)
        for code in ("TRF", "NOI")
        for period, total in totals.items()
    ]
    assert [one.name for one in lines] == ["Traffic & road safety", "Noise & nuisance"]


def test_two_districts_are_compared_as_two_periods_are(engine, filled):
    sources, districts = filled
    one, other = (
        scope_of(sources["Letters"], first=202601, district_id=districts[code])
        for code in ("1", "2")
    )

    with reading(engine) as session:
        frame = concerns.compared(session, OPERATOR, scope=one, other=other)

    noise = frame.set_index("code").loc["NOI"]
    assert tuple(noise.drop(["theme_id", "concern", "description"])) == compare(
        1, 3, 1, 3, KNOWN["NOI"]
    )
