"""A small map of the districts with one place marked: a picture of our own, from no map server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import cos, radians
from typing import Any

WIDTH, HEIGHT, EDGE = 320, 240, 10
GROUND, LINE, MARK = "#eef2f1", "#9aa5ab", "#0f5c63"


def place_map(outlines: Iterable[Mapping[str, Any]], *, longitude: float, latitude: float) -> str:
    """An SVG. ``outlines`` are GeoJSON Polygons or MultiPolygons in longitude and latitude."""
    rings = [ring for outline in outlines for ring in _rings(outline)]
    points = [point for ring in rings for point in ring] + [(longitude, latitude)]
    squeeze = cos(radians(latitude))  # a degree of longitude is shorter away from the equator
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = min(
        (WIDTH - 2 * EDGE) / max((east - west) * squeeze, 1e-6),
        (HEIGHT - 2 * EDGE) / max(north - south, 1e-6),
    )

    def at(x: float, y: float) -> str:
        across = WIDTH / 2 + (x - (west + east) / 2) * squeeze * scale
        return f"{across:.1f} {HEIGHT / 2 - (y - (south + north) / 2) * scale:.1f}"

    path = " ".join(f"M{'L'.join(at(x, y) for x, y in ring)}Z" for ring in rings)
    across, down = at(longitude, latitude).split()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}"><path d="{path}" fill="{GROUND}" stroke="{LINE}"/>'
        f'<circle cx="{across}" cy="{down}" r="7" fill="{MARK}" stroke="#ffffff" '
        f'stroke-width="2"/></svg>\n'
    )


def _rings(outline: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    parts = outline["coordinates"]
    polygons = [parts] if outline["type"] == "Polygon" else parts
    return [[(point[0], point[1]) for point in ring] for polygon in polygons for ring in polygon]
