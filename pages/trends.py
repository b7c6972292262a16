"""How we are seen: shares of each sentiment over time and by district."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.sentiment import PICKED, share_over_time
from core import periods, screens
from core.i18n import _
from core.vocabulary import Sentiment
from services import questions, readings, sentiment
from services.sentiment import Overall
from ui import drawn, figures, filters, navigation, places, runtime, says, series
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
        notes.append(_("{n:,} more could not be read.").format(n=overall.not_read))
    st.caption(" ".join(notes))


def over_time(felt: pd.DataFrame, rewordings: pd.DataFrame, chosen: Chosen) -> None:
    highest = drawn.highest(felt)
    marks = [value for row in rewordings.itertuples(index=False) for value in row]
    for word in sentiment.READ:
        rows = felt[felt["sentiment"] == word]
        st.markdown(series.title(says.SENTIMENT[word], rows, chosen.grain))
        picked = drawn.chart(
            f"chart-{word}", rows, chosen.grain, chosen.period, highest, *marks,
            draw=lambda palette, word=word, rows=rows: share_over_time(
                rows, sentiment=word, highest=highest, grain=chosen.grain, rewordings=rewordings,
                period=chosen.period, palette=palette,
            ),
        )  # fmt: skip
        for point in picked:
            to_words(chosen, word, point[PICKED], key=f"picked-{word}")
    for row in rewordings.itertuples():
        st.caption(_("Dotted line, {day}: {said}").format(day=says.day(row.starts), said=row.said))


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


def by_hand(chosen: Chosen) -> None:
    """The keyboard's way to what a click on the chart does."""
    st.markdown(_("### Read the words behind a figure"))
    left, right = st.columns(2)
    words = {_(says.SENTIMENT[word]): word for word in sentiment.READ}
    scope, grain = chosen.scope, chosen.grain
    newest_first = periods.series(scope.first, scope.last, grain)[::-1]
    span = {says.period(period, grain): period for period in newest_first}
    word = left.selectbox(_("Sentiment"), list(words))
    period = right.selectbox(_(says.ONE_PERIOD[grain]), list(span), key=f"by-hand-{grain}")
    if word and period:
        to_words(chosen, words[word], span[period], key="by-hand")


actor = runtime.allowed(screens.TRENDS)
st.title(_(screens.TRENDS.title))
chosen = filters.choose(actor)
if chosen:
    with runtime.reading() as session:
        overall = sentiment.overall(session, actor, scope=chosen.scope)
        before = sentiment.overall(session, actor, scope=chosen.scope.before())
        felt = sentiment.by_period(session, actor, scope=chosen.scope, grain=chosen.grain)
        rewordings = questions.rewordings(session, actor, scope=chosen.scope)
        waiting = readings.waiting(session, actor)
    if waiting:
        st.info(
            _("{n:,} pieces wait to be read. These figures grow as they are.").format(n=waiting)
        )
    if not overall.total:
        st.info(_("Nothing was heard here in this period. Choose a longer one, or all districts."))
    else:
        finding(overall, before, chosen)
        if not chosen.scope.is_undated:
            over_time(felt, rewordings, chosen)
            with st.expander(_("The same as a table")):
                series.table(felt, chosen.grain)
                figures.download_links("sentiment", chosen.scope, grain=chosen.grain)
            by_hand(chosen)
        places.show(actor, chosen)
