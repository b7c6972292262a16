"""What every chart over time shares: the axis, the marks on it, and where a line must break."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.series import Mark
from charts.theme import Palette
from core.i18n import _
from core.vocabulary import Grain

AXIS = {Grain.WEEK: "%-d %b %Y", Grain.MONTH: "%b %Y", Grain.QUARTER: "Q%q %Y"}
TOLD = {Grain.WEEK: "%-d %B %Y", Grain.MONTH: "%B %Y", Grain.QUARTER: "Q%q %Y"}
NAMES = {Grain.WEEK: "week", Grain.MONTH: "month", Grain.QUARTER: "quarter"}


def axis(grain: Grain, palette: Palette) -> alt.X:
    """``starts`` (date) from left to right; labels that would touch are left out."""
    return alt.X(
        "starts:T",
        title=None,
        axis=alt.Axis(
            format=AXIS[grain], labelOverlap=True, tickCount=8, grid=False,
            labelColor=palette.quiet,
        ),
    )  # fmt: skip


def since(grain: Grain) -> alt.Tooltip:
    """The day on which a period starts."""
    return alt.Tooltip("starts:T", title=_("From"), format=TOLD[grain])


def told(chart: alt.Chart, *columns: str) -> alt.Chart:
    """``columns`` only where the period bears a statement: a bridge over the others would tell."""
    return chart.transform_calculate(
        **{column: f"datum.enough ? datum.{column} : null" for column in columns}
    )


def marks(days: Sequence[Mark], x: alt.X, palette: Palette) -> alt.Chart:
    """A thin rule where something else may have moved the line."""
    rules = alt.Chart(pd.DataFrame(days)).mark_rule(
        color=palette.ink, strokeDash=[2, 3], strokeWidth=1.5
    )
    marked: alt.Chart = rules.encode(
        x=x, tooltip=[alt.Tooltip("said:N", title=_("From this day on"))]
    )
    return marked
