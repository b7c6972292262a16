"""Districts from a GeoJSON file (RFC 7946). One broken district refuses the file."""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imports.boundaries import checked_geometry, is_number, refuse_other_systems
from imports.files import FileRefusedError, open_file
from imports.refused import RowRefusedError
from imports.text import clean_cell

SIZE_LIMIT = 50 * 10**6
"""Most bytes a file of districts may have."""

POPULATION_LIMIT = 100_000_000


class FileTooLargeError(FileRefusedError):
    message = "{path} is larger than {limit} MB. Simplify its boundaries, then import it again."


class NotJsonError(FileRefusedError):
    message = "{path} is not valid JSON ({reason}). Export it again as GeoJSON."


class NotFeaturesError(FileRefusedError):
    message = "{path} is not a GeoJSON FeatureCollection with features. Export it again as one."


class PropertyMissingError(FileRefusedError):
    message = "Feature {number} of {path} has no property “{missing}”. It has: {properties}."


class DistrictIdError(FileRefusedError):
    message = (
        "Feature {number} of {path} has no usable id in “{property}”. "
        "Give every district a number or a short text there."
    )


class DistrictTwiceError(FileRefusedError):
    message = "{path} has more than one district called {codes}. Join or rename them."


class PopulationError(FileRefusedError):
    message = (
        "The population of district {code} in {path} is “{value}”: it must be a whole number "
        "from 0 to {limit}, or left out."
    )


class DistrictTextError(FileRefusedError):
    message = "District {code} in {path} cannot be read. {reason}"


@dataclass(frozen=True, slots=True)
class DistrictFeature:
    """One district. ``geometry`` is a GeoJSON Polygon or MultiPolygon in WGS 84, without heights.

    ``attributes`` has no entry for what the file leaves out.
    """

    code: str
    name: str
    population: int | None
    attributes: dict[str, float | str]
    geometry: dict[str, Any]


def read_districts(
    path: Path,
    *,
    id_property: str,
    name_property: str | None = None,
    population_property: str | None = None,
    attributes: Mapping[str, str],
) -> tuple[DistrictFeature, ...]:
    """Every district in ``path``, in its order; ``attributes`` maps our names to properties.

    Raises a ``FileRefusedError`` that names the district and what is wrong with it.
    """
    features = _features(path, _parsed(path))
    wanted = filter(None, (name_property, population_property, *attributes.values()))
    _require_somewhere(path, features, wanted)
    districts = []
    for number, feature in enumerate(features, 1):
        properties = feature["properties"]
        code = _code(path, number, id_property, properties)
        districts.append(
            DistrictFeature(
                code,
                _name(path, code, properties.get(name_property)),
                _population(path, code, properties.get(population_property)),
                _attributes(path, code, properties, attributes),
                checked_geometry(path, code, feature.get("geometry")),
            )
        )
    if twice := [code for code, n in Counter(d.code for d in districts).items() if n > 1]:
        raise DistrictTwiceError(path=path, codes=", ".join(twice))
    return tuple(districts)


def _parsed(path: Path) -> object:
    with open_file(path) as file:
        content = file.read(SIZE_LIMIT + 1)
    if len(content) > SIZE_LIMIT:
        raise FileTooLargeError(path=path, limit=SIZE_LIMIT // 10**6)
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NotJsonError(path=path, reason=error) from None


def _features(path: Path, content: object) -> list[dict[str, Any]]:
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection" or not features:
        raise NotFeaturesError(path=path)
    refuse_other_systems(path, content.get("crs"))
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise NotFeaturesError(path=path)
    for feature in features:
        if not isinstance(feature.get("properties"), dict):
            feature["properties"] = {}
    return features


def _require_somewhere(
    path: Path, features: Iterable[Mapping[str, Any]], wanted: Iterable[str]
) -> None:
    """Refuse a property that no feature has: it is a slip, where a missing one may be meant."""
    present = {name for feature in features for name in feature["properties"]}
    for name in wanted:
        if name not in present:
            raise PropertyMissingError(path=path, number=1, missing=name, properties=_list(present))


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "—"


def _code(path: Path, number: int, source: str, properties: Mapping[str, object]) -> str:
    """Numbers and texts as text: 1 and 1.0 are "1", "01" stays "01"."""
    if source not in properties:
        listed = _list(properties)
        raise PropertyMissingError(path=path, number=number, missing=source, properties=listed)
    value = properties[source]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    code = None
    if _is_present(value) and (is_number(value) or isinstance(value, str)):
        with suppress(RowRefusedError):
            code = clean_cell(str(value), source)
    if code is None:
        raise DistrictIdError(path=path, number=number, property=source)
    return code


def _is_present(value: object) -> bool:
    """Whether a property says anything; NaN and infinities are how some tools write nothing."""
    if is_number(value):
        return abs(value) <= sys.float_info.max
    return value not in (None, "")


def _name(path: Path, code: str, value: object) -> str:
    named = _text(path, code, value) if _is_present(value) else ""
    return named or f"District {code}"


def _text(path: Path, code: str, value: object) -> str:
    try:
        return clean_cell(str(value), "name") or ""
    except RowRefusedError as refusal:
        raise DistrictTextError(path=path, code=code, reason=refusal) from None


def _population(path: Path, code: str, value: object) -> int | None:
    if isinstance(value, str):
        value = value.strip()
    if not _is_present(value):
        return None
    try:
        number = float(str(value))
    except ValueError:
        number = math.nan
    if not (0 <= number <= POPULATION_LIMIT and number.is_integer()):
        shown = _text(path, code, value)
        limit = f"{POPULATION_LIMIT:,}"
        raise PopulationError(path=path, code=code, value=shown, limit=limit)
    return int(number)


def _attributes(
    path: Path, code: str, properties: Mapping[str, object], wanted: Mapping[str, str]
) -> dict[str, float | str]:
    found: dict[str, float | str] = {}
    for name, source in wanted.items():
        value = properties.get(source)
        if is_number(value) and _is_present(value):
            found[name] = float(value)
        elif _is_present(value) and not is_number(value) and (text := _text(path, code, value)):
            found[name] = text
    return found
