"""Figures as sentences and tables, the same on every screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from analysis.comparison import Comparison
from analysis.shares import FEWEST_TO_COMPARE
from analysis.themes import PRAISE
from core.i18n import _, ngettext
from core.scope import Scope
from core.vocabulary import Sentiment
from services.copies import Campaigns
from services.sentiment import Overall
from ui import says


def finding(overall: Overall, before: Overall, period: str) -> str:
    """The sentences at the top: how negative, how positive, how sure, and what changed."""
    negative = overall.against(before, Sentiment.NEGATIVE)
    positive = overall.against(before, Sentiment.POSITIVE)
    if overall.total < FEWEST_TO_COMPARE or negative is None or positive is None:
        return _too_few(overall.total, period)
    said = _(
        "**{negative} of {n:,} pieces of feedback sound negative** ({negative_between}), "
        "{positive} positive ({positive_between}); for {uncertain} the reader could not tell. "
        "{period}."
    ).format(
        negative=says.percent(negative.share),
        negative_between=says.between(negative.low, negative.high),
        positive=says.percent(positive.share),
        positive_between=says.between(positive.low, positive.high),
        uncertain=says.percent(overall.counts[Sentiment.UNCERTAIN] / overall.total),
        n=overall.total,
        period=period,
    )
    return f"{said} {_change(negative)}"


def campaigns(found: Campaigns) -> list[str]:
    """That there are copies among the pieces behind a figure; nothing where there are none."""
    if not found.texts:
        return []
    said = ngettext(
        "{n:,} of these are copies of one text, which came by the open form within days: it may be "
        "a campaign. They count like all others.",
        "{n:,} of these are copies of {texts:,} texts, which came by the open form within days: "
        "they may be campaigns. They count like all others.",
        found.texts,
    )
    return [said.format(n=found.pieces, texts=found.texts)]


def _too_few(n: int, period: str) -> str:
    return _("**Too few to tell.** {n} pieces of feedback, {period}.").format(n=n, period=period)


def _change(negative: Comparison) -> str:
    if negative.verdict == "too few to tell":
        return _("Too little was heard before to say what changed.")
    said = {
        "rose": _("That is more negative than in the period before ({share} of {n:,})."),
        "fell": _("That is less negative than in the period before ({share} of {n:,})."),
        "no clear change": _("No clear change against the period before ({share} of {n:,})."),
    }[negative.verdict]
    share = says.percent(negative.previous_n / negative.previous_total)
    return said.format(share=share, n=negative.previous_total)


def concern_finding(ranked: pd.DataFrame, period: str) -> str:
    """The sentence above the concerns: the most frequent, and what clearly rose or fell."""
    worries = ranked[ranked["code"] != PRAISE]
    total = int(ranked["total"].max())
    if total < FEWEST_TO_COMPARE:
        return _too_few(total, period)
    if not worries["n"].any():
        return _("No concern was heard, {period}.").format(period=period)
    top = worries.iloc[0]
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
        names = list(worries.loc[worries["verdict"] == verdict, "concern"])
        if names:
            said.append(sentence.format(concerns=", ".join(names[:5])))
    return " ".join(said)


def table(frame: pd.DataFrame, *, name: str, label: str, key: str) -> int | None:
    """Shares with their change against the period before; answers the row that was chosen.

    ``frame`` has the columns ``name`` (shown under ``label``) and those of ``analysis.comparison``.
    """
    rows = [*frame.itertuples(index=False)]
    chosen = st.dataframe(
        pd.DataFrame(columns([*frame[name]], rows, label=label)),
        hide_index=True,
        height="content",
        key=key,
        on_select="rerun",
        selection_mode="single-row",
    )
    picked = chosen["selection"]["rows"]
    return int(picked[0]) if picked else None


def columns(names: list[str], rows: Sequence[Any], *, label: str) -> dict[str, list[object]]:
    """Shares with their change against the period before, in words, by the heads of the columns.

    ``names`` (shown under ``label``) call the ``rows``, which have what a ``Comparison`` has.
    """
    before = ((row.previous_n, row.previous_total) for row in rows)
    return {
        label: [*names],
        **share_columns(rows),
        _("Before"): [f"{n} / {total}" if total else "-" for n, total in before],
        _("Change"): [_(says.VERDICT[row.verdict]) for row in rows],
    }


def share_columns(rows: Sequence[Any]) -> dict[str, list[object]]:
    """``n``, ``total``, ``share``, ``low`` and ``high`` of ``rows`` in words."""
    few, percent = _("too few to tell"), says.percent
    return {
        _("Pieces"): [row.n for row in rows],
        _("Of"): [row.total for row in rows],
        _("Share"): [few if row.total < FEWEST_TO_COMPARE else percent(row.share) for row in rows],
        _("Interval (95 %)"): [
            f"{says.percent(row.low)} - {says.percent(row.high)}" for row in rows
        ],
    }


def differences(compared: pd.DataFrame) -> str:
    """What is clearly more on one side than on the other; rows are called by ``name``."""
    said = []
    for verdict, sentence in (
        ("rose", _("More in A: {names}.")),
        ("fell", _("More in B: {names}.")),
    ):
        names = compared.loc[compared["verdict"] == verdict, "name"]
        if len(names):
            said.append(sentence.format(names=", ".join(map(says.literal, names[:8]))))
    return " ".join(said) or _("No clear difference.")


def sides_table(compared: pd.DataFrame) -> None:
    """Both sides' shares and their difference; rows are called by ``name``."""
    least = compared[["change_low", "change_high"]]
    st.dataframe(
        pd.DataFrame(
            {
                "": compared["name"],
                "A": _of(compared["n"], compared["total"]),
                "B": _of(compared["previous_n"], compared["previous_total"]),
                _("Difference, in points (95 %)"): [
                    f"{low * 100:+.0f} - {high * 100:+.0f}"
                    for low, high in least.itertuples(index=False)
                ],
                _("Clearly more in"): compared["verdict"].map(
                    {"rose": "A", "fell": "B", "too few to tell": _("too few to tell")}
                ),
            }
        ).fillna(_("neither")),
        hide_index=True,
        height="content",
    )


