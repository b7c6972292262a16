"""Many small lines on one scale, one above the other: by district, or by concern."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts import timeline
from charts.theme import Palette, share_tooltip
from core.vocabulary import Grain

PICKED = "row"
ROW_HEIGHT = 76
_TALL = 0.62  # of a row is for its line; the rest is for its name


def shares(
    series: pd.DataFrame, *, rows: int, highest: float, grain: Grain, title: str, palette: Palette
) -> alt.LayerChart | alt.FacetChart:
    """One line for each of ``rows`` rows, all against the same ``highest`` share.

    Columns: ``row`` (int, 0 at the top; what a click answers), ``name`` (str: what it is, and its
    newest figure), and those of ``analysis.series.Point``. All rows are drawn into one plot, each
    lifted to its place, so that a telephone shows them as wide as it is.
    """
    place = alt.Scale(domain=[0.92 - rows, 0.95])
    lifted = {
        f"{column}_at": f"datum.{column} / {highest} * {_TALL} - datum.row"
        for column in ("share", "low", "high")
    }
    base = alt.Chart(series).transform_calculate(**lifted)
    base = base.encode(x=timeline.axis(grain, palette), detail="row:N")
    known = timeline.told(base, *lifted)
    y, low = (alt.Y(f"{column}:Q", scale=place, axis=None) for column in ("share_at", "low_at"))
    band = known.mark_area(color=palette.chosen, opacity=0.18).encode(y=low, y2="high_at:Q")
    line = known.mark_line(color=palette.chosen, strokeWidth=2).encode(y=y)
    points = _points(base.encode(y=y), grain, palette)
    return alt.layer(*_ground(series, highest, place, palette), band, line, points).properties(
        height=ROW_HEIGHT * rows + 24,
        usermeta={"embedOptions": {"actions": False}},
        description=title,
    )


def _points(base: alt.Chart, grain: Grain, palette: Palette) -> alt.Chart:
    """A dot where there is enough to tell, and a grey cross where there is not."""
    picked, enough = alt.selection_point(name=PICKED, fields=[PICKED]), alt.when("datum.enough")
    marked: alt.Chart = (
        base.transform_filter("datum.total > 0")
        .mark_point(filled=True, size=40)
        .encode(
            color=enough.then(alt.value(palette.chosen)).otherwise(alt.value(palette.uncertain)),
            shape=enough.then(alt.value("circle")).otherwise(alt.value("cross")),
            opacity=alt.when(picked).then(alt.value(1)).otherwise(alt.value(0.35)),
            tooltip=share_tooltip(alt.Tooltip("name:N", title=" "), timeline.since(grain)),
        )
        .add_params(picked)
    )
    return marked


def _ground(
    series: pd.DataFrame, highest: float, place: alt.Scale, palette: Palette
) -> list[alt.Chart]:
    """The names, and under each the line of nought and a faint one of ``highest``."""
    base = alt.Chart(series).transform_aggregate(periods="count()", groupby=["row", "name"])
    nought = base.transform_calculate(at="-datum.row")
    top = base.transform_calculate(at=f"{_TALL} - datum.row", top=f"'{highest:.0%}'")
    y = alt.Y("at:Q", scale=place, axis=None)
    return [
        nought.mark_rule(color=palette.line, strokeWidth=1).encode(y=y),
        top.mark_rule(color=palette.line, strokeWidth=0.7, strokeDash=[2, 4]).encode(y=y),
        top.mark_text(align="right", dy=-6, fontSize=10.5, color=palette.quiet).encode(
            x=alt.value("width"), y=y, text="top:N"
        ),
        top.mark_text(align="left", dy=-10, fontSize=13, color=palette.ink).encode(
            x=alt.value(0), y=y, text="name:N"
        ),
    ]
