"""Figures as sentences and tables, the same on every screen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.shares import FEWEST_TO_COMPARE, wilson
from core.i18n import _
from core.vocabulary import Sentiment
from services.sentiment import Overall
from ui import says
from ui.filters import Chosen, day_in_month, month_name


def finding(overall: Overall, period: str) -> str:
    """The sentence at the top: the largest sentiment, how sure, and of how many."""
    if overall.total < FEWEST_TO_COMPARE:
        return _("**Too few to tell.** {n} pieces of feedback, {period}.").format(
            n=overall.total, period=period
        )
    negative, positive, uncertain = (
        share
        for word in (Sentiment.NEGATIVE, Sentiment.POSITIVE, Sentiment.UNCERTAIN)
        if (share := wilson(overall.counts[word], overall.total))
    )
    return _(
        "**{negative} of {n:,} pieces of feedback sound negative** ({negative_between}), "
        "{positive} positive ({positive_between}); {uncertain} the reader could not tell. {period}."
    ).format(
        negative=says.percent(negative.estimate),
        negative_between=says.between(negative.low, negative.high),
        positive=says.percent(positive.estimate),
        positive_between=says.between(positive.low, positive.high),
        uncertain=says.percent(uncertain.estimate),
        n=overall.total,
        period=period,
    )


def concern_finding(ranked: pd.DataFrame, period: str) -> str:
    """The sentence above the concerns: the most frequent, and what clearly rose or fell."""
    top = ranked.iloc[0]
    said = [
        _("**{concern}** is heard most: {n} of {total:,} pieces ({between}), {period}.").format(
            concern=top["concern"],
            n=top["n"],
            total=top["total"],
            between=says.between(top["low"], top["high"]),
            period=period,
        )
    ]
    for verdict, sentence in (
        ("rose", _("Heard more than in the period before: {concerns}.")),
        ("fell", _("Heard less than in the period before: {concerns}.")),
    ):
        names = list(ranked.loc[ranked["verdict"] == verdict, "concern"])
        if names:
            said.append(sentence.format(concerns=", ".join(names[:5])))
    return " ".join(said)


def month_title(word: Sentiment, rows: pd.DataFrame) -> str:
    """A chart's title says its finding: the newest month that bears a statement."""
    told = rows[rows["enough"]]
    name = _(says.SENTIMENT[word])
    if told.empty:
        return _("**{sentiment}:** too few to tell in any month").format(sentiment=name)
    last = told.iloc[-1]
    return _("**{sentiment}:** {share} of {n} in {month} ({between})").format(
        sentiment=name,
        share=says.percent(last["share"]),
        n=last["total"],
        month=day_in_month(last["month"]),
        between=says.between(last["low"], last["high"]),
    )


def month_table(monthly: pd.DataFrame) -> None:
    """The months' figures, newest first; what is too few to tell says so."""
    newest = monthly[monthly["total"] > 0].iloc[::-1]
    st.dataframe(
        pd.DataFrame(
            {
                _("Month"): newest["month"].map(day_in_month),
                _("Sentiment"): newest["sentiment"].map(lambda word: _(says.SENTIMENT[word])),
                _("Pieces"): newest["n"],
                _("Of"): newest["total"],
                _("Share"): _shares(newest),
                _("Interval (95 %)"): _intervals(newest),
            }
        ),
        hide_index=True,
    )


def table(frame: pd.DataFrame, *, name: str, label: str, unnamed: str = "") -> None:
    """Shares with their change against the period before; columns as the services give them."""
    st.dataframe(
        pd.DataFrame(
            {
                label: frame[name].replace("", unnamed),
                _("Pieces"): frame["n"],
                _("Of"): frame["total"],
                _("Share"): _shares(frame),
                _("Interval (95 %)"): _intervals(frame),
                _("Before"): [
                    f"{n} / {total}" if total else "-"
                    for n, total in zip(frame["previous_n"], frame["previous_total"], strict=True)
                ],
                _("Change"): frame["verdict"].map(lambda verdict: _(says.VERDICT[verdict])),
            }
        ),
        hide_index=True,
    )


def address(chosen: Chosen, *, first: int, last: int, **more: str) -> dict[str, str]:
    """What the words' screen needs in its address to show the same scope."""
    kept = {
        name: str(st.session_state[name])
        for name in ("source", "district", "question")
        if st.session_state.get(name)
    }
    if first:
        kept |= {"from": month_name(first), "to": month_name(last)}
    return kept | more


def _shares(frame: pd.DataFrame) -> list[str]:
    few = frame["total"] < FEWEST_TO_COMPARE
    return [
        _("too few to tell") if is_few else says.percent(share)
        for share, is_few in zip(frame["share"], few, strict=True)
    ]


def _intervals(frame: pd.DataFrame) -> list[str]:
    return [
        f"{says.percent(low)} - {says.percent(high)}"
        for low, high in zip(frame["low"], frame["high"], strict=True)
    ]
