"""One sentiment by district: the map, small lines on one scale, and a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.shares import FEWEST_TO_COMPARE
from charts.districts import shares_on_map
from charts.theme import Palette
from core import screens
from core.actor import Actor
from core.i18n import _
from core.scope import NO_DISTRICT
from core.vocabulary import Sentiment
from services import counts, districts, sentiment
from ui import cached, drawn, figures, filters, navigation, runtime, says, series
from ui.cached import Chart
from ui.filters import Chosen


def show(actor: Actor, chosen: Chosen) -> None:
    """The section, with a way to the words behind each district."""
    st.markdown(_("### By district"))
    names = {_(says.SENTIMENT[word]): word for word in sentiment.READ}
    word = names[st.selectbox(_("Share of"), list(names), key="share", bind="query-params")]
    with runtime.reading() as session:
        table = sentiment.by_district(session, actor, scope=chosen.scope, sentiment=word)
        over_time = sentiment.by_district_and_period(
            session, actor, scope=chosen.scope, sentiment=word, grain=chosen.grain
        )
        version = counts.version(session, actor)
    if table.empty:
        return
    for frame in (table, over_time):
        frame["district"] = frame["district"].replace("", filters.unknown_district())
    st.caption(
        _(
            "{sentiment} feedback, {period}, against as long a period before it. By chance alone "
            "about one district in twenty seems to change. Choose one to read the words."
        ).format(sentiment=_(says.SENTIMENT[word]), period=chosen.period)
    )
    is_somewhere = bool((table["district_id"] != NO_DISTRICT).any())
    picked = _on_map(actor, table, chosen, word, version) if is_somewhere else None
    if not chosen.scope.is_undated:
        picked = _over_time(over_time, table, chosen, word) or picked
    row = figures.table(table, name="district", label=_("District"), key="places")
    figures.download_links("districts", chosen.scope, sentiment=word)
    district = table["district"].iloc[row] if row is not None else picked
    if district is not None:
        navigation.lead(
            screens.WORDS,
            _("Read the words: {sentiment}, {district}").format(
                sentiment=_(says.SENTIMENT[word]).lower(), district=says.literal(district)
            ),
            key="place",
            **filters.same(chosen, district=district, sentiment=_(says.SENTIMENT[word])),
        )


def _on_map(
    actor: Actor, table: pd.DataFrame, chosen: Chosen, word: Sentiment, version: int
) -> str | None:
    """The map; answers the district that was picked on it. ``version`` is the boundaries'."""
    rows = table.assign(enough=table["total"] >= FEWEST_TO_COMPARE)
    title = _("Share of {sentiment} feedback by district, {period}").format(
        sentiment=word.value, period=chosen.period
    )

    def draw(palette: Palette) -> Chart:
        with runtime.reading() as session:  # only now: they are large, and seldom drawn anew
            boundaries = districts.boundaries(session, actor)
        outlines = cached.outlines(boundaries)
        return shares_on_map(rows, outlines=outlines, title=title, palette=palette)

    picked = drawn.chart("map", rows, title, version, draw=draw)
    ids = [int(value) for point in picked for value in point.values()]
    return next(iter(table.loc[table["district_id"].isin(ids), "district"]), None)


def _over_time(
    over_time: pd.DataFrame, table: pd.DataFrame, chosen: Chosen, word: Sentiment
) -> str | None:
    """A small line for each district; answers the one that was picked."""
    ordered = series.most_telling_first(over_time, table, "district")
    title = _("Share of {sentiment} feedback in each district, {period}").format(
        sentiment=word.value, period=chosen.period
    )
    return series.multiples("places-over-time", ordered, "district", chosen, title=title)
