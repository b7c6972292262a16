"""What worries people: concerns by how often they are heard, and what changed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.concerns import PICKED, ranked_shares
from core import screens
from core.i18n import _
from services import concerns, copies, retagging
from ui import (
    drawn,
    figures,
    filters,
    life_line,
    navigation,
    runtime,
    says,
    series,
    theme_views,
)
from ui.filters import Chosen

MOST = 25  # concerns that are drawn; the table has them all


def to_words(chosen: Chosen, concern: str, *, key: str) -> None:
    navigation.lead(
        screens.WORDS,
        _("Read the words: {concern}").format(concern=says.literal(concern)),
        key=key,
        **filters.same(chosen, concern=concern),
    )


def over_time(chosen: Chosen, ranked: pd.DataFrame) -> None:
    st.markdown(_("### Over time"))
    heard = ranked[ranked["n"] > 0].head(MOST)
    with runtime.reading() as session:
        lines = concerns.by_period(
            session, actor, scope=chosen.scope, grain=chosen.grain,
            theme_ids=list(heard["theme_id"]),
        )  # fmt: skip
    compared = {row.theme_id: row for row in heard.itertuples(index=False)}
    ordered = series.most_telling_first(lines, compared)
    about = tuple((one.id, *((p.period, p.n, p.total) for p in one.points)) for one in ordered)
    title = _("Share of feedback that raises each concern, {period}").format(period=chosen.period)
    picked = series.multiples("concerns-over-time", ordered, chosen, title=title, about=about)
    if picked:
        to_words(chosen, picked, key="picked-line")


actor = runtime.allowed(screens.CONCERNS)
st.title(_(screens.CONCERNS.title))
with runtime.reading() as session:
    tagging = retagging.progress(session, actor)
if tagging:
    theme_views.say_progress(tagging)
chosen = filters.choose(actor)
if chosen:
    with runtime.reading() as session:
        ranked = concerns.ranked(session, actor, scope=chosen.scope)
        campaigns = copies.campaigns(session, actor, scope=chosen.scope)
    heard = ranked[ranked["n"] > 0]
    if heard.empty:
        st.info(_("No concern was heard here in this period. Choose a longer one."))
    else:
        st.markdown(figures.concern_finding(ranked, chosen.period))
        st.caption(
            _(
                "Share of the feedback that could be read; one piece may raise several concerns. "
                "The line is the 95 % interval, the number how many pieces. "
                "Found by word lists, which miss what is said in other words."
            )
        )
        for said in figures.campaigns(campaigns):
            st.caption(said)
        shown = heard.head(MOST)
        picked = drawn.chart(
            "concern-chart", shown, chosen.period,
            draw=lambda palette: ranked_shares(shown, period=chosen.period, palette=palette),
        )  # fmt: skip
        if len(heard) > MOST:
            st.caption(_("{n:,} more stand in the table.").format(n=len(heard) - MOST))
        for point in picked:
            to_words(chosen, point[PICKED], key="picked")
        if not chosen.scope.is_undated:
            over_time(chosen, ranked)
        with st.expander(_("The same as a table, with the change against the period before")):
            row = figures.table(ranked, name="concern", label=_("Concern"), key="ranked")
            figures.download_links("concerns", chosen.scope)
            if row is not None:
                to_words(chosen, ranked["concern"].iloc[row], key="row")
        st.markdown(_("### The life of a concern, and the words behind it"))
        concern = st.selectbox(_("Concern"), list(heard["concern"]))
        if concern:
            to_words(chosen, concern, key="by-hand")
            ids = dict(zip(ranked["concern"], ranked["theme_id"], strict=True))
            life_line.show(actor, chosen, int(ids[concern]), concern)
