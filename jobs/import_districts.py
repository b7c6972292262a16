"""Bringing in districts from a GeoJSON file: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Engine

from core import clock
from core.actor import Actor
from db.session import transaction
from imports.geojson import read_districts
from services import districts, sample
from services.districts import DistrictRecord, DistrictsStored

OPERATOR = Actor.operator()


def import_districts(
    engine: Engine, path: Path, *, id_property: str, name_property: str | None,
    population_property: str | None, attributes: Mapping[str, str],
) -> tuple[DistrictsStored, bool]:  # fmt: skip
    """What was stored, and whether the sample had to go for it."""
    found = read_districts(
        path, id_property=id_property, name_property=name_property,
        population_property=population_property, attributes=attributes,
    )  # fmt: skip
    records = [
        DistrictRecord(
            feature.code, feature.name, feature.population, feature.geometry,
            dict(feature.attributes),
        )
        for feature in found
    ]  # fmt: skip
    now = clock.now()
    with transaction(engine) as session:
        cleared = sample.clear(session, OPERATOR, now=now)
        return districts.store(session, OPERATOR, records=records, now=now), cleared
