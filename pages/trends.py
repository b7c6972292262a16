"""How we are seen: shares of each sentiment over months and by district."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.sentiment import monthly_share
from charts.theme import palette
from core import months, screens
from core.actor import Actor
from core.i18n import _
from core.vocabulary import Sentiment
from services import readings, sentiment
from ui import figures, filters, navigation, runtime, says
from ui.filters import Chosen


def finding(overall: sentiment.Overall, chosen: Chosen) -> None:
    st.markdown(figures.finding(overall, chosen.period))
    notes = [
        _(
            "Read by a word list that knows English only. It misses much and is wrong often: "
            "read the words before you act on a figure."
        )
    ]
    if overall.not_read:
        notes.append(_("{n} more could not be read.").format(n=overall.not_read))
    st.caption(" ".join(notes))


def over_months(monthly: pd.DataFrame, chosen: Chosen) -> None:
    told = monthly[monthly["enough"]]
    highest = min(1.0, max(0.1, round(float(told["high"].max()), 1) if len(told) else 1.0))
    paper = palette(dark=st.context.theme.type == "dark")
    for word in sentiment.READ:
        rows = monthly[monthly["sentiment"] == word]
        st.markdown(figures.month_title(word, rows))
        drawn = monthly_share(
            rows, sentiment=word, highest=highest, period=chosen.period, palette=paper
        )
        picked = st.altair_chart(drawn, key=f"chart-{word}", on_select="rerun")
        for point in picked["selection"].get("month", []):
            month = months.of(pd.Timestamp(point["month"], unit="ms").date())
            to_words(chosen, word, month)


def to_words(chosen: Chosen, word: Sentiment, month: int) -> None:
    navigation.link(
        screens.WORDS,
        _("Read the words: {sentiment}, {month}").format(
            sentiment=_(says.SENTIMENT[word]).lower(), month=filters.month_name(month)
        ),
        **figures.address(chosen, first=month, last=month, sentiment=_(says.SENTIMENT[word])),
    )


def by_hand(actor: Actor, chosen: Chosen) -> None:
    """The keyboard's way to what a click on the chart does."""
    st.markdown(_("### Read the words behind a figure"))
    left, right = st.columns(2)
    words = {_(says.SENTIMENT[word]): word for word in sentiment.READ}
    span = {
        filters.month_name(month): month
        for month in months.span(chosen.scope.first, chosen.scope.last)
    }
    word = left.selectbox(_("Sentiment"), list(words))
    month = right.selectbox(_("Month"), list(span), index=len(span) - 1)
    if word and month:
        to_words(chosen, words[word], span[month])


def places(actor: Actor, chosen: Chosen) -> None:
    with runtime.reading() as session:
        table = sentiment.by_district(
            session, actor, scope=chosen.scope, sentiment=Sentiment.NEGATIVE
        )
    if table.empty:
        return
    st.markdown(_("### Negative feedback by district"))
    st.caption(
        _("Share of what could be read, {period}, against the period of the same length before.")
        .format(period=chosen.period)
    )  # fmt: skip
    figures.table(table, name="district", label=_("District"), unnamed=_("District not known"))


actor = runtime.actor()
st.title(_(screens.TRENDS.title))
chosen = filters.choose(actor)
if chosen:
    with runtime.reading() as session:
        overall = sentiment.overall(session, actor, scope=chosen.scope)
        monthly = sentiment.by_month(session, actor, scope=chosen.scope)
        waiting = readings.waiting(session, actor)
    if waiting:
        st.info(_("{n} pieces wait to be read. These figures grow as they are.").format(n=waiting))
    if not overall.total:
        st.info(_("Nothing was heard here in this period. Choose a longer one, or all districts."))
    else:
        finding(overall, chosen)
        if not chosen.scope.is_undated:
            over_months(monthly, chosen)
            with st.expander(_("The same as a table")):
                figures.month_table(monthly)
            by_hand(actor, chosen)
        places(actor, chosen)
