"""Other languages are read less surely: every figure knows how much of it they are."""

from __future__ import annotations

from datetime import date

import pytest

from analysis import felt
from analysis.comparison import compare
from analysis.reading_error import of_concerns, of_sentiments, share
from core.vocabulary import Grain, Sentiment
from db.session import reading, transaction
from services import concerns, readings, releases, sentiment
from services.releases import EVERYWHERE
from tests.conftest import NOW
from tests.factories import OPERATOR, make_district, make_feedback, make_reading, scope_of
from tests.services.figures import N, P, X

NEGATIVE, NOISE = of_sentiments()[N], of_concerns()["NOI"]
MONTH, BEFORE = 202512, 202511

# month, district, sentiment, language: how many
HEARD = {
    (MONTH, "1", N, "es"): 4, (MONTH, "1", P, "en"): 9, (MONTH, "1", P, None): 2,
    (MONTH, "2", N, "en"): 12, (MONTH, "2", P, "ar"): 1, (MONTH, "2", X, "tl"): 3,
    (BEFORE, "1", N, "es"): 1, (BEFORE, "1", P, "en"): 1,
}  # fmt: skip


@pytest.fixture
def heard(engine) -> int:
    """December: 28 pieces that were read, 16 of them negative, 5 in other languages."""
    with transaction(engine) as session:
        for code in ("1", "2"):
            make_district(session, code)
        found = {}
        for (month, district, word, language), n in HEARD.items():
            words = f"{district} {word} {language}"
            codes = ["NOI"] if word is P else []
            found[words] = make_reading(word, *codes, language=language)
            for _ in range(n):
                source_id = make_feedback(
                    session, words, on=date(month // 100, month % 100, 3), district=district
                )
        batch = readings.claim(session, OPERATOR, now=NOW)
        made = {text.feedback_id: found[text.words] for text in batch.texts}
        readings.store(session, OPERATOR, lease=batch.lease, readings=made)
        return source_id


def ask(engine, act, source_id, month=MONTH, **more):
    with reading(engine) as session:
        return act(session, OPERATOR, scope=scope_of(source_id, first=month, last=month), **more)


def test_a_scope_says_how_many_are_in_other_languages(engine, heard):
    found = ask(engine, sentiment.overall, heard)

    assert (found.total, found.indicative, found.not_read) == (28, 5, 3)
    before = ask(engine, sentiment.overall, heard, BEFORE)
    assert found.against(before, N) == compare(16, 28, 1, 2, NEGATIVE, (5, 1))
    assert found.against(before, Sentiment.MIXED) == compare(0, 28, 0, 2)


def test_each_period_and_district_has_its_own_intervals(engine, heard):
    points = felt.lines(ask(engine, sentiment.heard, heard), (MONTH,), Grain.MONTH)[N]
    places = ask(engine, sentiment.places, heard, sentiment=N)
    one, two = felt.districts(places).values()
    lines = felt.district_lines(places, (MONTH,), Grain.MONTH)

    assert points[0][4:7] == share(16, 28, NEGATIVE, 5)[:3]
    assert one == compare(4, 15, 1, 2, NEGATIVE, (4, 1))
    assert two[:7] == compare(12, 13, 0, 0, NEGATIVE, (1, 0))[:7]
    assert [line.points[0][4:7] for line in lines] == [one[2:5], two[2:5]]


def test_concerns_are_told_as_surely_as_the_words_they_were_found_by(engine, heard):
    ranked = ask(engine, concerns.ranked, heard)
    row = ranked[list(compare(1, 1, 1, 1)._fields)].iloc[0]
    theme_id = int(ranked["theme_id"].iloc[0])
    (line,) = ask(engine, concerns.by_period, heard, theme_ids=[theme_id])

    assert tuple(row) == compare(12, 28, 1, 2, NOISE, (5, 1))
    assert line.points[0][4:7] == share(12, 28, NOISE, 5)[:3]


@pytest.mark.parametrize(("minimum", "told"), [(3, 6), (7, 0)])
def test_released_intervals_tell_of_other_languages_unless_few_wrote_in_them(
    engine, heard, minimum, told
):
    about = {"source_id": heard, "quarter": 202510, "minimum": minimum}
    with transaction(engine) as session:
        releases.release(session, OPERATOR, **about, now=NOW)
    with reading(engine) as session:
        (card,) = releases.every(session, OPERATOR)
        rows = releases.one(session, OPERATOR, release_id=card.id).felt

    town = rows[rows["district"] == EVERYWHERE].set_index("sentiment").loc["negative"]
    assert town[["share", "low", "high"]].tolist() == pytest.approx(
        list(share(17, 30, NEGATIVE, told)[:3])
    )
