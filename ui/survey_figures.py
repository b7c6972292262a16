"""A survey's figures on the screen: how sure, who answered, raw and raked side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis.scores import FEW, Mean
from analysis.survey_scores import Figures, Heard, Score, Weighing, listen_next
from charts import surveys as charts
from core import i18n
from core.i18n import N_, _, ngettext
from core.instruments import Instrument, SampleKind
from services.meetings.coverage import Attended
from ui import drawn, tables
from ui.says import literal

KIND = {
    SampleKind.OPEN: N_("Anyone could answer, so these are those who wanted to."),
    SampleKind.EVENT: N_("Asked at meetings, so these are people who came to one."),
    SampleKind.POST_CONTACT: N_("Asked after a contact with us, so these are people who had one."),
    SampleKind.PROBABILITY: N_("Asked of people drawn by chance; not all of them answered."),
}
KINDS = {
    SampleKind.OPEN: N_("Anyone who wants to"),
    SampleKind.EVENT: N_("People at a meeting, by the code on the wall"),
    SampleKind.POST_CONTACT: N_("People who had a contact with us"),
    SampleKind.PROBABILITY: N_("People drawn by chance"),
}


def who_is_asked(kinds: Sequence[SampleKind]) -> SampleKind:
    """A list to choose from, inside a form of the caller's."""
    return st.selectbox(
        _("Who is asked? Different people are never put in one figure."), kinds,
        format_func=lambda kind: _(KINDS[kind]),
    )  # fmt: skip


MARGIN = {
    "district": N_("District"), "age": N_("Age"), "race": N_("Race"), "sex": N_("Sex"),
    "income": N_("Income"), "language": N_("Language"), "month": N_("Month"),
}  # fmt: skip


def mean(found: Mean | None) -> str:
    """“3.2 (2.9 to 3.5)”, or that there are too few to tell."""
    if found is None:
        return "–"
    if found.mean is None or found.low is None or found.high is None:
        return _("too few to tell")
    return f"{found.mean:.2f} ({found.low:.2f}–{found.high:.2f})"


def named(asks: Instrument, score: Score) -> str:
    """What a score is called: the words of its item, or the name of several items together."""
    item = asks.item(score.key)
    return item.asks(i18n.language.get()) if item else score.key


def overview(figures: Figures, asks: Instrument) -> None:
    """All scores, raw beside raked."""
    scores = [score for score in figures.scores if score.is_scale]
    columns: dict[str, Sequence[object]] = {
        _("Score"): [_label(asks, score) for score in scores],
        _("Answers"): [score.raw.n for score in scores],
        _("As answered (95 % interval)"): [mean(score.raw) for score in scores],
    }
    if figures.weighing.has_headline:
        columns[_("Weighted to who lives here")] = [mean(score.raked) for score in scores]
    columns[_("Don't know")] = [score.dont_know for score in scores]
    columns[_("No answer")] = [score.missing for score in scores]
    st.html(tables.html(columns, label=_("Scores of this survey")))
    weighing(figures.weighing)


def weighing(found: Weighing) -> None:
    """How raked figures came about, or which group stands in their way."""
    if found.missing:
        said = ", ".join(f"{_(MARGIN[margin])}: {name}" for margin, name in found.missing)
        st.warning(
            _(
                "**No figure for the whole town.** Nobody answered of: {groups}. What stands here "
                "is true of those who answered, and of nobody else."
            ).format(groups=literal(said))
        )
    elif found.has_headline:
        _weighed(found)
    elif found.margins and not found.is_fitted:
        st.warning(
            _(
                "**No weights.** The shares of the town contradict each other for those who "
                "answered. Look at the table of who answered, and at the file of who lives here."
            )
        )
    elif found.margins:
        st.warning(_("**Too few to tell** for the whole town: the weights leave too few answers."))
    else:
        st.caption(
            _(
                "Who lives here is not known, so nothing is weighted. `import-population` brings "
                "it in."
            )
        )


def _weighed(found: Weighing) -> None:
    margins = ", ".join(_(MARGIN[name]) for name in found.margins)
    st.caption(
        _(
            "Weighted by {margins}. The answers are as sure as {n:,.0f} without weights would "
            "be (design effect {deff:.2f})."
        ).format(margins=margins, n=found.effective_n, deff=found.design_effect)
    )
    if found.cut:
        st.caption(
            ngettext(
                "{n} answer would have weighed more than five and was held back, so a group "
                "may be {gap:.1%} off its share.",
                "{n} answers would have weighed more than five and were held back, so a group "
                "may be {gap:.1%} off its share.",
                found.cut,
            ).format(n=found.cut, gap=found.gap)
        )


