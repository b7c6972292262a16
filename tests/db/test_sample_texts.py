"""What the invented residents wrote: nobody writes alike, and all of it could be real."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import combinations, islice

import pytest

from core.sample import SampleSize
from core.vocabulary import Rating
from db.sample_map import districts
from db.sample_stories import MOST_DAYS, SCENES
from db.sample_texts import pieces, questions
from tests.db.conftest import about

CITY = SampleSize.CITY


def runs_of_three(text):
    words = re.findall(r"[\w'’]+", text.casefold())
    return {tuple(words[at : at + 3]) for at in range(max(1, len(words) - 2))}


def have_a_twin(texts):
    """How many share more than 60 % of their runs of words with another."""
    runs = [runs_of_three(text) for text in texts]
    holders = defaultdict(list)
    found = set()
    for at, these in enumerate(runs):
        shared = Counter(other for run in these for other in holders[run])
        for other, both in shared.items():
            if both > 0.6 * len(these | runs[other]):
                found |= {at, other}
        for run in these:
            holders[run].append(at)
    return len(found)


def test_every_text_of_a_town_is_different(town):
    assert len({piece.text.casefold() for piece in town}) == 3000


def test_hardly_a_text_of_a_town_is_nearly_like_another(town):
    texts = [piece.text for piece in town]
    copies = [f"{text} Yes." for text in texts if len(text) > 60][:50]

    assert have_a_twin(texts + copies) >= 100, "twins would be found"
    assert have_a_twin(texts) < 3000 / 100


def test_every_text_of_a_city_is_different():
    texts = Counter(piece.text.casefold() for piece in pieces(8_000, seed=4, size=CITY))
    assert texts.most_common(1)[0][1] == 1
    assert texts.total() == 8_000


def test_no_few_words_begin_too_many_texts(town):
    first_words = Counter(" ".join(piece.text.casefold().split()[:4]) for piece in town)
    assert first_words.most_common(1)[0][1] < 3000 / 50


def test_a_seed_gives_the_same_town_and_another_seed_another():
    assert list(pieces(300, seed=5)) == list(pieces(300, seed=5))
    assert list(pieces(100, seed=5)) == list(islice(pieces(300, seed=5), 100))
    ours, theirs = ({piece.text for piece in pieces(300, seed=seed)} for seed in (5, 6))
    assert len(ours & theirs) < 30
    assert list(pieces(0, seed=5)) == []


def test_texts_are_finished_and_of_many_lengths(town):
    assert not [
        piece.text
        for piece in town
        if re.search(r"[{}|\[\]]|  |\.\.| [.,?!]|\b(\w+) \1\b", piece.text)
    ]
    assert all(piece.text == piece.text.strip() for piece in town)
    lengths = sorted(len(piece.text) for piece in town)
    assert lengths[0] < 40
    assert 80 < lengths[1500] < 160
    assert lengths[-30] > 250


def test_nothing_in_a_text_could_be_a_number_to_call_or_an_address(town):
    assert not [
        piece.text for piece in town if re.search(r"\d{4}|\d[- .]\d|@|www|http", piece.text)
    ]
    assert not [
        piece.text for piece in town if re.search(r"\d+ \w+ (street|road|lane)", piece.text, re.I)
    ]


def test_people_type_as_people_do(town):
    lower = [piece for piece in town if piece.text == piece.text.casefold()]
    assert 0.1 < len(lower) / 3000 < 0.25
    assert about(town, "agian", "oficer", "shcool", " ppl ")
    assert [piece for piece in town if "\n\n" in piece.text]


def test_some_write_in_spanish(town):
    spanish = [piece for piece in town if piece.language == "es"]
    assert 0.06 < len(spanish) / 3000 < 0.1
    assert {piece.language for piece in town} == {"en", "es"}
    assert len({piece.district_code for piece in spanish}) == 12


def test_every_district_month_and_question_is_there(town):
    assert {piece.district_code for piece in town} == {d.code for d in districts(SampleSize.TOWN)}
    assert all(0 <= piece.days_ago <= MOST_DAYS for piece in town)
    assert set(range(18)) == {min(17, piece.days_ago // 30) for piece in town}
    assert {piece.question_code for piece in town} == {q.code for q in questions()} | {None}


def test_a_city_has_its_own_districts_and_streets(town):
    city = list(pieces(2000, seed=1, size=CITY))
    assert {piece.district_code for piece in city} == {d.code for d in districts(CITY)}
    assert about(town, "tannery road")
    assert about(city, "drumlin road")
    assert not about(city, "tannery road", "tinker street", "pemberly")


def test_districts_write_as_much_as_they_weigh(town):
    wrote = Counter(piece.district_code for piece in town)
    weights = {place.code: place.weight for place in districts(SampleSize.TOWN)}
    quiet = [code for code in weights if code not in SCENES[SampleSize.TOWN].where.values()]
    for one, two in combinations(quiet, 2):
        assert wrote[one] / wrote[two] == pytest.approx(weights[one] / weights[two], rel=0.35)


def test_ratings_are_often_left_out_and_always_from_one_to_five(town):
    rated = [piece.ratings for piece in town if piece.ratings]
    assert 0.2 < len(rated) / 3000 < 0.5
    assert {len(ratings) for ratings in rated} == {1, 2, 3, 5}
    assert {name for ratings in rated for name in ratings} == {rating.value for rating in Rating}
    assert {number for ratings in rated for number in ratings.values()} == {1, 2, 3, 4, 5}
