"""Shares of one sentiment over months, with how sure each is."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.theme import Palette, share_tooltip
from core.i18n import _

PICKED = "yyyymm"


def monthly_share(
    monthly: pd.DataFrame, *, sentiment: str, highest: float, period: str, palette: Palette
) -> alt.LayerChart | alt.FacetChart:
    """One sentiment's share per month.

    Columns: ``month`` (date), ``yyyymm`` (int: what a click answers, for a browser moves dates to
    its own zone), ``sentiment`` (str), ``n``, ``total`` (int), ``share``, ``low``,
    ``high`` (0 to 1), ``enough`` (bool: whether the month bears a statement). All rows must be of
    ``sentiment``. ``highest`` is the top of the axis that all sentiments share.
    """
    colour = getattr(palette, sentiment)
    told, picked = "datum.enough", alt.selection_point(name=PICKED, fields=[PICKED])
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True, tickCount=8,
              grid=False, labelColor=palette.quiet))  # fmt: skip
    y = alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, highest]),
              axis=alt.Axis(format="%", tickCount=3, gridColor=palette.line, labelFlush=False,
                            labelColor=palette.quiet, domain=False))  # fmt: skip
    base = alt.Chart(monthly)
    # Where a month is too few to tell, line and band break: a bridge would tell.
    parts = {part: f"datum.enough ? datum.{part} : null" for part in ("share", "low", "high")}
    known = base.transform_calculate(**parts)
    band = known.mark_area(color=colour, opacity=0.18).encode(
        x=x, y=alt.Y("low:Q", scale=alt.Scale(domain=[0, highest]), title=None), y2="high:Q"
    )
    line = known.mark_line(color=colour, strokeWidth=2).encode(x=x, y=y)
    points = base.transform_filter("datum.total > 0").mark_point(filled=True, size=70).encode(
        x=x,
        y=y,
        color=alt.when(told).then(alt.value(colour)).otherwise(alt.value(palette.uncertain)),
        shape=alt.when(told).then(alt.value("circle")).otherwise(alt.value("cross")),
        opacity=alt.when(picked).then(alt.value(1)).otherwise(alt.value(0.35)),
        tooltip=share_tooltip(alt.Tooltip("month:T", title=_("Month"), format="%B %Y")),
    ).add_params(picked)  # fmt: skip
    return alt.layer(band, line, points).properties(
        height=150,
        usermeta={"embedOptions": {"actions": False}},
        description=f"Share of {sentiment} feedback per month, {period}, with 95 % intervals",
    )
