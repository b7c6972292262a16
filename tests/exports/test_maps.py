"""The little map: whole on the picture, the place where it belongs, from no map server."""

from __future__ import annotations

import re

import pytest

from exports.maps import HEIGHT, WIDTH, places_map
from tests.factories import SQUARE

TWO = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"],
       [[[3.0, 0.0], [4.0, 0.0], [4.0, 1.0], [3.0, 0.0]]]]}  # fmt: skip


def points(svg):
    (path,) = re.findall(r'<path d="([^"]+)"', svg)
    pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)
    return [(float(x), float(y)) for x, y in pairs]


def middle(svg):
    """Of the only mark."""
    (box,) = re.findall(r'<rect x="([-\d.]+)" y="([-\d.]+)" width="(\d+)" height="(\d+)"', svg)
    x, y, width, height = map(float, box)
    return x + width / 2, y + height / 2


@pytest.mark.parametrize("outlines", [[SQUARE], [TWO], []], ids=["one", "two", "none"])
def test_everything_is_on_the_picture(outlines):
    svg = places_map(outlines, {"": (0.5, 0.5)})

    cx, cy = middle(svg)
    for x, y in [*points(svg), (cx, cy)] if outlines else [(cx, cy)]:
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_north_is_up_and_the_place_is_between_its_neighbours():
    svg = places_map([SQUARE], {"": (0.5, 0.75)})
    xs, ys = zip(*points(svg), strict=True)
    cx, cy = middle(svg)

    assert cx == pytest.approx((min(xs) + max(xs)) / 2, abs=0.2)
    assert cy == pytest.approx(min(ys) + (max(ys) - min(ys)) / 4, abs=0.2)


def test_places_have_their_numbers_and_nothing_at_all_is_an_empty_picture():
    svg = places_map([SQUARE], {"1,3": (0.2, 0.2), "2": (0.8, 0.8)})

    assert re.findall(r">([\d,]+)</text>", svg) == ["1,3", "2"]
    widths = [int(width) for width in re.findall(r'<rect [^>]*?width="(\d+)"', svg)]
    assert widths[0] > widths[1], "what stands on a mark has room on it"
    assert "<path" not in places_map([], {})
