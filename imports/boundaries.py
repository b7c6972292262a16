"""Whether a stranger's GeoJSON geometry is an area on the earth that can be drawn and measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

from shapely.geometry import shape
from shapely.validation import explain_validity

from core.i18n import _
from imports.files import FileRefusedError


class SystemRefusedError(FileRefusedError):
    message = (
        "{path} uses the coordinate system “{system}”. "
        "Export it again in longitude and latitude (WGS 84)."
    )


class NotAnAreaError(FileRefusedError):
    message = (
        "District {code} in {path} is not an area but “{kind}”. "
        "Only Polygon and MultiPolygon can be imported."
    )


class NotLongitudeError(FileRefusedError):
    message = (
        "In {path} the coordinates of district {code} are not longitude and latitude (WGS 84): "
        "{position}. Export the file again in that system."
    )


class BrokenBoundaryError(FileRefusedError):
    message = (
        "The boundary of district {code} in {path} is broken. {reason} Mend it, for example with "
        "“Fix geometries” in QGIS, then import the file again; nothing of it was taken."
    )


_WGS_84 = re.compile(
    r"(urn:ogc:def:crs:|https?://.*/)?(OGC\b.*CRS84|EPSG\b.*\b4326)", re.IGNORECASE
)


def refuse_other_systems(path: Path, crs: object) -> None:
    """Raise ``SystemRefusedError`` unless ``crs``, of GeoJSON before RFC 7946, is WGS 84."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not _WGS_84.fullmatch(str(name)):
        raise SystemRefusedError(path=path, system=name)


def is_number(value: object) -> TypeGuard[float]:
    """Whether JSON's ``value`` is a number, which ``true`` is not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def checked_geometry(path: Path, code: str, geometry: object) -> dict[str, Any]:
    """``geometry`` without heights; raises a ``FileRefusedError`` if it is no sound area."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        raise NotAnAreaError(path=path, code=code, kind=kind or "empty")
    try:
        if kind == "Polygon":
            coordinates: list[Any] = _polygon(geometry.get("coordinates"))
        else:
            coordinates = [_polygon(polygon) for polygon in _items(geometry.get("coordinates"))]
    except _NotOnEarth as wrong:
        raise NotLongitudeError(path=path, code=code, position=wrong) from None
    except _BrokenRing as broken:
        raise BrokenBoundaryError(path=path, code=code, reason=broken) from None
    checked = {"type": kind, "coordinates": coordinates}
    explanation = explain_validity(shape(checked))
    if explanation != "Valid Geometry":
        raise BrokenBoundaryError(path=path, code=code, reason=_in_plain_words(explanation))
    return checked


class _NotOnEarth(Exception):  # noqa: N818 -- carries the position to the sentence above
    pass


class _BrokenRing(Exception):  # noqa: N818 -- carries the reason to the sentence above
    pass


def _polygon(rings: object) -> list[list[list[float]]]:
    return [_ring(ring) for ring in _items(rings)]


def _ring(positions: object) -> list[list[float]]:
    ring = [_position(position) for position in _items(positions)]
    if len(ring) < 4:
        raise _BrokenRing(_("It has fewer than four points."))
    if ring[0] != ring[-1]:
        raise _BrokenRing(_("It does not end where it begins."))
    return ring


def _items(value: object) -> Iterator[object]:
    if not isinstance(value, list) or not value:
        raise _BrokenRing(_("It has no points."))
    return iter(value)


def _position(position: object) -> list[float]:
    if not isinstance(position, list) or len(position) < 2:
        raise _BrokenRing(_("One of its points is not a pair of numbers."))
    longitude, latitude = position[:2]
    if not (is_number(longitude) and is_number(latitude)):
        raise _BrokenRing(_("One of its points is not a pair of numbers."))
    on_earth = abs(longitude) <= 180 and abs(latitude) <= 90  # false for NaN and infinities
    if not on_earth:
        raise _NotOnEarth(f"{longitude}, {latitude}")
    return [float(longitude), float(latitude)]


def _in_plain_words(explanation: str) -> str:
    """What shapely found, such as ``Self-intersection[1 2]``, for someone who draws maps."""
    found, _bracket, place = explanation.partition("[")
    sentences = {
        "Self-intersection": _("It crosses itself near {place}."),
        "Ring Self-intersection": _("It touches itself near {place}."),
        "Hole lies outside shell": _("It has a hole outside itself near {place}."),
        "Holes are nested": _("It has a hole inside a hole near {place}."),
        "Interior is disconnected": _("A hole cuts it in two near {place}."),
        "Nested shells": _("one part lies inside another near {place}."),
        "Duplicate Rings": _("It has the same ring twice near {place}."),
        "Too few points in geometry component": _("It has too few different points near {place}."),
    }
    sentence = sentences.get(found, _("It is not a simple area near {place}."))
    return sentence.format(place=place.rstrip("]").replace(" ", ", "))
