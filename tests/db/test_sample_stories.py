"""The stories of the invented town: each is there to be found, in its place and its time."""

from __future__ import annotations

from collections import Counter
from statistics import mean

import pytest

from core.sample import SampleSize
from db.sample_map import districts
from db.sample_stories import MOST_DAYS, SCENES, STORIES
from db.sample_texts import pieces
from tests.db.conftest import about


def days(pieces):
    return {piece.days_ago for piece in pieces}


def places(pieces):
    return {piece.district_code for piece in pieces}


@pytest.mark.parametrize("size", SampleSize)
def test_stories_have_a_place_and_leave_room_for_everyday_matters(size):
    scene = SCENES[size]
    told = sum(scene.shares[kind] for kind in STORIES)
    assert scene.where.keys() == STORIES.keys() < scene.shares.keys()
    assert {*scene.where.values(), *scene.rated_higher} <= {d.code for d in districts(size)}
    assert sum(scene.shares.values()) in {100, 1000}
    assert 0.03 < told / sum(scene.shares.values()) < 0.2


def test_stories_lie_within_the_eighteen_months():
    for story in STORIES.values():
        assert 0 <= story.last <= story.peak <= story.first <= MOST_DAYS


def test_speeding_on_tannery_road_grows_over_the_last_three_months(town):
    months = Counter(
        piece.days_ago // 30 for piece in about(town, "tannery") if piece.district_code == "3"
    )
    earlier = [months[month] for month in range(3, 18)]
    assert months[0] > months[1] > months[2] > max(earlier)
    assert months[0] > 5 * mean(earlier)


def test_the_week_after_the_stop(town):
    week = about(town, "ferryman street", "bluebird laundry", "laundromat", "tredwick", "ollenshaw")
    week = [piece for piece in week if 198 <= piece.days_ago <= 206]
    assert len(week) > 50
    assert places(week) == {"2"}
    named = about(town, "tredwick", "ollenshaw")
    assert len(named) > 5
    assert days(named) <= set(range(198, 207))
    given = [rating for piece in week for rating in piece.ratings.values()]
    assert mean(given) < 2


def test_thanks_after_the_rescue(town):
    thanks = about(town, "river rescue", "boy from the river", "went into the river", "the landing")
    thanks = [piece for piece in thanks if "lantern" not in piece.text.casefold()]
    thanks = [piece for piece in thanks if piece.question_code != "better"]
    assert len(thanks) > 20
    assert days(thanks) <= set(range(112, 129))
    assert places(thanks) == {"2"}


def test_the_light_is_complained_of_and_then_thanked_for(town):
    light = about(town, "lantern row steps", "steps at lantern row", "new bulb", "new lamp")
    dark = [piece for piece in light if piece.days_ago > 255]
    mended = [piece for piece in light if piece.days_ago <= 255]
    assert len(dark) > 15
    assert len(mended) > 15
    assert {piece.question_code for piece in dark} <= {"happened", "better", None}
    assert {piece.question_code for piece in mended} <= {"well", "happened", None}
    assert not about(dark, "works again", "back on", "thank")
    assert not about(mended, "is out again", "pitch dark", "fix it")
    assert places(light) == {"1"}


def test_a_crossing_without_a_guard_gets_one(town):
    guard = [piece for piece in about(town, "crossing guard") if piece.district_code == "7"]
    without = [piece for piece in guard if 375 <= piece.days_ago <= 430]
    with_one = about(guard, "new crossing guard", "the crossing guard")
    assert len(without) > 15
    assert len([piece for piece in with_one if 340 <= piece.days_ago <= 370]) > 10


def test_break_ins_to_cars_grow_and_stop_with_an_arrest(town):
    here = [piece for piece in town if piece.district_code == "8"]
    broken = about(here, "broken into", "break-in", "breaking into", "window", "car glass")
    weeks = Counter((piece.days_ago - 160) // 21 for piece in broken if piece.days_ago <= 225)
    assert weeks[0] > weeks[1] > weeks[2]
    after = about(here, "arrest", "thieves", "you got them", "break-ins")
    after = [piece for piece in after if piece.days_ago <= 160]
    assert len(after) > 10
    assert weeks[-2] < weeks[0] / 3


@pytest.mark.parametrize("size", SampleSize)
def test_a_part_of_a_place_has_every_story(size):
    some = list(pieces(sum(SCENES[size].shares.values()), seed=3, size=size))
    for kind, story in STORIES.items():
        its = [piece for piece in some if piece.district_code == SCENES[size].where[kind]]
        count = sum(story.last <= piece.days_ago <= story.first for piece in its)
        assert count >= SCENES[size].shares[kind], kind
