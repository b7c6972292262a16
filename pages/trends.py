"""How we are seen: shares of each sentiment over time and by district."""

from __future__ import annotations

import streamlit as st

from analysis import felt
from core import periods, screens
from core.i18n import _, ngettext
from services import copies, questions, readings, sentiment
from services.copies import Campaigns
from services.meetings import marks
from services.sentiment import Overall
from ui import figures, filters, over_time, places, runtime, says
from ui.filters import Chosen


def finding(overall: Overall, before: Overall, chosen: Chosen, found: Campaigns) -> None:
    st.markdown(figures.finding(overall, before, chosen.period))
    notes = [
        _(
            "Read by a program. In English about one answer in ten is wrong, which the intervals "
            "allow for: read the words before you act on a figure."
        )
    ]
    if overall.indicative:
        notes.append(
            ngettext(
                "{n:,} piece is in another language. How a program reads those is indicative: "
                "about one answer in six is wrong, which the intervals allow for too.",
                "{n:,} pieces are in another language. How a program reads those is indicative: "
                "about one answer in six is wrong, which the intervals allow for too.",
                overall.indicative,
            ).format(n=overall.indicative)
        )
    if overall.not_read:
        notes.append(_("{n:,} more could not be read.").format(n=overall.not_read))
    st.caption(" ".join([*notes, *figures.campaigns(found)]))


def by_hand(chosen: Chosen) -> None:
    """The keyboard's way to what a click on the chart does."""
    st.markdown(_("### Read the words behind a figure"))
    left, right = st.columns(2)
    words = {_(says.SENTIMENT[word]): word for word in felt.READ}
    scope, grain = chosen.scope, chosen.grain
    newest_first = periods.series(scope.first, scope.last, grain)[::-1]
    span = {says.period(period, grain): period for period in newest_first}
    word = left.selectbox(_("Sentiment"), list(words))
    period = right.selectbox(_(says.ONE_PERIOD[grain]), list(span), key=f"by-hand-{grain}")
    if word and period:
        over_time.to_words(chosen, words[word], span[period], key="by-hand")


actor = runtime.allowed(screens.TRENDS)
st.title(_(screens.TRENDS.title))
chosen = filters.choose(actor)
if chosen:
    with runtime.reading() as session:
        overall = sentiment.overall(session, actor, scope=chosen.scope)
        before = sentiment.overall(session, actor, scope=chosen.scope.before())
        heard = sentiment.heard(session, actor, scope=chosen.scope)
        breaks = (
            *questions.rewordings(session, actor, scope=chosen.scope),
            *marks.held(session, actor, scope=chosen.scope),
        )
        waiting = readings.waiting(session, actor)
        campaigns = copies.campaigns(session, actor, scope=chosen.scope)
    if waiting:
        st.info(
            _("{n:,} pieces wait to be read. These figures grow as they are.").format(n=waiting)
        )
    if not overall.total:
        st.info(_("Nothing was heard here in this period. Choose a longer one, or all districts."))
    else:
        finding(overall, before, chosen, campaigns)
        if not chosen.scope.is_undated:
            over_time.show(heard, breaks, chosen)
            by_hand(chosen)
        places.show(actor, chosen)
