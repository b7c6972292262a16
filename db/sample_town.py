"""Quillwater, which is nowhere: six districts on both banks of a river in the open ocean."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import sin
from typing import Any

Point = tuple[float, float]

_WEST, _SOUTH = -140.0, 40.0  # water for a thousand miles around
_WIDE, _HIGH = 0.05, 0.04
_CUTS = 12  # pieces to a border


@dataclass(frozen=True, slots=True)
class SampleDistrict:
    """One invented district; ``geometry`` is a GeoJSON Polygon."""

    code: str
    name: str
    population: int
    geometry: dict[str, Any]


# Column from the west and row from the south; the river runs between the rows.
_PLACES = (
    ("1", "Old Mill", 9_840, 1, 0),
    ("2", "Ferry Landing", 7_415, 0, 0),
    ("3", "Cobbler Hill", 8_260, 1, 1),
    ("4", "North Orchard", 6_730, 0, 1),
    ("5", "Brickfield", 10_905, 2, 0),
    ("6", "Juniper Heights", 4_150, 2, 1),
)


def districts() -> tuple[SampleDistrict, ...]:
    """The six districts. Neighbours share the very points of their border."""
    return tuple(
        SampleDistrict(code, name, population, _area(column, row))
        for code, name, population, column, row in _PLACES
    )


def _area(column: int, row: int) -> dict[str, Any]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    around = [(column + across, row + up) for across, up in corners]
    ring = [point for start, end in pairwise(around) for point in _border(start, end)]
    return {"type": "Polygon", "coordinates": [[list(point) for point in [*ring, ring[0]]]]}


def _border(start: tuple[int, int], end: tuple[int, int]) -> list[Point]:
    """The points from one corner of the grid towards the next, without the last one."""
    if end < start:  # the neighbour's border, walked the other way
        return _points(end, start)[:0:-1]
    return _points(start, end)[:-1]


def _points(start: tuple[int, int], end: tuple[int, int]) -> list[Point]:
    steps = [cut / _CUTS for cut in range(_CUTS + 1)]
    return [
        _place(start[0] + (end[0] - start[0]) * step, start[1] + (end[1] - start[1]) * step)
        for step in steps
    ]


def _place(x: float, y: float) -> Point:
    """Where a point of the even grid lies once the land and the river have bent it."""
    east = x + 0.07 * sin(5.1 * y + 0.8 * x) + 0.02 * sin(23 * y + 3 * x)
    north = y + 0.12 * sin(2.3 * x + 0.9 * y) + 0.03 * sin(17 * x + 2 * y)
    return round(_WEST + _WIDE * east, 6), round(_SOUTH + _HIGH * north, 6)
