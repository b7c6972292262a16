"""The list of themes, one of them opened, how far a tagging has come, and what was changed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.themes import Theme, ThemeList
from core import periods
from core.actor import Actor
from core.i18n import N_, _, ngettext
from core.scope import Scope
from core.theme_names import said, told
from core.vocabulary import Grain, ThemeChange
from services import (
    concerns,
    retagging,
    sentiment,
    sources,
    theme_changes,
    theme_previews,
)
from ui import runtime, says, tables
from ui.says import literal

MONTHS = 12
MOST_TERMS = 20
DONE = {
    ThemeChange.SHIPPED: N_("The list that came with the software."),
    ThemeChange.ADDED: N_("“{name}” was added."),
    ThemeChange.RENAMED: N_("“{name}” was renamed or described anew."),
    ThemeChange.CHANGED: N_("The words of “{name}” were changed."),
    ThemeChange.MERGED: N_("“{name}” was merged into “{other}”."),
    ThemeChange.SPLIT: N_("“{name}” was split off “{other}”."),
    ThemeChange.RETIRED: N_("“{name}” was taken off the list."),
}


@st.fragment(run_every=5.0)
def progress(actor: Actor) -> None:
    """How far the tagging under a new list has come, looked at again every few seconds."""
    with runtime.reading() as session:
        found = retagging.progress(session, actor)
    if found is None:
        st.rerun()  # the whole screen: the new list is in force
    say_progress(found)


def say_progress(found: retagging.Progress) -> None:
    """One calm line: what is under way, and that figures stay whole meanwhile."""
    st.info(
        _(
            "All feedback is being tagged under a new list of themes: about {share} of {n:,} "
            "pieces are done. Until then, every figure is of the list before."
        ).format(share=says.percent(found.share), n=found.pieces)
    )


def listed(actor: Actor, newest: ThemeList) -> None:
    """Every theme with how often it was heard lately, in one source."""
    heard = _heard(actor)
    columns: dict[str, Sequence[object]] = {
        _("Theme"): [said(theme) for theme in newest.themes],
        _("Heard"): [heard.get(theme.code, "–") for theme in newest.themes],
        _("What it is about"): [told(theme) for theme in newest.themes],
    }
    st.html(tables.html(columns, label=_("Themes"), names_are_sentences=True))


def _heard(actor: Actor) -> dict[str, int]:
    """In how many pieces of a source each theme in force was heard, by its code."""
    with runtime.reading() as session:
        cards = {card.name: card for card in sources.every(session, actor) if card.months}
        in_force = {theme.code: 0 for theme in concerns.themes(session, actor)}
    if not cards:
        st.caption(_("Nothing has been read yet. How often each is heard will stand here."))
        return {}
    name = st.selectbox(_("Where it came from"), list(cards), key="source", bind="query-params")
    card = cards[name or next(iter(cards))]
    last = card.months[1] if card.months else periods.NO_DATE
    scope = Scope(card.id, periods.shifted(last, 1 - MONTHS), last)
    with runtime.reading() as session:
        ranked = concerns.ranked(session, actor, scope=scope)
        total = sentiment.overall(session, actor, scope=scope).total
    st.caption(
        _("Heard: in how many of {n:,} pieces, {period}. One piece may carry several.").format(
            n=total, period=says.span(scope.first, last, Grain.MONTH)
        )
    )
    return in_force | dict(zip(ranked["code"], ranked["n"].astype(int).tolist(), strict=True))


def opened(actor: Actor, theme: Theme) -> None:
    """What a theme means, and which of its words are found."""
    st.subheader(literal(said(theme)))
    st.markdown(literal(told(theme)))
    if theme.is_conduct:
        st.caption(
            _("About conduct: what is said of it stays shut until somebody with the right saw it.")
        )
    with runtime.reading() as session:
        found = theme_previews.found(session, actor, code=theme.code)
    heard = ", ".join(f"{literal(term)} ({n:,})" for term, n in found.terms[:MOST_TERMS])
    if heard:
        label = ngettext(
            "**Found in the newest piece**", "**Found in the {n:,} newest pieces**", found.pieces
        ).format(n=found.pieces)
        st.markdown(f"{label}: {heard}")
    elif found.pieces:
        st.markdown(_("None of its words stands in the newest pieces."))
    if theme.examples:
        st.markdown(_("**Somebody might write**"))
        st.markdown("\n".join(f"- {literal(line)}" for line in theme.examples))
    else:
        st.caption(_("It has no examples. They help people, and programs that compare meanings."))
    with st.expander(_("All its words")):
        for label, words in ((_("English"), theme.terms), (_("Spanish"), theme.terms_es)):
            st.markdown(f"**{label}**: " + (literal(", ".join(words)) or _("none")))
        st.caption(
            _(
                "A * stands for any ending, or for any word. What begins with - is an exception. "
                "Spanish words count only in what is written in Spanish."
            )
        )


def history(actor: Actor) -> None:
    """What was done to the list, by whom, newest first."""
    with runtime.reading() as session:
        changes = theme_changes.history(session, actor)
    rows = []
    for one in changes:
        done = _(DONE[one.change]).format(name=one.name, other=one.other)
        who = one.who or _("the software")
        rows.append(
            _("Version {n}, {day}, by {who}: {done}").format(
                n=one.version, day=says.day(one.since_on), who=who, done=done
            )
        )
    with st.expander(_("What was changed so far")):
        st.markdown("\n".join(f"- {literal(row)}" for row in rows))
