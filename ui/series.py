"""Shares over time in words, in tables, and as many small lines on one scale."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from charts import multiples as small
from charts.theme import Palette
from core.i18n import _
from core.vocabulary import Grain
from ui import cached, drawn, figures, says
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


def columns(felt: pd.DataFrame, grain: Grain) -> dict[str, list[object]]:
    """The periods' figures in words, newest first; what is too few to tell says so."""
    newest = felt[felt["total"] > 0].sort_values("period", ascending=False, kind="stable")
    return {
        _(says.ONE_PERIOD[grain]): [says.period(n, grain) for n in newest["period"]],
        _("Sentiment"): [_(says.SENTIMENT[word]) for word in newest["sentiment"]],
        _("Pieces"): [*newest["n"]],
        _("Of"): [*newest["total"]],
        _("Share"): [*figures.shares(newest)],
        _("Interval (95 %)"): [*figures.intervals(newest)],
    }


def most_telling_first(over_time: pd.DataFrame, compared: pd.DataFrame, name: str) -> pd.DataFrame:
    """``over_time`` with a ``row`` for each ``name``: clear changes, then the largest shares."""
    ordered = compared.assign(order=compared["verdict"].map(_ORDER)).sort_values(
        ["order", "share"], ascending=[True, False]
    )
    rows = {value: row for row, value in enumerate(ordered[name])}
    kept = pd.DataFrame(over_time[over_time[name].isin(rows)])
    return kept.assign(row=kept[name].map(rows))


class Small(NamedTuple):
    """Small lines in two columns: who they are, by their rows, and how they are drawn."""

    caption: str
    names: tuple[tuple[str, ...], ...]
    charts: tuple[dict[str, Any], ...]


def multiples(
    key: str, ordered: pd.DataFrame, name: str, chosen: Chosen, *, title: str,
    about: tuple[Hashable, ...],
) -> str | None:  # fmt: skip
    """Small lines, the most telling first; answers the ``name`` that was picked.

    ``about`` holds all that ``ordered`` was made from.
    """
    many, is_all = ordered["row"].nunique(), True
    if many > MOST_ROWS:
        label = _("Show all {n:,}").format(n=many)
        is_all = st.toggle(label, key=f"{key}-all", bind="query-params")
    most = many if is_all else MOST_ROWS
    made = cached.kept(
        (key, *about, title, most), lambda: _small(ordered, name, chosen.grain, title, most)
    )
    st.caption(made.caption)
    picked: list[str] = []
    at = 0
    for column, names, chart in zip(st.columns(2), made.names, made.charts, strict=False):
        with column:
            points = drawn.show(f"{key}-{at}", chart)
        picked += [names[int(point[small.PICKED])] for point in points]
        at += len(names)
    return next(iter(picked), None)


def _small(ordered: pd.DataFrame, name: str, grain: Grain, title: str, most: int) -> Small:
    names = ordered.drop_duplicates("row").set_index("row")[name].sort_index().iloc[:most]
    shown = ordered[ordered["row"].isin(names.index)]
    highest, half = drawn.highest(shown), -(-len(names) // 2)
    caption = _(
        "Clear changes first. Beside each name its newest figure that bears a statement; all "
        "are drawn against the same {top}, and grey crosses are too few to tell."
    ).format(top=says.percent(highest))
    parts = [part for part in (names.iloc[:half], names.iloc[half:]) if len(part)]
    charts = []
    for part in parts:
        rows = len(part)

        def draw(empty: pd.DataFrame, palette: Palette, rows: int = rows) -> Chart:
            return small.shares(
                empty, rows=rows, highest=highest, grain=grain, title=title, palette=palette
            )

        lines = _lines(shown, part, name)
        charts.append(drawn.filled(lines, "small", rows, highest, grain, title, draw=draw))
    return Small(caption, tuple(tuple(part) for part in parts), tuple(charts))


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
