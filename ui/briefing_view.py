"""A briefing on the screen: its sentences, drawings and quotes, each a click from the words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from charts.concerns import ranked_shares
from charts.sentiment import share_over_time
from core import periods, screens
from core.i18n import _
from core.vocabulary import Sentiment
from services.briefing_parts import Content, Row, Section
from services.briefings import Opened
from services.findings import Behind
from ui import drawn, figures, filters, navigation, says, tables


def show(opened: Opened, names: dict[int, str], source: str) -> None:
    """The whole briefing; ``names`` are those of the themes, by their ids."""
    content = opened.content
    st.header(says.literal(content.title))
    st.markdown(says.literal(content.about))
    # As HTML: Markdown makes a link of every e-mail address.
    st.html(f'<p class="cg-kept">{escape(opened.card.made)}</p>')
    for said in opened.changed:
        st.warning(said)
    for number, section in enumerate(content.sections):
        place = st.container()
        if section.district_id is not None:
            place = st.expander(says.literal(section.title))
        else:
            place.subheader(says.literal(section.title))
        with place:
            _section(section, opened, names, source, key=f"briefing-{number}")
    st.subheader(_("How sure this is"))
    for note in content.notes:
        st.caption(note)


def _section(
    section: Section, opened: Opened, names: dict[int, str], source: str, *, key: str
) -> None:
    for number, finding in enumerate(section.findings):
        st.markdown(says.literal(finding.text))
        gone = finding.behind and finding.behind.theme_id and finding.behind.theme_id not in names
        if finding.behind and not gone:  # a theme that was merged since has no words of its own
            _to_words(section, opened.content, finding.behind, names, source, f"{key}-{number}")
    if section.drawn:
        _line(section, opened.content, key)
    if section.rows:
        _rows(section.rows, opened.content, key)
    for said in section.said:
        shown = opened.of(said)
        if shown:
            st.markdown(f"#### {says.literal(said.about)}")
        for quote in shown:
            st.html(
                f'<blockquote class="cg-said">{escape(quote.words)}</blockquote>'
                f'<p class="cg-kept cg-apart">{escape(quote.where)}</p>'
            )


def _to_words(
    section: Section, content: Content, behind: Behind, names: dict[int, str], source: str,
    key: str,
) -> None:  # fmt: skip
    grain = periods.grain_of(content.last)
    ends = (behind.period, behind.period) if behind.period else (content.first, content.last)
    said = (says.period(end, grain) for end in ends)
    shown = {
        "source": source, "by": _(says.GRAIN[grain]),
        **dict(zip(filters.ends_of(grain), said, strict=True)),
        "district": section.title if section.district_id is not None else _("All districts"),
        "sentiment": _(says.SENTIMENT[behind.sentiment]) if behind.sentiment
        else filters.any_sentiment(),
        "concern": names.get(behind.theme_id or 0, filters.any_concern()),
    }  # fmt: skip
    navigation.lead(screens.WORDS, _("Read the words"), key=key, **shown)


def _line(section: Section, content: Content, key: str) -> None:
    frame = pd.DataFrame(drawn.columns(section.line))
    grain = periods.grain_of(content.last)
    drawn.chart(
        key, frame, content.title,
        draw=lambda palette: share_over_time(
            frame, sentiment=Sentiment.NEGATIVE, highest=drawn.highest(section.line), grain=grain,
            marks=(), period=content.title, palette=palette,
        ),
    )  # fmt: skip
    st.caption(section.drawn)


def _rows(rows: Sequence[Row], content: Content, key: str) -> None:
    frame = pd.DataFrame(
        [(r.name, r.verdict, r.n, r.total, r.share, r.low, r.high) for r in rows],
        columns=["concern", "verdict", "n", "total", "share", "low", "high"],
    )
    drawn.chart(
        f"{key}-rows", frame, content.title,
        draw=lambda palette: ranked_shares(frame, period=content.title, palette=palette),
    )  # fmt: skip
    table: dict[str, Sequence[object]] = {
        _("Concern"): [row.name for row in rows],
        **figures.share_columns(rows),
        _("Change"): [_(says.VERDICT[row.verdict]) for row in rows],
    }
    st.html(tables.html(table, label=_("Concerns")))