def one(score: Score, asks: Instrument, by: str) -> None:
    """One score: its answers, and its mean in each group."""
    item = asks.item(score.key)
    if score.counts and item:
        total = sum(score.counts.values())
        names = item.labels(i18n.language.get())
        codes = sorted(map(int, score.counts))
        frame = pd.DataFrame(
            {
                "name": [_answer(code, names.get(code, "")) for code in codes],
                "n": [score.counts[str(code)] for code in codes],
                "share": [score.counts[str(code)] / total for code in codes],
            }
        )
        title = _("How many gave each answer")
        drawn.chart(
            "survey-answers", frame, title,
            draw=lambda palette: charts.shares(frame, title=title, palette=palette),
        )  # fmt: skip
    groups = score.by.get(by, {})
    if score.is_scale and groups:
        _in_groups(score, asks, by, groups)


def _in_groups(score: Score, asks: Instrument, by: str, groups: dict[str, Mean]) -> None:
    item = asks.item(score.key) or asks.scales[score.key][0]
    title = _("{margin}: the mean in each").format(margin=_(MARGIN[by]))
    shown = {name: found for name, found in groups.items() if found.mean is not None}
    frame = pd.DataFrame([{"name": name, **found._asdict()} for name, found in shown.items()])
    ends = (float(item.low), float(item.high))
    st.markdown(f"**{title}**")
    if shown:
        drawn.chart(
            "survey-groups", frame, title, ends,
            draw=lambda palette: charts.means(frame, ends=ends, title=title, palette=palette),
        )  # fmt: skip
    st.html(
        tables.html(
            {
                _(MARGIN[by]): list(groups),
                _("Answers"): [found.n for found in groups.values()],
                _("Mean (95 % interval)"): [mean(found) for found in groups.values()],
            },
            label=title,
        )
    )
    st.caption(_("Below {n} answers a mean is not shown.").format(n=FEW))


def who(figures: Figures) -> None:
    """Who answered beside who lives here, and where to listen next."""
    st.subheader(_("Who was heard"))
    if next_ones := listen_next(figures.heard):
        st.markdown(_("Where to listen next:"))
        st.markdown("\n".join(f"- {literal(_suggested(group))}" for group in next_ones))
    for margin in dict.fromkeys(group.margin for group in figures.heard):
        rows = [group for group in figures.heard if group.margin == margin]
        with st.expander(_(MARGIN[margin]), expanded=any(r.population for r in rows)):
            columns: dict[str, Sequence[object]] = {
                _(MARGIN[margin]): [row.name for row in rows],
                _("Answered"): [row.n for row in rows],
                _("Of those who answered"): [_share(row.share) for row in rows],
                _("Of those who live here"): [_share(row.population) for row in rows],
            }
            st.html(tables.html(columns, label=_("Who was heard")))


def attendance(came: list[Attended]) -> None:
    """Who came to meetings beside who lives here: of the answers' kind, and never added to them."""
    total, lives = sum(one.people for one in came), sum(one.population or 0 for one in came)
    if not total:
        return
    with st.expander(_("People counted at meetings in the last year")):
        columns: dict[str, Sequence[object]] = {
            _("District"): [one.district or _("Meetings of several districts") for one in came],
            _("Came"): [one.people for one in came],
            _("Of those who came"): [_share(one.people / total) for one in came],
            _("Of those who live here"): [
                _share(one.population / lives if one.population else None) for one in came
            ],
        }
        st.html(tables.html(columns, label=_("People counted at meetings in the last year")))
        st.caption(_("By the district that a meeting was for. Where people live was not asked."))


def _suggested(group: Heard) -> str:
    said = _("{margin} {name}: {share} of the answers, {population} of those who live here.")
    return said.format(
        margin=_(MARGIN[group.margin]), name=group.name,
        share=_share(group.share), population=_share(group.population),
    )  # fmt: skip


def _share(share: float | None) -> str:
    return _("not known") if share is None else f"{share:.0%}"


def _answer(code: int, name: str) -> str:
    return f"{code}: {name}" if name else str(code)


def _label(asks: Instrument, score: Score) -> str:
    item = asks.item(score.key)
    if item:
        return named(asks, score)
    n = len(asks.scales.get(score.key, ()))
    said = ngettext("{name} (mean of {n} question)", "{name} (mean of {n} questions)", n)
    return said.format(name=score.key, n=n)
