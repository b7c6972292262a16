"""How many pieces raised a concern in each period, against how many were expected."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts import timeline
from charts.theme import Palette
from core.i18n import _
from core.vocabulary import Grain


def heard_and_expected(
    line: pd.DataFrame, *, grain: Grain, title: str, palette: Palette
) -> alt.LayerChart | alt.FacetChart:
    """A dot for what was heard; a band for what was expected (95 %).

    Columns: ``starts`` (date), ``n`` (int), ``expected``, ``low`` and ``high`` (missing where too
    little came before).
    """
    x = timeline.axis(grain, palette)
    y = alt.Y("n:Q", title=None, scale=alt.Scale(domainMin=0),
              axis=alt.Axis(tickCount=4, tickMinStep=1, gridColor=palette.line,
                            labelColor=palette.quiet, domain=False))  # fmt: skip
    base = alt.Chart(line).encode(x=x)
    band = base.mark_area(color=palette.quiet, opacity=0.2).encode(
        y=alt.Y("low:Q", title=None), y2="high:Q"
    )
    counts = base.mark_line(
        color=palette.chosen, strokeWidth=2, point=alt.OverlayMarkDef(size=50, filled=True)
    ).encode(
        y=y,
        tooltip=[
            timeline.since(grain),
            alt.Tooltip("n:Q", title=_("Pieces")),
            alt.Tooltip("low:Q", title=_("Expected from")),
            alt.Tooltip("high:Q", title=_("Expected to")),
        ],
    )
    return alt.layer(band, counts).properties(
        height=170, usermeta={"embedOptions": {"actions": False}}, description=title
    )
