"""Charts on the screen: drawn once for all who look at the same, clicked by each."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

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
    frame: pd.DataFrame, *form: Hashable, draw: Callable[[pd.DataFrame, Palette], Chart]
) -> dict[str, Any]:
    """A chart of ``frame``, drawn once for all frames of one ``form``: new figures are poured in.

    ``draw`` is given a frame without rows, so it uses nothing of them; ``form`` holds all else.
    """
    empty = frame.iloc[:0]
    form_of = cached.kept(("form", *form), lambda: cached.drawn(lambda: draw(empty, palette())))
    (name,) = (name for name, rows in form_of["datasets"].items() if not rows)
    return form_of | {"datasets": form_of["datasets"] | {name: _as_bytes(frame)}}


def show(name: str, made: dict[str, Any]) -> list[dict[str, Any]]:
    """Put a chart that was made on the screen; answers what was picked in it."""
    if "params" not in made:  # nothing in it can be picked
        st.vega_lite_chart(made, key=name)
        return []
    event = st.vega_lite_chart(made, key=name, on_select="rerun")
    return [point for points in event["selection"].values() for point in points]


def highest(series: pd.DataFrame) -> float:
    """The top of the axis that all of ``series`` share: a full tenth."""
    told = series[series["enough"]]
    return math.ceil(told["high"].max() * 10) / 10 if len(told) else 1.0


def palette() -> Palette:
    """The colours for this screen's paper."""
    return theme.palette(dark=cached.is_dark())


def _as_bytes(frame: pd.DataFrame) -> bytes:
    """As Streamlit sends a frame, which it then need not make anew in every run."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    whole: bytes = sink.getvalue().to_pybytes()
    return whole
