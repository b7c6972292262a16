"""How often each concern is heard, the most frequent first, with how sure each share is."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from charts.theme import Palette, share_tooltip
from core.i18n import _

PICKED = "concern"


def ranked_shares(
    ranked: pd.DataFrame, *, period: str, palette: Palette
) -> alt.LayerChart | alt.FacetChart:
    """A dot for every concern's share, and a line for its interval.

    Columns: ``concern``, ``verdict`` (str), ``n``, ``total`` (int), ``share``, ``low``, ``high``.
    """
    picked = alt.selection_point(name=PICKED, fields=[PICKED])
    x: dict[str, Any] = {
        "scale": alt.Scale(domainMin=0, nice=True),
        "title": None,
        "axis": alt.Axis(format="%", tickCount=5, gridColor=palette.line, labelColor=palette.quiet),
    }
    tooltip = share_tooltip(
        alt.Tooltip("concern:N", title=_("Concern")),
        alt.Tooltip("verdict:N", title=_("Against the period before")),
    )
    base = alt.Chart(ranked).encode(y=alt.Y("concern:N", sort=None, axis=None))
    interval = base.mark_rule(color=palette.chosen, strokeWidth=3, opacity=0.35).encode(
        x=alt.X("low:Q", **x), x2="high:Q"
    )
    dots = (
        base.mark_point(filled=True, size=90, color=palette.chosen)
        .encode(
            x=alt.X("share:Q", **x),
            opacity=alt.when(picked).then(alt.value(1)).otherwise(alt.value(0.35)),
            tooltip=tooltip,
        )
        .add_params(picked)
    )
    return alt.layer(interval, dots, *_labels(base, x, palette)).properties(
        height=40 * len(ranked) + 40,
        usermeta={"embedOptions": {"actions": False}},
        description=_(
            "Share of feedback that raises each concern, {period}, with 95 % intervals"
        ).format(period=period),
    )


def _labels(base: alt.Chart, x: dict[str, Any], palette: Palette) -> tuple[alt.Chart, alt.Chart]:
    """The concerns' names above their lines, not beside them, so that a telephone has room; and
    how many pieces, behind each line."""
    names = base.mark_text(align="left", dy=-13, fontSize=13, color=palette.ink)
    counts = base.mark_text(align="left", dx=8, color=palette.quiet)
    return (
        names.encode(x=alt.value(2), text="concern:N"),
        counts.encode(x=alt.X("high:Q", **x), text="n:Q"),
    )
