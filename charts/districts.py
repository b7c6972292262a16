"""A map of districts, drawn from their own boundaries: no tiles, no server, no one else's map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from charts.theme import Palette
from core.i18n import _

PICKED = "district_id"
HALF_THE_WORLD = 180.0  # degrees; what seems wider lies across the date line
DETAIL = 500  # a border is drawn to within this part of the map's width: finer is not seen


def outlines(boundaries: Mapping[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Boundaries made light enough to send, with borders that still meet.

    Outer rings run clockwise, as the drawing library wants them: the other way round, the file
    format's own, it would paint the whole world but the district. Where the districts lie on both
    sides of the date line, those in the west go on counting beyond 180 degrees.
    """
    if not boundaries:
        return {}
    shapes = _unbroken([shape(boundary) for boundary in boundaries.values()])
    west, south, east, north = shapely.total_bounds(shapes)
    light = shapely.coverage_simplify(shapes, max(east - west, north - south) / DETAIL)
    return {
        district_id: dict(mapping(_clockwise(outline)))
        for district_id, outline in zip(boundaries, light, strict=True)
    }


def shares_on_map(
    shares: Sequence[Mapping[str, Any]],
    *,
    outlines: Mapping[int, dict[str, Any]],
    title: str,
    palette: Palette,
) -> alt.LayerChart | alt.FacetChart:  # fmt: skip
    """Districts coloured by a share; grey, and saying so, where too few answered.

    Each row has ``district_id``, ``district``, ``n``, ``total``, ``share``, ``low``, ``high``,
    ``enough`` (bool). Districts without a row are drawn empty.
    """
    picked = alt.selection_point(name=PICKED, fields=[f"properties.{PICKED}"])
    scale = alt.Scale(range=[palette.faint, palette.chosen], zero=True)
    legend = alt.Legend(title=None, format="%", orient="bottom", gradientLength=220)
    base = alt.Chart(alt.InlineData(values=features(shares, outlines)))
    areas = base.mark_geoshape(stroke=palette.ink, strokeWidth=0.8).encode(
        color=alt.when("datum.properties.enough")
        .then(alt.Color("properties.share:Q", scale=scale, legend=legend))
        .otherwise(alt.value(palette.line)),
        opacity=alt.when(picked).then(alt.value(1)).otherwise(alt.value(0.45)),
        tooltip=[
            alt.Tooltip("properties.district:N", title=_("District")),
            alt.Tooltip("properties.said:N", title=_("Share")),
            alt.Tooltip("properties.n:Q", title=_("Pieces")),
            alt.Tooltip("properties.total:Q", title=_("Of")),
        ],
    )
    drawn = areas.add_params(picked).project(type="mercator", rotate=[-_middle(outlines), 0, 0])
    return alt.layer(drawn).properties(
        height=420,
        usermeta={"embedOptions": {"actions": False}},
        description=title,
    )


def features(
    shares: Sequence[Mapping[str, Any]], outlines: Mapping[int, dict[str, Any]]
) -> list[dict[str, Any]]:
    """The map's data: every district's outline with its figures, as GeoJSON."""
    rows = {row["district_id"]: row for row in shares}
    return [
        {
            "type": "Feature",
            "geometry": outline,
            "properties": _properties(district_id, rows.get(district_id)),
        }
        for district_id, outline in outlines.items()
    ]


def _properties(district_id: int, row: Mapping[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return {"district_id": district_id, "enough": False, "said": "nothing heard", "n": 0}
    told = f"{row['share']:.0%} ({row['low']:.0%} to {row['high']:.0%})"
    return {
        "district_id": district_id,
        "district": row["district"],
        "n": row["n"],
        "total": row["total"],
        "share": row["share"],
        "enough": bool(row["enough"]),
        "said": told if row["enough"] else "too few to tell",
    }


def _unbroken(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    west, _south, east, _north = shapely.total_bounds(shapes)
    if east - west <= HALF_THE_WORLD:
        return shapes

    def moved(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        round_the_world = np.array([2 * HALF_THE_WORLD, 0.0])
        return np.where(points[:, :1] < 0, points + round_the_world, points)

    return [shapely.transform(outline, moved) for outline in shapes]


def _middle(outlines: Mapping[int, dict[str, Any]]) -> float:
    """The meridian to look at from above, so that no district leans."""
    if not outlines:
        return 0.0
    west, _south, east, _north = shapely.total_bounds([shape(one) for one in outlines.values()])
    return float(west + east) / 2


def _clockwise(outline: BaseGeometry) -> BaseGeometry:
    return shapely.orient_polygons(outline, exterior_cw=True)
