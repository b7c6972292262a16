"""Districts from GeoJSON: all of them, or a sentence about the one that is wrong."""

from __future__ import annotations

import json

import pytest
from shapely.geometry import shape

from imports import geojson
from imports.boundaries import (
    BrokenBoundaryError,
    NotAnAreaError,
    NotLongitudeError,
    SystemRefusedError,
)
from imports.files import CompressedError, FileMissingError
from imports.geojson import (
    DistrictIdError,
    DistrictTextError,
    DistrictTwiceError,
    FileTooLargeError,
    NotFeaturesError,
    NotJsonError,
    PopulationError,
    PropertyMissingError,
    read_districts,
)

SQUARE = [[[10, 20], [11, 20], [11, 21], [10, 21], [10, 20]]]


def feature(properties, coordinates=SQUARE, kind="Polygon"):
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture
def read(tmp_path):
    """Writes features (or any content) to a file and reads the districts of it."""

    def run(*features, crs=None, content=None, id_property="id", attributes=(), **properties):
        collection = {"type": "FeatureCollection", "features": features}
        if crs is not None:
            collection["crs"] = crs
        path = tmp_path / "districts.geojson"
        path.write_bytes(json.dumps(collection).encode() if content is None else content)
        return read_districts(
            path, id_property=id_property, attributes=dict(attributes), **properties
        )

    return run


def test_districts_come_with_name_population_and_attributes(read):
    (north,) = read(
        feature({"id": 1, "name": " North  Bank ", "pop": 39164.0, "income": 44643, "kind": "old"}),
        name_property="name",
        population_property="pop",
        attributes={"median_income": "income", "character": "kind"},
    )
    assert (north.code, north.name, north.population) == ("1", "North Bank", 39164)
    assert north.attributes == {"median_income": 44643.0, "character": "old"}
    assert shape(north.geometry).area == 1.0


def test_ids_become_text(read):
    ids = [1, 2.0, "01", " 1A ", 1.5]
    districts = read(*(feature({"id": value}) for value in ids))
    assert [district.code for district in districts] == ["1", "2", "01", "1A", "1.5"]
    assert [district.name for district in districts][:3] == [
        "District 1",
        "District 2",
        "District 01",
    ]


@pytest.mark.parametrize(
    "value", [None, "", " ", True, [1], float("nan"), float("inf"), "a\0b", "x" * 201]
)
def test_ids_that_name_nothing_are_refused(read, value):
    with pytest.raises(DistrictIdError, match="Feature 2 of"):
        read(feature({"id": 1}), feature({"id": value}))


def test_repeated_ids_are_named(read):
    with pytest.raises(DistrictTwiceError, match=r"called 1, 2\. "):
        read(*(feature({"id": value}) for value in [1, "1", 2, 3, 2.0]))


@pytest.mark.parametrize("value", [None, "", float("nan"), float("inf")])
def test_missing_population_name_and_attribute(read, value):
    options = {"name_property": "n", "population_property": "n", "attributes": {"x": "n"}}
    (district,) = read(feature({"id": 7, "n": value}), **options)
    assert (district.name, district.population, district.attributes) == ("District 7", None, {})


def test_zero_and_text_populations_are_numbers(read):
    districts = read(
        feature({"id": 1, "n": 0}), feature({"id": 2, "n": " 12 "}), population_property="n"
    )
    assert [district.population for district in districts] == [0, 12]


@pytest.mark.parametrize("value", [-1, 39164.5, "many", True, [1], 10**9, "1e999"])
def test_populations_that_count_nobody_are_refused(read, value):
    with pytest.raises(PopulationError, match=r"district 7 .* must be a whole number"):
        read(feature({"id": 7, "n": value}), population_property="n")


def test_missing_properties_are_named_beside_those_that_exist(read):
    with pytest.raises(PropertyMissingError, match=r"Feature 2 .* “id”\. It has: NAME, ref\."):
        read(feature({"id": 1}), feature({"NAME": "a", "ref": 2}))
    with pytest.raises(PropertyMissingError, match=r"“people”\. It has: id, pop\."):
        read(feature({"id": 1, "pop": 2}), population_property="people")
    with pytest.raises(PropertyMissingError, match=r"It has: —\."):
        read({"type": "Feature", "geometry": None, "properties": None})


def test_a_property_may_be_missing_in_some_districts(read):
    districts = read(feature({"id": 1, "n": 5}), feature({"id": 2}), population_property="n")
    assert [district.population for district in districts] == [5, None]


def test_texts_that_cannot_be_stored_are_refused(read):
    for text in ("a\0b", "\ud800", "x" * 201):
        with pytest.raises(DistrictTextError, match="District 1 in "):
            read(feature({"id": 1, "n": text}), name_property="n")


@pytest.mark.parametrize(
    "content",
    [b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": ' + b"1" * 5000 + b"}", b"text,on\n"],
)
def test_what_is_not_json(read, content):
    with pytest.raises(NotJsonError, match="Export it again"):
        read(content=content)


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "null",
        '{"type": "Feature"}',
        '{"type": "FeatureCollection"}',
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "FeatureCollection", "features": [1]}',
        '{"type": "FeatureCollection", "features": {"a": 1}}',
    ],
)
def test_what_is_not_a_collection_of_features(read, content):
    with pytest.raises(NotFeaturesError):
        read(content=content.encode())