def _of(n: pd.Series, total: pd.Series) -> list[str]:
    return [
        _("{share} ({n:,} of {total:,})").format(share=says.percent(k / of), n=k, total=of)
        for k, of in zip(n, total, strict=True)
    ]


def released_table(frame: pd.DataFrame, name: str, label: str) -> None:
    """Figures in which some are hidden; rows are called by the column ``name``."""
    low, high = or_hidden(frame["low"]), or_hidden(frame["high"])
    st.dataframe(
        pd.DataFrame(
            {
                label: frame[name],
                _("Pieces"): or_hidden(frame["n"], count=True),
                _("Of"): or_hidden(frame["total"], count=True),
                _("Share"): or_hidden(frame["share"]),
                _("Interval (95 %)"): low.where(frame["low"].isna(), low + " - " + high),
            }
        ),
        hide_index=True,
        height="content",
    )


def or_hidden(column: pd.Series, *, count: bool = False) -> pd.Series:
    """A column of shares (or counts) in words, which say so where it is hidden."""
    said = column.map(lambda value: f"{value:,.0f}" if count else says.percent(value))
    words: pd.Series = said.where(column.notna(), _("hidden"))
    return words


def download_links(figure: str, scope: Scope, **more: str) -> None:
    """The figures as files, by addresses that check who asks; ``more`` as the route knows it."""
    about = {name: value for name, value in vars(scope).items() if value is not None}
    file_links(figure, about | more)


def file_links(figure: str, about: Mapping[str, object]) -> None:
    """A link to each kind of file of ``figure``."""
    asked = urlencode(about)
    links = " · ".join(
        f'<a href="/downloads/{figure}.{kind}?{escape(asked)}" download>{said}</a>'
        for kind, said in (("csv", _("CSV")), ("xlsx", _("Excel")))
    )
    st.html(f'<p class="cg-kept cg-noprint">{escape(_("These figures as a file:"))} {links}</p>')
