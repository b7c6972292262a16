"""Means of survey answers with their intervals; what is too few to tell is not drawn."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.theme import Palette


def means(
    groups: pd.DataFrame, *, ends: tuple[float, float], title: str, palette: Palette
) -> alt.LayerChart | alt.FacetChart:
    """One row for each group: a dot for its mean and a line for its 95 % interval.

    Columns: ``name`` (str), ``n`` (int), ``mean``, ``low``, ``high`` (float; none of too few).
    """
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=260))
    scale = alt.Scale(domain=list(ends), nice=False)
    tooltip = [
        alt.Tooltip("name:N", title=" "), alt.Tooltip("mean:Q", format=".2f"),
        alt.Tooltip("low:Q", format=".2f"), alt.Tooltip("high:Q", format=".2f"),
        alt.Tooltip("n:Q", format=","),
    ]  # fmt: skip
    base = alt.Chart(groups).encode(y=y)
    line = base.mark_rule(strokeWidth=3, opacity=0.35, color=palette.chosen).encode(
        x=alt.X("low:Q", title=None, scale=scale), x2="high:Q"
    )
    dot = base.mark_point(filled=True, size=90, color=palette.chosen).encode(
        x=alt.X("mean:Q", title=None, scale=scale), tooltip=tooltip
    )
    return alt.layer(line, dot).properties(
        height=alt.Step(30), description=title, usermeta={"embedOptions": {"actions": False}}
    )


def shares(
    answers: pd.DataFrame, *, title: str, palette: Palette
) -> alt.LayerChart | alt.FacetChart:
    """One bar for each answer. Columns: ``name`` (str), ``share`` (0 to 1), ``n`` (int)."""
    base = alt.Chart(answers).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
        x=alt.X("share:Q", title=None, axis=alt.Axis(format="%"), scale=alt.Scale(domainMin=0)),
        tooltip=[
            alt.Tooltip("name:N", title=" "), alt.Tooltip("share:Q", format=".0%"),
            alt.Tooltip("n:Q", format=","),
        ],
    )  # fmt: skip
    said = base.mark_text(align="left", dx=5, color=palette.ink).encode(
        text=alt.Text("share:Q", format=".0%")
    )
    bars = base.mark_bar(color=palette.chosen, height={"band": 0.7})
    return alt.layer(bars, said).properties(
        height=alt.Step(26), description=title, usermeta={"embedOptions": {"actions": False}}
    )
