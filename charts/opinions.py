"""The map of a conversation: people who voted alike stand close together."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.theme import Palette

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")


def people(
    points: pd.DataFrame, groups: pd.DataFrame, *, title: str, palette: Palette
) -> alt.LayerChart | alt.FacetChart:
    """A mark for each person, told apart by shape and colour, and each group's name above it.

    Columns of both: ``x``, ``y`` (float), ``group`` (str). The axes have no unit: only closeness
    says something.
    """
    names = groups["group"].tolist()
    colours = (palette.chosen, palette.negative, palette.positive, palette.mixed, palette.ink)
    x, y = (
        alt.X("x:Q", axis=None, scale=alt.Scale(zero=False, padding=32)),
        alt.Y("y:Q", axis=None, scale=alt.Scale(zero=False, padding=32)),
    )
    marks = (
        alt.Chart(points)
        .mark_point(filled=True, size=80, opacity=0.55)
        .encode(
            x=x, y=y,
            color=alt.Color(
                "group:N", legend=None, scale=alt.Scale(domain=names, range=colours[: len(names)])
            ),
            shape=alt.Shape(
                "group:N", legend=None, scale=alt.Scale(domain=names, range=SHAPES[: len(names)])
            ),
        )
    )  # fmt: skip
    said = (
        alt.Chart(groups)
        .mark_text(fontSize=16, fontWeight=700, color=palette.ink, dy=-20)
        .encode(x=x, y=y, text="group:N")
    )
    return alt.layer(marks, said).properties(
        height=340, description=title, usermeta={"embedOptions": {"actions": False}}
    )
