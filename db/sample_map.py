"""Where the invented people live: districts on both banks of a river in the open ocean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import sin
from pathlib import Path
from typing import Any

from core.sample import SampleSize
from db.sample_grammar import read_lists

Point = tuple[float, float]

_WEST, _SOUTH = -140.0, 40.0  # water for a thousand miles around
_WIDE, _HIGH = 0.05, 0.04
_CUTS = 12  # pieces to a border


@dataclass(frozen=True, slots=True)
class SampleDistrict:
    """One invented district; ``geometry`` is a GeoJSON Polygon.

    ``weight`` is its part in all that is written, which does not follow who lives there.
    """

    code: str
    name: str
    population: int
    weight: int
    geometry: dict[str, Any]


_COLUMNS = {SampleSize.TOWN: 4, SampleSize.CITY: 8}
_HERE = Path(__file__).parent


@cache
def places(size: SampleSize) -> dict[str, list[str]]:
    """Who and where in an invented place, by the name of each list."""
    return read_lists([_HERE / f"sample_{size}.txt"])


def districts(size: SampleSize) -> tuple[SampleDistrict, ...]:
    """The districts of an invented place. Neighbours share the very points of their border."""
    return tuple(
        _district(line.split(", "), at % _COLUMNS[size], at // _COLUMNS[size])
        for at, line in enumerate(places(size)["districts"])
    )


def _district(line: list[str], column: int, row: int) -> SampleDistrict:
    code, name, people, weight = line
    return SampleDistrict(code, name, int(people), int(weight), _area(column, row))


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
