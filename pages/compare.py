"""Two districts, periods, sources, or the weeks around two meetings side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis import reading_error
from analysis.comparison import sides
from analysis.reading_error import Readers
from analysis.shares import FEWEST_TO_COMPARE
from charts.comparison import side_by_side
from core import screens
from core.i18n import _
from core.vocabulary import Sentiment
from services import concerns, sentiment
from ui import around, drawn, figures, filters, runtime, says
from ui.filters import Chosen

MOST = 12


def label(letter: str, chosen: Chosen) -> str:
    said = _("{letter}: {source}, {district}, {period}")
    return said.format(
        letter=letter, source=chosen.source.name, district=chosen.district, period=chosen.period
    )


def show(
    name: str, frame: pd.DataFrame, left: Chosen, right: Chosen,
    readers: Sequence[Readers | None], indicative: tuple[int, int],
) -> None:  # fmt: skip
    """A chart of both sides, and the same as a table. ``frame`` has its rows' names in ``name``."""
    labels = (label("A", left), label("B", right))
    title = _("Shares of {a} beside {b}").format(a=labels[0], b=labels[1])
    drawn.chart(
        name, frame, *labels,
        draw=lambda palette: side_by_side(
            sides(frame.head(MOST), readers[:MOST], indicative),
            labels=labels, title=title, palette=palette,
        ),
    )  # fmt: skip
    with st.expander(_("The same as a table"), expanded=False):
        figures.sides_table(frame)


actor = runtime.allowed(screens.COMPARE)
st.title(_(screens.COMPARE.title))
one, other = st.columns(2, gap="large")
with one:
    st.markdown("**A**")
    first = filters.choose(actor, side="a-")
    left = first and around.choose(actor, first, side="a-")
right = None
if first:
    with other:
        st.markdown("**B**")
        second = filters.choose(actor, side="b-", against=first.scope)
        right = second and around.choose(actor, second, side="b-")
if left and right:
    with runtime.reading() as session:
        indicative = (
            sentiment.overall(session, actor, scope=left.scope).indicative,
            sentiment.overall(session, actor, scope=right.scope).indicative,
        )
        felt = sentiment.compared(session, actor, scope=left.scope, other=right.scope)
        raised = concerns.compared(session, actor, scope=left.scope, other=right.scope)
    if left.scope == right.scope:
        st.info(_("Both sides are the same. Choose another district, period or source for one."))
    elif felt.empty or felt[["total", "previous_total"]].min(axis=None) < FEWEST_TO_COMPARE:
        st.info(
            _("**Too few to tell.** Each side needs {n} pieces of feedback to be compared.").format(
                n=FEWEST_TO_COMPARE
            )
        )
    else:
        if left.source.id != right.source.id:
            st.warning(
                _(
                    "These are two sources. People who fill in a form are not the people in a "
                    "file, so a difference may only say who was asked."
                )
            )
        felt["name"] = [_(says.SENTIMENT[word]) for word in felt["sentiment"]]
        st.markdown(figures.differences(felt))
        known = reading_error.of_sentiments()
        readers = [known.get(Sentiment(word)) for word in felt["sentiment"]]
        show("compared-sentiment", felt.drop(columns="sentiment"), left, right, readers, indicative)
        st.markdown(_("### Concerns"))
        raised["name"] = raised["concern"]
        heard = reading_error.of_concerns()
        readers = [heard.get(code, heard[""]) for code in raised["code"]]
        st.markdown(figures.differences(raised))
        show(
            "compared-concerns",
            raised[["name", *felt.columns[1:-1]]],
            left,
            right,
            readers,
            indicative,
        )
        st.caption(
            _(
                "By chance alone about one row in twenty seems to differ. The line is the 95 % "
                "interval of each share."
            )
        )
