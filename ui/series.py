"""Shares over time in words, in tables, and as many small lines on one scale."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts import multiples as small
from charts.theme import Palette
from core.i18n import _
from core.vocabulary import Grain
from ui import drawn, figures, says
from ui.cached import Chart
from ui.filters import Chosen

MOST_ROWS = 12
_ORDER = {"rose": 0, "fell": 1, "no clear change": 2, "too few to tell": 3}


def title(name: str, rows: pd.DataFrame, grain: Grain) -> str:
    """A chart's title says its finding: the newest period that bears a statement."""
    told = rows[rows["enough"]]
    if told.empty:
        return _("**{name}:** too few to tell in any {period}").format(
            name=_(name), period=_(says.ONE_PERIOD[grain]).lower()
        )
    last = told.iloc[-1]
    return _("**{name}:** {share} of {n:,}, {period} ({between})").format(
        name=_(name),
        share=says.percent(last["share"]),
        n=last["total"],
        period=says.period(last["period"], grain),
        between=says.between(last["low"], last["high"]),
    )


def table(felt: pd.DataFrame, grain: Grain) -> None:
    """The periods' figures, newest first; what is too few to tell says so."""
    newest = felt[felt["total"] > 0].sort_values("period", ascending=False, kind="stable")
    st.dataframe(
        pd.DataFrame(
            {
                _(says.ONE_PERIOD[grain]): [says.period(n, grain) for n in newest["period"]],
                _("Sentiment"): newest["sentiment"].map(lambda word: _(says.SENTIMENT[word])),
                _("Pieces"): newest["n"],
                _("Of"): newest["total"],
                _("Share"): figures.shares(newest),
                _("Interval (95 %)"): figures.intervals(newest),
            }
        ),
        hide_index=True,
    )


def most_telling_first(over_time: pd.DataFrame, compared: pd.DataFrame, name: str) -> pd.DataFrame:
    """``over_time`` with a ``row`` for each ``name``: clear changes, then the largest shares."""
    ordered = compared.assign(order=compared["verdict"].map(_ORDER)).sort_values(
        ["order", "share"], ascending=[True, False]
    )
    rows = {value: row for row, value in enumerate(ordered[name])}
    kept = pd.DataFrame(over_time[over_time[name].isin(rows)])
    return kept.assign(row=kept[name].map(rows))


def multiples(
    key: str, ordered: pd.DataFrame, name: str, chosen: Chosen, *, title: str
) -> str | None:  # fmt: skip
    """Small lines in two columns, the most telling first; answers the ``name`` that was picked."""
    names = ordered.drop_duplicates("row").set_index("row")[name].sort_index()
    if len(names) > MOST_ROWS:
        label = _("Show all {n:,}").format(n=len(names))
        if not st.toggle(label, key=f"{key}-all", bind="query-params"):
            names = names.iloc[:MOST_ROWS]
    shown = ordered[ordered["row"].isin(names.index)]
    highest, half = drawn.highest(shown), -(-len(names) // 2)
    st.caption(
        _(
            "Clear changes first. Beside each name its newest figure that bears a statement; all "
            "are drawn against the same {top}, and grey crosses are too few to tell."
        ).format(top=says.percent(highest))
    )
    picked: list[str] = []
    for column, part in zip(st.columns(2), (names.iloc[:half], names.iloc[half:]), strict=True):
        if part.empty:
            continue
        lines = _lines(shown, part, name)

        def draw(palette: Palette, lines: pd.DataFrame = lines) -> Chart:
            return small.shares(
                lines, highest=highest, grain=chosen.grain, title=title, palette=palette
            )

        with column:
            points = drawn.chart(
                f"{key}-{part.index[0]}", lines, chosen.grain, highest, title, draw=draw
            )
        picked += [part.iloc[int(point[small.PICKED])] for point in points]
    return next(iter(picked), None)


def _lines(ordered: pd.DataFrame, names: pd.Series, name: str) -> pd.DataFrame:
    """The rows of ``names``, numbered from the top, each called by its newest figure."""
    parts = []
    for row, value in enumerate(names):
        mine = ordered[ordered[name] == value]
        told = mine[mine["enough"]]
        said = _("{name}: too few to tell").format(name=value)
        if len(told):
            last = told.iloc[-1]
            said = _("{name}: {share} of {n:,}").format(
                name=value, share=says.percent(last["share"]), n=last["total"]
            )
        parts.append(mine.assign(row=row, name=said))
    lines: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return lines