def test_files_too_large_missing_or_packed(read, tmp_path, monkeypatch):
    monkeypatch.setattr(geojson, "SIZE_LIMIT", 1000)
    with pytest.raises(FileTooLargeError):
        read(content=b" " * 1001)
    with pytest.raises(CompressedError):
        read(content=b"PK\x03\x04")
    with pytest.raises(FileMissingError):
        read_districts(tmp_path / "none", id_property="id", attributes={})


def test_a_byte_order_mark_and_nan_are_read(read):
    content = json.dumps({"type": "FeatureCollection", "features": [feature({"id": 1, "n": 2})]})
    content = content.replace('"n": 2', '"n": NaN')
    (district,) = read(content=b"\xef\xbb\xbf" + content.encode(), population_property="n")
    assert district.population is None


@pytest.mark.parametrize(
    "name",
    [
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "EPSG:4326",
        "urn:ogc:def:crs:EPSG::4326",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    ],
)
def test_longitude_and_latitude_by_any_name(read, name):
    assert read(feature({"id": 1}), crs={"type": "name", "properties": {"name": name}})


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::2272", "EPSG:14326", "EPSG:43260"])
def test_other_systems_are_refused(read, name):
    with pytest.raises(SystemRefusedError, match=name):
        read(feature({"id": 1}), crs={"type": "name", "properties": {"name": name}})


def test_a_linked_system_is_refused(read):
    with pytest.raises(SystemRefusedError):
        read(feature({"id": 1}), crs={"type": "link", "properties": {"href": "x"}})


@pytest.mark.parametrize("kind", ["Point", "LineString", "GeometryCollection", None, 5])
def test_only_areas_are_districts(read, kind):
    with pytest.raises(NotAnAreaError, match="District 7 in "):
        read(feature({"id": 7}, kind=kind))


def test_no_geometry_is_no_area(read):
    with pytest.raises(NotAnAreaError, match=r"District 7 in .*“empty”"):
        read({"type": "Feature", "properties": {"id": 7}, "geometry": None})


def ring(*positions):
    return [[list(position) for position in positions]]


@pytest.mark.parametrize(
    "place",
    [
        (2_690_000.5, 236_000),
        (181, 0),
        (0, 90.01),
        (float("nan"), 0),
        (0, float("inf")),
        (10**400, 0),
    ],
)
def test_coordinates_off_the_earth(read, place):
    with pytest.raises(
        NotLongitudeError, match=r"district 7 are not longitude and latitude \(WGS 84\)"
    ):
        read(feature({"id": 7}, ring(place, (11, 20), (11, 21), place)))


@pytest.mark.parametrize(
    ("coordinates", "reason"),
    [
        (ring((0, 0), (1, 1), (1, 0), (0, 1), (0, 0)), "It crosses itself near 0.5, 0.5."),
        (ring((0, 0), (1, 0), (1, 1), (0, 1)), "It does not end where it begins."),
        (ring((0, 0), (1, 0), (0, 0)), "It has fewer than four points."),
        (ring((0, 0), (1, 0), (1, 0), (0, 0)), "It has too few different points near 0, 0."),
        ([SQUARE[0], *ring((0, 0), (1, 0), (1, 1), (0, 0))], "It has a hole outside itself"),
        (ring((0, 0), (2, 2), (2, 0), (1, 1), (0, 2), (0, 0)), "It "),
        ([], "It has no points."),
        ([[]], "It has no points."),
        (None, "It has no points."),
        ("points", "It has no points."),
        ([[1, 2, 3, 4]], "One of its points is not a pair of numbers."),
        (ring(("a", 0), (1, 0), (1, 1), ("a", 0)), "One of its points is not a pair of numbers."),
        (ring((True, 0), (1, 0), (1, 1), (True, 0)), "One of its points is not a pair of numbers."),
    ],
)
def test_broken_boundaries_name_the_district_and_the_reason(read, coordinates, reason):
    with pytest.raises(BrokenBoundaryError) as caught:
        read(feature({"id": 6}), feature({"id": 7}, coordinates))
    assert (
        f"The boundary of district 7 in {caught.value.details['path']} is broken. {reason}"
        in str(caught.value)
    )


def test_a_broken_part_of_many_is_found(read):
    far = [[[x + 50, y] for x, y in SQUARE[0]]]
    assert read(feature({"id": 1}, [SQUARE, far], "MultiPolygon"))
    with pytest.raises(BrokenBoundaryError, match="It has no points"):
        read(feature({"id": 1}, [SQUARE, []], "MultiPolygon"))
    with pytest.raises(BrokenBoundaryError, match=r"(touches|crosses) itself|not a simple area"):
        read(feature({"id": 1}, [SQUARE, SQUARE], "MultiPolygon"))


def test_repeated_points_and_heights_do_no_harm(read):
    coordinates = ring((10, 20, 5), (11, 20, 5), (11, 20, 5), (11, 21, 5), (10, 20, 5))
    (district,) = read(feature({"id": 1}, coordinates))
    assert district.geometry["coordinates"] == ring(
        (10, 20), (11, 20), (11, 20), (11, 21), (10, 20)
    )
