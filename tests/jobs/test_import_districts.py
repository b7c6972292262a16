"""Importing districts: all of a file or nothing of it."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from core.errors import CommonGroundError
from db.models import District, Feedback
from db.session import reading, transaction
from jobs.import_districts import import_districts
from services import sample
from services.districts import DistrictsStored
from tests.conftest import NOW
from tests.factories import OPERATOR, SQUARE, VISITOR, make_feedback

BROKEN = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}


def write(path, *features):
    plain = [
        {"type": "Feature", "properties": properties, "geometry": geometry}
        for properties, geometry in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": plain}))
    return path


def bring(engine, path, **more):
    wanted = {
        "id_property": "n", "name_property": "label", "population_property": "people",
        "attributes": {"beats": "beat_count"},
    } | more  # fmt: skip
    return import_districts(engine, path, **wanted)


@pytest.fixture
def file(tmp_path):
    return write(
        tmp_path / "d.geojson",
        ({"n": 5, "label": "Harbor", "people": 900, "beat_count": 3}, SQUARE),
        ({"n": "06", "label": "Hill", "people": None, "beat_count": None}, SQUARE),
    )


def codes(engine):
    with reading(engine) as session:
        return sorted(session.scalars(select(District.code)))


def test_districts_come_with_names_people_boundaries_and_attributes(engine, file):
    stored, cleared = bring(engine, file)

    with reading(engine) as session:
        row = session.scalars(select(District).where(District.code == "5")).one()
    assert (stored, cleared) == (DistrictsStored(2, 0, 0), False)
    assert (row.name, row.population, row.attributes["beats"]) == ("Harbor", 900, 3)
    assert row.boundary["type"] == SQUARE["type"]
    assert row.boundary["coordinates"] == SQUARE["coordinates"]


def test_the_same_file_again_adds_nothing(engine, file):
    bring(engine, file)
    before = codes(engine)

    assert bring(engine, file) == (DistrictsStored(0, 2, 0), False)
    assert codes(engine) == before


def test_feedback_that_came_before_is_placed(engine, file):
    with transaction(engine) as session:
        make_feedback(session, district="District 5")
        make_feedback(session, district="elsewhere")

    stored, _ = bring(engine, file)

    with reading(engine) as session:
        placed = session.scalars(
            select(Feedback.district_said).where(Feedback.district_id.is_not(None))
        ).all()
    assert stored.placed == 1
    assert placed == ["District 5"]


def test_the_sample_makes_room(engine, file):
    with transaction(engine) as session:
        sample.load(session, OPERATOR, now=NOW, count=5)

    stored, cleared = bring(engine, file)

    assert (stored, cleared) == (DistrictsStored(2, 0, 0), True)
    assert len(codes(engine)) == 2


@pytest.mark.parametrize("second", [({"label": "no id"}, SQUARE), ({"n": 7, "label": "x"}, BROKEN)])
def test_a_file_with_one_bad_district_stores_none_and_leaves_the_sample(engine, tmp_path, second):
    with transaction(engine) as session:
        sample.load(session, OPERATOR, now=NOW, count=5)
    before = codes(engine)
    first = ({"n": 90, "label": "x", "people": 1, "beat_count": 1}, SQUARE)
    file = write(tmp_path / "bad.geojson", first, second)

    with pytest.raises(CommonGroundError):
        bring(engine, file)

    with reading(engine) as session:
        assert sample.is_here(session, VISITOR)
    assert codes(engine) == before
