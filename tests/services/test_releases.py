"""Released figures: whole quarters, once, and nothing in them that tells of a few people."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd
import pytest

from core.vocabulary import AuditAction, Sentiment
from db.session import reading, transaction
from services import audit, releases, sample
from services.releases import EVERYWHERE, ReleaseCard
from tests.conftest import NOW
from tests.factories import (
    OPERATOR,
    TODAY,
    make_district,
    make_feedback,
    make_reading,
    make_release,
)
from tests.services.together import together

N, P = Sentiment.NEGATIVE, Sentiment.POSITIVE
AUTUMN = date(2025, 11, 3)
# district: how many of each; District 2's four make it secret, and one more line with it
HEARD = {"1": {N: 20, P: 30}, "2": {N: 4, P: 25}, "3": {N: 15, P: 40}, "4": {N: 60, P: 50}}


@pytest.fixture
def heard(engine) -> int:
    with transaction(engine) as session:
        for code, felt in HEARD.items():
            make_district(session, code)
            for word, n in felt.items():
                for _ in range(n):
                    source_id = make_feedback(
                        session, on=AUTUMN, district=code, reading=make_reading(word, "TRF")
                    )
        return source_id


def release(engine, source_id, quarter=202510, minimum=11):
    with transaction(engine) as session:
        releases.release(
            session, OPERATOR, source_id=source_id, quarter=quarter, minimum=minimum, now=NOW
        )


def released(engine):
    with reading(engine) as session:
        card = releases.every(session, OPERATOR)[0]
        return releases.one(session, OPERATOR, release_id=card.id)


def test_a_quarter_is_released_with_its_figures_and_small_cells_hidden(engine, heard):
    release(engine, heard)

    found = released(engine)
    assert found.card == ReleaseCard(found.card.id, "Letters", 202510, TODAY, 11)
    town = found.felt[found.felt["district"] == EVERYWHERE].set_index("sentiment")
    assert town.loc["negative", ["n", "total"]].tolist() == [99, 244]
    assert town.loc["negative", "share"] == pytest.approx(99 / 244)
    places = found.felt[found.felt["district"] != EVERYWHERE].set_index(["district", "sentiment"])
    four = places.loc[("District 2", "negative")]
    assert pd.isna(four["n"])
    assert pd.isna(four["share"])
    secret = places[places["n"].isna()].index.get_level_values("sentiment")
    assert (secret == "negative").sum() >= 2, "one alone could be worked out from the others"
    shown = found.felt["n"].dropna()
    assert not shown.between(1, 10).any()
    assert found.raised[["n", "total"]].to_numpy().tolist() == [[244, 244]]


def test_without_hiding_the_four_could_be_worked_out(engine, heard):
    """The negative control: a lower minimum shows them."""
    release(engine, heard, minimum=3)

    felt = released(engine).felt.set_index(["district", "sentiment"])
    assert felt.loc[("District 2", "negative"), "n"] == 4


def test_a_release_stays_as_it_is(engine, heard):
    release(engine, heard)
    before = released(engine).felt
    with transaction(engine) as session:
        for _ in range(30):
            make_feedback(session, on=AUTUMN, district="2", reading=make_reading(N))

    with pytest.raises(releases.ReleasedAlreadyError):
        release(engine, heard)

    assert released(engine).felt.equals(before)


def test_two_who_release_at_once_make_one(engine, heard):
    act = partial(
        releases.release, actor=OPERATOR, source_id=heard, quarter=202510, minimum=11, now=NOW
    )

    outcomes = together(engine, act, act)

    refused = [one for one in outcomes if isinstance(one, releases.ReleasedAlreadyError)]
    assert len(refused) == 1
    with reading(engine) as session:
        assert len(releases.every(session, OPERATOR)) == 1


@pytest.mark.parametrize("quarter", [202601, 202604, 202511])
def test_only_a_whole_quarter_that_is_over_is_released(engine, heard, quarter):
    with pytest.raises(releases.QuarterNotOverError):
        release(engine, heard, quarter)


def test_a_quarter_without_anything_is_not_released(engine, heard):
    with pytest.raises(releases.NothingToReleaseError):
        release(engine, heard, 202507)


def test_quarters_that_are_over_wait_to_be_released(engine, heard):
    with transaction(engine) as session:
        make_feedback(session, on=date(2025, 2, 3), reading=make_reading(N))
        make_feedback(session, on=TODAY, reading=make_reading(N))
        make_feedback(session, on=None, reading=make_reading(N))
        wait = partial(releases.waiting, session, OPERATOR, today=TODAY)

        assert wait() == {(heard, "Letters"): [202510, 202501]}
        releases.release(session, OPERATOR, source_id=heard, quarter=202510, minimum=11, now=NOW)
        assert wait() == {(heard, "Letters"): [202501]}


def test_a_release_is_written_down(engine, heard):
    release(engine, heard)

    with reading(engine) as session:
        line = audit.entries(session, OPERATOR, limit=1)[0]
    assert line.action is AuditAction.FIGURES_RELEASED
    assert "202510" in line.details


def test_a_release_that_is_gone_is_said(engine):
    with reading(engine) as session, pytest.raises(releases.ReleaseGoneError):
        releases.one(session, OPERATOR, release_id=7)


def test_releases_of_the_sample_go_with_it(engine):
    with transaction(engine) as session:
        sample.load(session, OPERATOR, now=NOW, count=10)
        make_release(session)

        sample.clear(session, OPERATOR, now=NOW)

        assert releases.every(session, OPERATOR) == []
