"""Each sentiment over time: a chart under its finding, and all of them as a table."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from analysis import felt
from analysis.felt import Felt
from analysis.series import Mark
from charts.sentiment import PICKED, share_over_time
from charts.theme import Palette
from core import periods, screens
from core.i18n import _
from core.vocabulary import Sentiment
from ui import cached, drawn, figures, filters, navigation, says, series, tables
from ui.cached import Chart
from ui.filters import Chosen


class Shown(NamedTuple):
    """The title and the chart of each sentiment, and all of them as a table."""

    lines: tuple[tuple[Sentiment, str, dict[str, Any]], ...]
    table: str


def show(heard: tuple[Felt, ...], marks: tuple[Mark, ...], chosen: Chosen) -> None:
    about = (heard, marks, chosen.scope, chosen.grain, chosen.period)
    shown = cached.kept(("over time", *about), lambda: _made(heard, marks, chosen))
    for word, title, chart in shown.lines:
        st.markdown(title)
        for point in drawn.show(f"chart-{word}", chart):
            to_words(chosen, word, point[PICKED], key=f"picked-{word}")
    for mark in marks:
        st.caption(
            _("Dotted line, {day}: {said}").format(day=says.day(mark.starts), said=mark.said)
        )
    with st.expander(_("The same as a table")):
        st.html(shown.table)
        figures.download_links("sentiment", chosen.scope, grain=chosen.grain)


def to_words(chosen: Chosen, word: Sentiment, period: int, *, key: str) -> None:
    name = _(says.SENTIMENT[word])
    navigation.lead(
        screens.WORDS,
        _("Read the words: {sentiment}, {period}").format(
            sentiment=name.lower(), period=says.period(period, chosen.grain)
        ),
        key=key,
        **filters.same(chosen, period=period, sentiment=name),
    )


def _made(heard: tuple[Felt, ...], marks: tuple[Mark, ...], chosen: Chosen) -> Shown:
    """All that follows from the counts."""
    grain, period = chosen.grain, chosen.period
    told = felt.lines(heard, periods.series(chosen.scope.first, chosen.scope.last, grain), grain)
    highest = drawn.highest(point for points in told.values() for point in points)
    lines = []
    for word, points in told.items():

        def draw(empty: pd.DataFrame, palette: Palette, word: Sentiment = word) -> Chart:
            return share_over_time(
                empty, sentiment=word, highest=highest, grain=grain, marks=marks,
                period=period, palette=palette,
            )  # fmt: skip

        form = ("share", word, highest, grain, marks, period)
        chart = drawn.filled(drawn.columns(points), *form, draw=draw)
        lines.append((word, series.title(says.SENTIMENT[word], points, grain), chart))
    table = tables.html(series.columns(told, grain), label=_("Shares over time"))
    return Shown(tuple(lines), table)
