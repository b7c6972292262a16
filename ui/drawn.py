"""Charts on the screen: drawn once for all who look at the same, clicked by each."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from charts.theme import Palette, palette
from core import i18n
from ui import cached
from ui.cached import Chart


def chart(
    name: str, frame: pd.DataFrame, *more: object, draw: Callable[[Palette], Chart]
) -> list[dict[str, Any]]:
    """Show the chart ``name``; answers what was picked in it.

    It is drawn anew when ``frame`` or ``more`` is another: they must hold all that ``draw`` uses,
    but for the paper and the language, which are taken care of here.
    """
    dark = st.context.theme.type == "dark"
    key = (name, *more, dark, i18n.language.get())
    made = cached.spec(key, frame, lambda: draw(palette(dark=dark)))
    if "params" not in made:  # nothing in it can be picked
        st.vega_lite_chart(made, key=name)
        return []
    event = st.vega_lite_chart(made, key=name, on_select="rerun")
    return [point for points in event["selection"].values() for point in points]


def highest(series: pd.DataFrame) -> float:
    """The top of the axis that all of ``series`` share: a full tenth."""
    told = series[series["enough"]]
    return math.ceil(told["high"].max() * 10) / 10 if len(told) else 1.0
