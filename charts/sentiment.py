"""Shares of one sentiment over time, with how sure each is."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.series import Mark
from charts import timeline
from charts.theme import Palette, share_tooltip
from core.vocabulary import Grain

PICKED = "period"


def share_over_time(
    series: pd.DataFrame, *, sentiment: str, highest: float, grain: Grain,
    marks: Sequence[Mark], period: str, palette: Palette,
) -> alt.LayerChart | alt.FacetChart:  # fmt: skip
    """One sentiment's share per period.

    Columns: those of ``analysis.series.Point`` (``period`` is what a click answers: a browser would
    move a date to its own zone). ``highest`` is the top of the axis that all sentiments share;
    ``marks`` are days to look at.
    """
    colour = getattr(palette, sentiment)
    picked = alt.selection_point(name=PICKED, fields=[PICKED])
    x, scale = timeline.axis(grain, palette), alt.Scale(domain=[0, highest])
    y = alt.Y("share:Q", title=None, scale=scale,
              axis=alt.Axis(format="%", tickCount=3, gridColor=palette.line, labelFlush=False,
                            labelColor=palette.quiet, domain=False))  # fmt: skip
    base = alt.Chart(series).encode(x=x)
    known = timeline.told(base, "share", "low", "high")
    low = alt.Y("low:Q", scale=scale, title=None)
    band = known.mark_area(color=colour, opacity=0.18).encode(y=low, y2="high:Q")
    line = known.mark_line(color=colour, strokeWidth=2).encode(y=y)
    enough = alt.when("datum.enough")
    points = base.transform_filter("datum.total > 0").mark_point(filled=True, size=70).encode(
        y=y,
        color=enough.then(alt.value(colour)).otherwise(alt.value(palette.uncertain)),
        shape=enough.then(alt.value("circle")).otherwise(alt.value("cross")),
        opacity=alt.when(picked).then(alt.value(1)).otherwise(alt.value(0.35)),
        tooltip=share_tooltip(timeline.since(grain)),
    ).add_params(picked)  # fmt: skip
    layers = [band, line, points]
    if marks:
        layers.insert(0, timeline.marks(marks, x, palette))
    return alt.layer(*layers).properties(
        height=150,
        usermeta={"embedOptions": {"actions": False}},
        description=(
            f"Share of {sentiment} feedback per {timeline.NAMES[grain]}, {period}, "
            "with 95 % intervals"
        ),
    )
