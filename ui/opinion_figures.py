"""What votes on statements say, on the screen: groups, what they share, where they divide."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis import shares
from analysis.opinion_groups import FEWEST_IN_GROUP, FEWEST_PEOPLE, Reason
from analysis.opinions import FEWEST_IN_SHARE, Figures, Group, Opinion
from charts import opinions as charts
from core.i18n import N_, _, ngettext
from services.surveys.opinions import OpinionResult
from ui import drawn, tables

WHY = {
    Reason.FEW: N_(
        "**Too few to tell groups apart.** It needs {fewest} people who voted on seven statements "
        "or more; so far there are {n}."
    ),
    Reason.ALIKE: N_("**There are no groups.** All {n} people who voted enough voted alike."),
    Reason.CHANCE: N_(
        "**Too few to tell groups apart.** The votes of the {n} people who voted enough fall into "
        "groups no more clearly than votes dealt out by chance do. More people, or more "
        "statements on which people differ, may show some."
    ),
}
LETTERS = "ABCDE"


def share(k: int, n: int) -> str:
    """“82 % (71–90 %) of 52”."""
    found = shares.wilson(k, n)
    if found is None:
        return "–"
    return _("{share:.0%} ({low:.0%}–{high:.0%}) of {n}").format(
        share=found.estimate, low=found.low, high=found.high, n=n
    )


def groups(result: OpinionResult) -> None:
    """The map, how large each group is, and what sets it apart; or why there are none."""
    figures = result.figures
    st.subheader(_("Groups of people who voted alike"))
    if not figures.groups:
        said = _(WHY[figures.reason])
        st.info(said.format(fewest=FEWEST_PEOPLE, n=figures.placed))
        return
    _map(figures)
    st.caption(
        _(
            "Who stands close together voted alike; the axes mean nothing else. {people} people "
            "voted, {placed} of them on enough statements to be placed. Silhouette "
            "{silhouette:.2f}: votes dealt out by chance were never so clear, in 99 tries. No "
            "group is smaller than {fewest}."
        ).format(
            people=figures.people, placed=figures.placed, silhouette=figures.silhouette,
            fewest=FEWEST_IN_GROUP,
        )
    )  # fmt: skip
    for number, group in enumerate(figures.groups):
        _apart(number, group, result)


def _map(figures: Figures) -> None:
    names = [_named(number) for number in range(len(figures.groups))]
    points = pd.DataFrame(
        [(x, y, names[group]) for x, y, group in figures.points], columns=["x", "y", "group"]
    )
    tops = points.groupby("group", as_index=False).agg(x=("x", "median"), y=("y", "max"))
    title = _("People who voted alike stand close together")
    drawn.chart(
        "opinion-map", points, title,
        draw=lambda palette: charts.people(points, tops, title=title, palette=palette),
    )  # fmt: skip
    columns: dict[str, Sequence[object]] = {
        _("Group"): names,
        _("People"): [group.n for group in figures.groups],
        _("Of those placed (95 % interval)"): [
            share(group.n, figures.placed) for group in figures.groups
        ],
    }
    st.html(tables.html(columns, label=title))


def _apart(number: int, group: Group, result: OpinionResult) -> None:
    title = ngettext(
        "{group}, {n} person: what sets it apart", "{group}, {n} people: what sets it apart",
        group.n,
    ).format(group=_named(number), n=group.n)  # fmt: skip
    st.markdown(f"**{title}**")
    if not group.marks:
        st.caption(_("No statement tells this group from the others clearly."))
        return
    columns: dict[str, Sequence[object]] = {
        _("Statement"): [result.words[mark.statement] for mark in group.marks],
        _("They say"): [_("Agree") if mark.agrees else _("Disagree") for mark in group.marks],
        _("Share of the group (95 % interval)"): [
            share(mark.said, mark.seen) for mark in group.marks
        ],
    }
    st.html(tables.html(columns, label=title, names_are_sentences=True))


def agreed(result: OpinionResult) -> None:
    """What most agree on, in every group."""
    figures = result.figures
    found = figures.agreed()
    title = _("What most agree on across groups") if figures.groups else _("What most agree on")
    st.subheader(title)
    if not found:
        st.info(_("There is no statement on which we can be sure that most agree."))
        return
    columns: dict[str, Sequence[object]] = {
        _("Statement"): [result.words[one.statement] for one in found],
        _("Agree (95 % interval)"): [share(one.all.agree, one.all.seen) for one in found],
        **_by_group(figures, found),
    }
    if figures.groups:
        columns[_("Consensus")] = [f"{one.consensus or 0:.2f}" for one in found]
    st.html(tables.html(columns, label=title, names_are_sentences=True))
    st.caption(_("Passing counts as not agreeing."))
    if not figures.groups:
        return
    st.caption(
        _(
            "Sorted by group-informed consensus: the chance to agree in each group, multiplied. A "
            "small group that disagrees cannot be outvoted."
        )
    )


def divided(result: OpinionResult) -> None:
    """Where groups divide, by how far they are apart."""
    figures, found = result.figures, result.figures.divided()
    if not figures.groups:
        return
    title = _("Where they divide")
    st.subheader(title)
    if not found:
        st.info(_("There is no statement on which we can be sure that groups divide."))
        return
    columns: dict[str, Sequence[object]] = {
        _("Statement"): [result.words[one.statement] for one in found],
        **_by_group(figures, found),
        _("Difference (95 % interval)"): [
            f"{one.divide.apart:.0%} ({one.divide.low:.0%}–{one.divide.high:.0%})"
            for one in found
            if one.divide
        ],
    }
    st.html(tables.html(columns, label=title, names_are_sentences=True))


def every(result: OpinionResult) -> None:
    """All statements and how they were voted on."""
    title = _("All statements")
    with st.expander(title):
        found = result.figures.opinions
        columns: dict[str, Sequence[object]] = {
            _("Statement"): list(result.words),
            _("Votes"): [one.all.seen for one in found],
            _("Agree (95 % interval)"): [
                share(one.all.agree, one.all.seen)
                if one.all.seen >= FEWEST_IN_SHARE
                else _("too few to tell")
                for one in found
            ],
            _("Disagree"): [one.all.disagree for one in found],
            _("Passed"): [one.all.passed for one in found],
        }
        st.html(tables.html(columns, label=title, names_are_sentences=True))


def _by_group(figures: Figures, found: Sequence[Opinion]) -> dict[str, Sequence[object]]:
    """A column for each group: its share, or that fewer than a few of it voted."""
    few = _("fewer than {n}").format(n=FEWEST_IN_SHARE)
    return {
        _named(number): [few if one.groups[number] is None else _of(one, number) for one in found]
        for number in range(len(figures.groups))
    }


def _of(one: Opinion, number: int) -> str:
    told = one.groups[number]
    return share(*told) if told else ""


def _named(number: int) -> str:
    return _("Group {letter}").format(letter=LETTERS[number])
