"""How we are seen: shares of each sentiment over months and by district."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from analysis.shares import FEWEST_TO_COMPARE
from charts.districts import PICKED as MAP_PICKED
from charts.districts import shares_on_map
from charts.sentiment import PICKED, monthly_share
from core import months, screens
from core.actor import Actor
from core.i18n import _
from core.vocabulary import Sentiment
from services import districts, readings, sentiment
from services.sentiment import Overall
from ui import cached, figures, filters, navigation, runtime, says
from ui.filters import Chosen


def finding(overall: Overall, before: Overall, chosen: Chosen) -> None:
    st.markdown(figures.finding(overall, before, chosen.period))
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
    highest = math.ceil(told["high"].max() * 10) / 10 if len(told) else 1.0
    for word in sentiment.READ:
        rows = monthly[monthly["sentiment"] == word]
        st.markdown(figures.month_title(word, rows))
        drawn = monthly_share(
            rows, sentiment=word, highest=highest, period=chosen.period, palette=figures.paper()
        )
        picked = st.altair_chart(drawn, key=f"chart-{word}", on_select="rerun")
        for point in picked["selection"].get(PICKED, []):
            to_words(word, point[PICKED], key=f"picked-{word}")


def to_words(word: Sentiment, month: int, *, key: str) -> None:
    name = _(says.SENTIMENT[word])
    navigation.lead(
        screens.WORDS,
        _("Read the words: {sentiment}, {month}").format(
            sentiment=name.lower(), month=filters.month_name(month)
        ),
        key=key,
        **filters.same(first=month, last=month, sentiment=name),
    )


def by_hand(chosen: Chosen) -> None:
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
        to_words(words[word], span[month], key="by-hand")


def places(actor: Actor, chosen: Chosen) -> None:
    with runtime.reading() as session:
        table = sentiment.by_district(
            session, actor, scope=chosen.scope, sentiment=Sentiment.NEGATIVE
        )
        boundaries = districts.boundaries(session, actor)
    if table.empty:
        return
    table["district"] = table["district"].replace("", filters.unknown_district())
    st.markdown(_("### Negative feedback by district"))
    said = _(
        "{period}, against as long a period before it. By chance alone about one row in twenty "
        "seems to change. Choose a district or a row to read the words."
    )
    st.caption(said.format(period=chosen.period))
    picked = on_map(table, boundaries, chosen) if boundaries else None
    row = figures.table(table, name="district", label=_("District"), key="places")
    figures.download_links("districts", chosen.scope)
    named = table.loc[table["district_id"] == picked, "district"]
    district = table["district"].iloc[row] if row is not None else next(iter(named), None)
    if district is not None:
        navigation.lead(
            screens.WORDS,
            _("Read the words: negative, {district}").format(district=says.literal(district)),
            key="place",
            **filters.same(
                first=chosen.scope.first, last=chosen.scope.last, district=district,
                sentiment=_(says.SENTIMENT[Sentiment.NEGATIVE]),
            ),
        )  # fmt: skip


def on_map(
    table: pd.DataFrame, boundaries: dict[int, dict[str, object]], chosen: Chosen
) -> int | None:
    drawn = shares_on_map(
        table.assign(enough=table["total"] >= FEWEST_TO_COMPARE),
        outlines=cached.outlines(boundaries),
        title=_("Share of negative feedback by district, {period}").format(period=chosen.period),
        palette=figures.paper(),
    )
    event = st.altair_chart(drawn, key="map", on_select="rerun")
    points = event["selection"].get(MAP_PICKED, [])
    return next((int(value) for point in points for value in point.values()), None)


actor = runtime.allowed(screens.TRENDS)
st.title(_(screens.TRENDS.title))
chosen = filters.choose(actor)
if chosen:
    with runtime.reading() as session:
        overall = sentiment.overall(session, actor, scope=chosen.scope)
        before = sentiment.overall(session, actor, scope=chosen.scope.before())
        monthly = sentiment.by_month(session, actor, scope=chosen.scope)
        waiting = readings.waiting(session, actor)
    if waiting:
        st.info(_("{n} pieces wait to be read. These figures grow as they are.").format(n=waiting))
    if not overall.total:
        st.info(_("Nothing was heard here in this period. Choose a longer one, or all districts."))
    else:
        finding(overall, before, chosen)
        if not chosen.scope.is_undated:
            over_months(monthly, chosen)
            with st.expander(_("The same as a table")):
                figures.month_table(monthly)
                figures.download_links("sentiment", chosen.scope)
            by_hand(chosen)
        places(actor, chosen)
