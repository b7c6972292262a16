"""What worries people: concerns by how often they are heard, and what changed."""

from __future__ import annotations

import streamlit as st

from charts.concerns import PICKED, ranked_shares
from core import screens
from core.i18n import _
from services import concerns
from ui import figures, filters, navigation, runtime, says
from ui.filters import Chosen


def to_words(chosen: Chosen, concern: str, *, key: str) -> None:
    navigation.lead(
        screens.WORDS,
        _("Read the words: {concern}").format(concern=says.literal(concern)),
        key=key,
        **filters.same(first=chosen.scope.first, last=chosen.scope.last, concern=concern),
    )


actor = runtime.allowed(screens.CONCERNS)
st.title(_(screens.CONCERNS.title))
chosen = filters.choose(actor)
if chosen:
    with runtime.reading() as session:
        ranked = concerns.ranked(session, actor, scope=chosen.scope)
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
        drawn = ranked_shares(heard, period=chosen.period, palette=figures.paper())
        picked = st.altair_chart(drawn, key="concern-chart", on_select="rerun")
        for point in picked["selection"].get(PICKED, []):
            to_words(chosen, point[PICKED], key="picked")
        with st.expander(_("The same as a table, with the change against the period before")):
            row = figures.table(ranked, name="concern", label=_("Concern"), key="ranked")
            figures.download_links("concerns", chosen.scope)
            if row is not None:
                to_words(chosen, ranked["concern"].iloc[row], key="row")
        st.markdown(_("### Read the words behind a concern"))
        concern = st.selectbox(_("Concern"), list(heard["concern"]))
        if concern:
            to_words(chosen, concern, key="by-hand")
