"""The invented town: nobody writes alike, its stories can be found, and its map is sound."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, islice
from random import Random
from statistics import mean

import pytest
from shapely import union_all
from shapely.geometry import shape

from core.vocabulary import Rating
from db.sample_grammar import Phrases
from db.sample_texts import MOST_DAYS, districts, pieces, questions


@pytest.fixture(scope="module")
def town():
    return list(pieces(3000, seed=1))


def about(town, *words):
    return [piece for piece in town if any(word in piece.text.casefold() for word in words)]


def test_every_text_is_different(town):
    assert len({piece.text.casefold() for piece in town}) == 3000
    assert len({piece.text for piece in pieces(300, seed=9)}) == 300


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
    assert len({piece.district_code for piece in spanish}) == 6


def test_every_district_month_and_question_is_there(town):
    codes = {district.code for district in districts()}
    assert {piece.district_code for piece in town} == codes
    assert all(0 <= piece.days_ago <= MOST_DAYS for piece in town)
    assert set(range(18)) == {min(17, piece.days_ago // 30) for piece in town}
    assert {piece.question_code for piece in town} == {q.code for q in questions()} | {None}


def test_ratings_are_often_left_out_and_always_from_one_to_five(town):
    rated = [piece.ratings for piece in town if piece.ratings]
    assert 0.2 < len(rated) / 3000 < 0.5
    assert {len(ratings) for ratings in rated} == {1, 2, 3, 5}
    assert {name for ratings in rated for name in ratings} == {rating.value for rating in Rating}
    assert {number for ratings in rated for number in ratings.values()} == {1, 2, 3, 4, 5}


def test_speeding_on_tannery_road_grows_over_the_last_three_months(town):
    months = Counter(
        piece.days_ago // 30 for piece in about(town, "tannery") if piece.district_code == "3"
    )
    earlier = [months[month] for month in range(3, 18)]
    assert months[0] > months[1] > months[2] > max(earlier)
    assert months[0] > 5 * mean(earlier)


def test_the_week_after_the_stop(town):
    week = about(town, "ferryman street", "bluebird laundry", "tredwick", "ollenshaw")
    week = [piece for piece in week if 198 <= piece.days_ago <= 206]
    assert len(week) > 80
    assert {piece.district_code for piece in week} == {"2"}
    named = about(town, "officer tredwick", "officer ollenshaw")
    assert len(named) > 10
    assert {piece.days_ago for piece in named} <= set(range(198, 207))
    given = [rating for piece in week for rating in piece.ratings.values()]
    assert mean(given) < 2


def test_thanks_after_the_rescue(town):
    thanks = about(town, "river rescue", "the boy from the river", "river was freezing")
    assert len(thanks) > 10
    assert {piece.days_ago for piece in thanks} <= set(range(112, 129))


def test_the_light_is_complained_of_and_then_thanked_for(town):
    dark = about(town, "lantern row steps is out", "steps at lantern row", "three weeks now")
    mended = about(town, "steps is back on", "row is lit", "steps works again", "steps are")
    assert len(dark) > 20
    assert len(mended) > 10
    assert min(piece.days_ago for piece in dark) > max(piece.days_ago for piece in mended)
    assert {piece.district_code for piece in dark + mended} == {"1"}


def test_a_small_town_has_every_story():
    town = list(pieces(100, seed=3))
    assert about(town, "tannery road")
    assert about(town, "ferryman street", "laundry", "laundromat")
    assert about(town, "rescue", "river", "landing")
    assert about(town, "lantern row", "steps")


def test_districts_are_sound_and_share_their_borders():
    areas = {district.code: shape(district.geometry) for district in districts()}
    assert all(area.is_valid for area in areas.values())
    assert all(one.intersection(two).area == 0 for one, two in combinations(areas.values(), 2))
    whole = union_all(list(areas.values()))
    assert whole.geom_type == "Polygon"
    assert not whole.interiors  # no gap between them
    assert areas["1"].intersection(areas["3"]).length > 0.03  # the river
    assert whole.bounds[0] > -141
    assert whole.bounds[2] < -139


def test_districts_have_a_code_a_name_and_people():
    assert len({district.code for district in districts()}) == 6
    assert len({district.name for district in districts()}) == 6
    assert all(district.population > 1000 for district in districts())


def test_phrases_are_dealt_through_before_one_returns():
    phrases = Phrases({"word": ["one", "two", "three"], "place 2": ["{word}!"]}, Random(1))
    assert {phrases.draw("word", "1") for _each in range(3)} == {"One", "Two", "Three"}
    assert phrases.draw("place", "2") in {"One!", "Two!", "Three!"}
    with pytest.raises(KeyError):
        phrases.draw("place", "1")
