"""A small map of the districts with places marked: a picture of our own, from no map server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import cos, radians
from typing import Any

WIDTH, HEIGHT, EDGE = 320, 240, 14
GROUND, LINE, MARK = "#eef2f1", "#9aa5ab", "#0f5c63"
Point = tuple[float, float]


def places_map(outlines: Iterable[Mapping[str, Any]], places: Mapping[str, Point]) -> str:
    """An SVG. ``outlines`` are GeoJSON Polygons or MultiPolygons; ``places`` are longitude and
    latitude by what stands on their mark, which may be nothing."""
    rings = [ring for outline in outlines for ring in _rings(outline)]
    points = [point for ring in rings for point in ring] + list(places.values())
    if not points:
        return _picture("")
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = cos(radians((south + north) / 2))  # a degree of longitude is shorter up north
    scale = min(
        (WIDTH - 2 * EDGE) / max((east - west) * squeeze, 1e-6),
        (HEIGHT - 2 * EDGE) / max(north - south, 1e-6),
    )

    def at(x: float, y: float) -> tuple[str, str]:
        across = WIDTH / 2 + (x - (west + east) / 2) * squeeze * scale
        return f"{across:.1f}", f"{HEIGHT / 2 - (y - (south + north) / 2) * scale:.1f}"

    path = " ".join(f"M{'L'.join(' '.join(at(x, y)) for x, y in ring)}Z" for ring in rings)
    marks = "".join(_mark(label, *at(*point)) for label, point in places.items())
    return _picture(f'<path d="{path}" fill="{GROUND}" stroke="{LINE}"/>{marks}')


def numbered(places: Iterable[Point | None]) -> dict[str, Point]:
    """Where the rows of a list are, by their numbers from 1; those at one place share its mark."""
    at: dict[Point, list[str]] = defaultdict(list)
    for number, place in enumerate(places, 1):
        if place is not None:
            at[place].append(str(number))
    return {",".join(numbers[:3]): place for place, numbers in at.items()}


def _mark(label: str, across: str, down: str) -> str:
    """A dot; where something stands on it, as wide as that needs."""
    half = max(10, 4 + 4 * len(label)) if label else 7
    tall = 10 if label else 7
    left, top = float(across) - half, float(down) - tall
    said = (
        f'<text x="{across}" y="{down}" dy="4" text-anchor="middle" fill="#ffffff" '
        f'font-family="sans-serif" font-size="12" font-weight="700">{label}</text>'
        if label
        else ""
    )
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{2 * half}" height="{2 * tall}" rx="{tall}" '
        f'fill="{MARK}" stroke="#ffffff" stroke-width="2"/>{said}'
    )


def _picture(inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{inside}</svg>\n'
    )


def _rings(outline: Mapping[str, Any]) -> Sequence[list[Point]]:
    parts = outline["coordinates"]
    polygons = [parts] if outline["type"] == "Polygon" else parts
    return [[(point[0], point[1]) for point in ring] for polygon in polygons for ring in polygon]
