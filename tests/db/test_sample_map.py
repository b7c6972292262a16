"""The invented places' maps are sound, and their districts are told apart."""

from __future__ import annotations

from itertools import combinations

import pytest
from shapely import union_all
from shapely.geometry import shape

from core.sample import SampleSize
from db.sample_map import districts, places

COUNTS = {SampleSize.TOWN: 12, SampleSize.CITY: 40}


@pytest.mark.parametrize("size", SampleSize)
def test_districts_are_sound_and_share_their_borders(size):
    areas = [shape(district.geometry) for district in districts(size)]
    assert all(area.is_valid for area in areas)
    assert all(one.intersection(two).area == 0 for one, two in combinations(areas, 2))
    whole = union_all(areas)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors  # no gap between them
    assert whole.bounds[0] > -141
    assert whole.bounds[2] < -139


def test_neighbours_share_the_very_points_of_their_border():
    points = {
        district.name: {tuple(point) for point in district.geometry["coordinates"][0]}
        for district in districts(SampleSize.TOWN)
    }
    assert len(points["Old Mill"] & points["Ferry Landing"]) == 13
    assert len(points["Old Mill"] & points["Cobbler Hill"]) == 13  # over the river
    assert len(points["Ferry Landing"] & points["Cobbler Hill"]) == 1  # a corner


@pytest.mark.parametrize("size", SampleSize)
def test_districts_have_a_code_a_name_people_and_a_voice(size):
    found = districts(size)
    assert [len({d.code for d in found}), len({d.name for d in found})] == [COUNTS[size]] * 2
    assert all(district.population > 1000 for district in found)
    assert all(district.weight > 0 for district in found)
    voices = [district.weight / district.population for district in found]
    assert max(voices) > 1.5 * min(voices), "some are heard more than others"


@pytest.mark.parametrize("size", SampleSize)
def test_each_district_has_its_own_streets(size):
    named = [
        name for d in districts(size) for kind in ("street", "cross", "park", "school", "shop")
        for name in places(size)[f"{kind} {d.code}"][:1]
    ]  # fmt: skip
    assert len(named) == 5 * COUNTS[size]
    streets = [name for d in districts(size) for name in places(size)[f"street {d.code}"]]
    assert len(set(streets)) == len(streets)
