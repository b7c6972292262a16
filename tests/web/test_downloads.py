"""Files of figures: for whom they are, and without anything that tells of a few people."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pandas as pd
import pytest

from core.vocabulary import Role, Sentiment
from tests.factories import make_district, make_feedback, make_reading, make_release
from tests.web.running import Person, running

SCOPE = "source_id=2&first=202603&last=202603"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Letters of March: 40 positive, 4 negative, 3 of these in one district; and a release."""
    app = running(tmp_path_factory.mktemp("downloads")).start()
    with app.changes() as session:
        for code in ("1", "2", "3"):
            make_district(session, code, f"=District {code}")
        for number in range(60):
            word = Sentiment.NEGATIVE if number < 4 else Sentiment.POSITIVE
            codes = ["TRF"] if number < 5 else ["NOI"] if number < 30 else []
            make_feedback(session, district=str(number % 3 + 1), reading=make_reading(word, *codes))
        make_release(session)
    yield app
    app.stop()


@pytest.fixture(scope="module")
def people(filled):
    found = {}
    for role in (Role.COMMAND, Role.OBSERVER, Role.ADMINISTRATOR):
        person = found[role] = Person(filled)
        person.sign_in(filled.account(role).name)
    found[None] = Person(filled)
    yield found
    for person in found.values():
        person.close()


def frame(answer):
    assert answer.status_code == 200, answer.text
    return pd.read_csv(io.StringIO(answer.content.decode("utf-8-sig")))


def test_a_file_of_months_hides_the_few_and_what_would_tell_them(people):
    found = frame(people[Role.COMMAND].get(f"/downloads/sentiment.csv?{SCOPE}"))

    felt = found.set_index("sentiment")
    assert felt.loc["negative", "hidden"]
    assert pd.isna(felt.loc["negative", "n"])
    assert pd.isna(felt.loc["negative", "share"])
    shown = felt["n"].dropna()
    assert not shown.between(1, 10).any()
    whole = felt["total"].dropna()
    assert whole.empty or pd.isna(felt.loc["positive", "n"]), "the rest would give it away"


@pytest.mark.parametrize("figure", ["districts", "concerns", "sentiment"])
def test_no_file_tells_of_fewer_than_eleven(people, figure):
    found = frame(people[Role.COMMAND].get(f"/downloads/{figure}.csv?{SCOPE}"))

    assert len(found)
    for name in ("n", "total", "previous_n", "previous_total"):
        if name in found:
            assert not found[name].dropna().between(1, 10).any()
    assert found["hidden"].any()


def test_concerns_are_in_an_order_that_tells_nothing(people):
    found = frame(people[Role.COMMAND].get(f"/downloads/concerns.csv?{SCOPE}"))

    assert list(found["concern"]) == sorted(found["concern"])


def test_a_workbook_says_what_it_is_and_runs_nothing(people):
    answer = people[Role.COMMAND].get(f"/downloads/districts.xlsx?{SCOPE}&sentiment=positive")

    assert answer.headers["cache-control"] == "no-store"
    assert 'filename="districts.xlsx"' in answer.headers["content-disposition"]
    with ZipFile(io.BytesIO(answer.content)) as book:
        sheets = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
        words = book.read("xl/sharedStrings.xml").decode()
    assert not any("<f>" in sheet for sheet in sheets), "no formula"
    assert "=District 1" in words
    assert ">=District 1" not in words, "made inert"
    assert "fewer than 11 people" in words


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("figure", ["sentiment", "districts", "concerns"])
@pytest.mark.parametrize("role", [None, Role.OBSERVER, Role.ADMINISTRATOR])
def test_figures_are_refused_to_all_others(people, role, figure, kind):
    answer = people[role].get(f"/downloads/{figure}.{kind}?{SCOPE}")

    assert answer.status_code == 403
    assert "Letters" not in answer.text


def test_what_was_released_is_for_observers_too_and_for_nobody_outside(people):
    for role in (Role.COMMAND, Role.OBSERVER):
        found = frame(people[role].get("/downloads/released.csv?release=1"))
        assert found.loc[0, ["district", "sentiment", "n"]].tolist() == [
            "all districts", "negative", 12,
        ]  # fmt: skip
    for role in (None, Role.ADMINISTRATOR):
        assert people[role].get("/downloads/released.csv?release=1").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        f"nothing.csv?{SCOPE}", f"sentiment.pdf?{SCOPE}", "sentiment.csv", "sentiment.csv?first=1",
        f"sentiment.csv?{SCOPE}&grain=century", f"districts.csv?{SCOPE}&sentiment=sad",
        "sentiment.csv?source_id=2&first=202613&last=202613", "released.csv",
        "sentiment.csv?source_id=2&first=202603&last=20260302", "released.csv?release=99",
        "released.csv?release=x",
    ],
)  # fmt: skip
def test_an_address_that_names_nothing_is_one_sentence(people, address):
    answer = people[Role.COMMAND].get(f"/downloads/{address}")

    assert answer.status_code == 400
    assert "Traceback" not in answer.text
    assert "Load the page again" in answer.text or "choose the file again" in answer.text


def test_a_period_upside_down_is_an_empty_file(people):
    answer = people[Role.COMMAND].get(
        "/downloads/sentiment.csv?source_id=2&first=202603&last=202601"
    )

    assert frame(answer).empty
