"""Two sides, share by share: a filled dot and an open square, each with its interval."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.theme import Palette, share_tooltip

SHAPES = ("circle", "square")


def side_by_side(
    sides: pd.DataFrame, *, labels: tuple[str, str], title: str, palette: Palette
) -> alt.LayerChart | alt.FacetChart:
    """One row for every ``name``, the first side above the second.

    Columns: ``name`` (str), and those of ``analysis.comparison.sides``.
    ``labels`` say what the sides are; form tells them apart as well as colour.
    """
    named = sides.assign(label=sides["side"].map(dict(enumerate(labels))))
    colour, shape = _told_apart(labels, palette)
    y = alt.Y("name:N", sort=None, axis=None)
    x = alt.X(
        "share:Q", title=None, scale=alt.Scale(domainMin=0, nice=True),
        axis=alt.Axis(format="%", tickCount=5, gridColor=palette.line, labelColor=palette.quiet,
                      orient="top"),
    )  # fmt: skip
    base = alt.Chart(named).encode(
        y=y, yOffset=alt.YOffset("side:O", scale=alt.Scale(paddingOuter=0.9)), color=colour
    )
    interval = base.mark_rule(strokeWidth=3, opacity=0.35).encode(
        x=alt.X("low:Q", title=None), x2="high:Q"
    )
    dots = base.mark_point(filled=True, size=80).encode(
        x=x,
        shape=shape,
        tooltip=share_tooltip(alt.Tooltip("name:N", title=" "), alt.Tooltip("label:N")),
    )
    names = (
        alt.Chart(named.drop_duplicates("name"))
        .mark_text(align="left", dy=-17, fontSize=13, color=palette.ink)
        .encode(y=y, x=alt.value(2), text="name:N")
    )
    return alt.layer(interval, dots, names).properties(
        height=54 * sides["name"].nunique() + 60,
        usermeta={"embedOptions": {"actions": False}},
        description=title,
    )


def _told_apart(labels: tuple[str, str], palette: Palette) -> tuple[alt.Color, alt.Shape]:
    """Colour and form of the two sides, under one legend."""
    legend = alt.Legend(title=None, orient="top", labelLimit=600, columns=1, symbolOpacity=1)
    colours = alt.Scale(domain=list(labels), range=[palette.chosen, palette.negative])
    forms = alt.Scale(domain=list(labels), range=list(SHAPES))
    return (
        alt.Color("label:N", sort=None, scale=colours, legend=legend),
        alt.Shape("label:N", sort=None, scale=forms, legend=legend),
    )
