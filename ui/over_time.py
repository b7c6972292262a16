"""Each sentiment over time: a chart under its finding, and all of them as a table."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from analysis import felt
from analysis.felt import Felt
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


def show(heard: tuple[Felt, ...], rewordings: pd.DataFrame, chosen: Chosen) -> None:
    marks = tuple(rewordings.itertuples(index=False, name=None))
    about = (heard, marks, chosen.scope, chosen.grain, chosen.period)
    shown = cached.kept(("over time", *about), lambda: _made(heard, rewordings, chosen))
    for word, title, chart in shown.lines:
        st.markdown(title)
        for point in drawn.show(f"chart-{word}", chart):
            to_words(chosen, word, point[PICKED], key=f"picked-{word}")
    for day, said in zip(rewordings["starts"], rewordings["said"], strict=True):
        st.caption(_("Dotted line, {day}: {said}").format(day=says.day(day), said=said))
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


def _made(heard: tuple[Felt, ...], rewordings: pd.DataFrame, chosen: Chosen) -> Shown:
    """All that follows from the counts."""
    grain, period = chosen.grain, chosen.period
    frame = felt.by_period(
        heard, periods.series(chosen.scope.first, chosen.scope.last, grain), grain
    )
    highest = drawn.highest(frame)
    lines = []
    for word in felt.READ:
        rows = frame[frame["sentiment"] == word]

        def draw(empty: pd.DataFrame, palette: Palette, word: Sentiment = word) -> Chart:
            return share_over_time(
                empty, sentiment=word, highest=highest, grain=grain, rewordings=rewordings,
                period=period, palette=palette,
            )  # fmt: skip

        form = (word, highest, grain, cached.values(rewordings), period)
        chart = drawn.filled(rows, "share", *form, draw=draw)
        lines.append((word, series.title(says.SENTIMENT[word], rows, grain), chart))
    table = tables.html(series.columns(frame, grain), label=_("Shares over time"))
    return Shown(tuple(lines), table)
