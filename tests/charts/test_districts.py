"""The map: light, closed to the world outside, and honest about what is too few."""

from __future__ import annotations

import pandas as pd
import shapely
from shapely.geometry import shape

from charts.districts import outlines, shares_on_map
from charts.theme import LIGHT

WEST = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
EAST = {"type": "Polygon", "coordinates": [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]}
ROWS = pd.DataFrame(
    {
        "district_id": [1, 2],
        "district": ["West", "East"],
        "n": [10, 1],
        "total": [40, 3],
        "share": [0.25, 0.33],
        "low": [0.14, 0.06],
        "high": [0.4, 0.79],
        "enough": [True, False],
    }
).to_dict("records")


def drawn(rows):
    made = shares_on_map(
        rows, outlines=outlines({1: WEST, 2: EAST, 3: EAST}), title="Map", palette=LIGHT
    )
    return made.to_dict()


def features(spec):
    (values,) = spec["datasets"].values()
    return {value["properties"]["district_id"]: value["properties"] for value in values}


def test_outer_rings_run_clockwise_or_the_whole_world_is_painted():
    light = outlines({1: WEST})

    assert not shapely.is_ccw(shapely.get_exterior_ring(shape(light[1])))


def test_neighbours_still_share_their_border_when_made_light():
    light = outlines({1: WEST, 2: EAST})

    shared = shape(light[1]).intersection(shape(light[2]))
    assert shared.length == 1.0
    assert shared.area == 0.0


def test_what_is_too_few_says_so_and_has_no_figure_in_its_words():
    properties = features(drawn(ROWS))

    assert properties[1]["said"] == "25% (14% to 40%)"
    assert properties[2]["said"] == "too few to tell"


def test_a_district_where_nothing_was_heard_is_still_on_the_map():
    assert features(drawn(ROWS))[3]["said"] == "nothing heard"


def test_it_names_nobody_elses_server_and_describes_itself():
    spec = drawn(ROWS)

    assert spec["description"] == "Map"
    assert "url" not in str(spec["layer"])


def test_no_districts_make_no_outlines():
    assert outlines({}) == {}
    assert drawn([])["description"] == "Map"


def box(west: float, east: float) -> dict:
    ring = [[west, -17], [east, -17], [east, -16], [west, -16], [west, -17]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_districts_on_both_sides_of_the_date_line_lie_side_by_side():
    """Taveuni in Fiji is cut by it. Made light as if it were wide as the world, it would vanish."""
    light = outlines({1: box(179, 180), 2: box(-180, -179)})

    west, east = (shape(light[number]) for number in (1, 2))
    assert (west.area, east.area) == (1.0, 1.0)
    assert west.intersection(east).length == 1.0
    spec = shares_on_map(ROWS, outlines=light, title="Map", palette=LIGHT).to_dict()
    assert spec["layer"][0]["projection"] == {"type": "mercator", "rotate": [-180.0, 0, 0]}


def test_a_map_is_looked_at_from_above_its_middle():
    assert drawn(ROWS)["layer"][0]["projection"]["rotate"] == [-1.0, 0, 0]
