"""How often a reader is right where it says how sure it is."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.theme import Palette, share_tooltip
from core.i18n import _


def calibration(steps: pd.DataFrame, *, palette: Palette) -> alt.LayerChart | alt.FacetChart:
    """Right answers by the chance the reader gave them; on the line it is as sure as it should be.

    Columns: ``chance`` (0 to 1), and ``share``, ``low``, ``high``, ``n``, ``total`` of the answers.
    """
    ends = pd.DataFrame({"chance": [0.4, 1.0], "share": [0.4, 1.0]})
    scale = alt.Scale(domain=[0.4, 1.0])
    axis = alt.Axis(format="%", tickCount=4, gridColor=palette.line, labelColor=palette.quiet,
                    titleColor=palette.quiet, domain=False)  # fmt: skip
    x = alt.X("chance:Q", title=_("How sure it was"), scale=scale, axis=axis)
    y = alt.Y(
        "share:Q", title=_("How often it was right"), scale=alt.Scale(domain=[0, 1]), axis=axis
    )
    ideal = alt.Chart(ends).mark_line(color=palette.quiet, strokeDash=[4, 4]).encode(x=x, y=y)
    base = alt.Chart(steps).encode(x=x)
    interval = base.mark_rule(color=palette.chosen, strokeWidth=3, opacity=0.35).encode(
        y=alt.Y("low:Q", title=_("How often it was right")), y2="high:Q"
    )
    chance = alt.Tooltip("chance:Q", title=_("How sure it was"), format=".0%")
    points = base.mark_point(filled=True, size=80, color=palette.chosen, opacity=1).encode(
        y=y, tooltip=share_tooltip(chance)
    )
    return alt.layer(ideal, interval, points).properties(
        height=320,
        usermeta={"embedOptions": {"actions": False}},
        description=_("How often the reader was right, by how sure it was, with 95 % intervals"),
    )
