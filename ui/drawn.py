"""Charts on the screen: drawn once for all who look at the same, clicked by each."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from analysis.series import Point
from charts import theme
from charts.theme import Palette
from ui import cached
from ui.cached import Chart


def chart(
    name: str, frame: pd.DataFrame, *more: Hashable, draw: Callable[[Palette], Chart]
) -> list[dict[str, Any]]:
    """Show the chart ``name``; answers what was picked in it.

    It is drawn anew when ``frame`` or ``more`` is another: they must hold all that ``draw`` uses,
    but for the paper and the language, which are taken care of here.
    """
    key = (name, *more, cached.values(frame))
    return show(name, cached.kept(key, lambda: cached.drawn(lambda: draw(palette()))))


def filled(
    columns: Mapping[str, Sequence[Any]], *form: Hashable,
    draw: Callable[[pd.DataFrame, Palette], Chart],
) -> dict[str, Any]:  # fmt: skip
    """A chart of ``columns``, drawn once for all of one ``form``: new figures are poured in.

    ``draw`` is given a frame without rows, so it uses nothing of them; ``form`` holds all else.
    """

    def drawn_empty() -> dict[str, Any]:
        empty = pd.DataFrame(columns=[*columns])
        return cached.drawn(lambda: draw(empty, palette()))

    form_of = cached.kept(("form", *form), drawn_empty)
    (name,) = (name for name, rows in form_of["datasets"].items() if not rows)
    return form_of | {"datasets": form_of["datasets"] | {name: _as_bytes(columns)}}


def columns(points: Sequence[Point]) -> dict[str, list[Any]]:
    """The fields of ``points`` as columns."""
    return {name: [getattr(point, name) for point in points] for name in Point._fields}


def show(name: str, made: dict[str, Any]) -> list[dict[str, Any]]:
    """Put a chart that was made on the screen; answers what was picked in it."""
    if "params" not in made:  # nothing in it can be picked
        st.vega_lite_chart(made, key=name)
        return []
    event = st.vega_lite_chart(made, key=name, on_select="rerun")
    return [point for points in event["selection"].values() for point in points]


def highest(points: Iterable[Point]) -> float:
    """The top of the axis that all ``points`` share: a full tenth."""
    told = [point.high for point in points if point.enough]
    return math.ceil(max(told) * 10) / 10 if told else 1.0


def palette() -> Palette:
    """The colours for this screen's paper."""
    return theme.palette(dark=cached.is_dark())


def _as_bytes(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """As Streamlit sends a frame, which it then need not make anew in every run."""
    table = pa.table({name: pa.array(rows, from_pandas=True) for name, rows in columns.items()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    whole: bytes = sink.getvalue().to_pybytes()
    return whole
