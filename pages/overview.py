"""At a glance: how we are seen, what worries people, what we promised, whom we do not hear."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from core import screens
from core.i18n import _
from core.vocabulary import Permission
from services import findings, overview
from services.findings import Behind, Finding
from services.overview import Overview
from ui import filters, navigation, runtime, says
from ui.filters import Chosen


def to_words(chosen: Chosen, behind: Behind, *, key: str) -> None:
    """The way from a sentence to what residents wrote."""
    more = {}
    if behind.sentiment:
        more["sentiment"] = _(says.SENTIMENT[behind.sentiment])
    if behind.theme_id:
        more["concern"] = names[behind.theme_id]
    navigation.lead(
        screens.WORDS, _("Read the words"), key=key,
        **filters.same(chosen, period=behind.period, **more),
    )  # fmt: skip


def figures(found: Overview, chosen: Chosen) -> None:
    places = st.columns(5, gap="small")
    for number, (place, figure) in enumerate(zip(places, findings.figures(found), strict=True)):
        with place.container(border=True, height="stretch"):
            st.html(
                f'<p class="cg-figure-name">{escape(figure.name)}</p>'
                f'<p class="cg-figure">{escape(figure.value)}</p>'
                f'<p class="cg-kept">{escape(figure.said)}</p>'
            )
            if figure.behind and may_read:
                to_words(chosen, figure.behind, key=f"figure-{number}")


def sentences(found: Sequence[Finding], chosen: Chosen, *, name: str, nothing: str) -> None:
    if not found:
        st.caption(nothing)
    for number, finding in enumerate(found):
        st.markdown(says.literal(finding.text))
        if finding.behind and may_read:
            to_words(chosen, finding.behind, key=f"{name}-{number}")


def worries(found: Overview, chosen: Chosen) -> None:
    st.subheader(_("What worries people, and what changed"))
    rose, fell = st.columns(2, gap="large")
    with rose:
        st.markdown(_("#### Above what was expected"))
        sentences(
            findings.moved(found, "rose"), chosen, name="rose",
            nothing=_("Nothing stands out."),
        )  # fmt: skip
    with fell:
        st.markdown(_("#### Below what was expected"))
        sentences(
            findings.moved(found, "fell"), chosen, name="fell",
            nothing=_("Nothing stands out."),
        )  # fmt: skip
    first = findings.moved(found, "first sign")
    if first:
        st.markdown(_("#### First signs"))
        sentences(first, chosen, name="first", nothing="")
    if found.new:
        st.markdown(_("#### What may be new"))
        for one in found.new:
            st.markdown(says.literal(findings.new(one)))
        if st.button(_("Name or dismiss it")):
            navigation.go(screens.THEMES)
    if found.alarms.since:
        st.caption(
            _("The questions, or who was asked, changed {period}: nothing is compared across it.")
            .format(period=says.period(found.alarms.since, chosen.grain))
        )  # fmt: skip
    st.caption(
        _(
            "What is expected follows from up to two years before: the season, how much is heard, "
            "and how much it varies. Of many concerns some stand out by chance, which is allowed "
            "for. Fewer than eight periods of feedback are too few to tell."
        )
    )


def promised(found: Overview) -> None:
    st.subheader(_("What we promised, and is late"))
    if not found.late:
        st.caption(_("Nothing is late."))
    today = runtime.today(runtime.department())
    for card in found.late:
        st.html(
            f'<p class="cg-event"><a href="/plain/commitments/{card.id}" target="_self">'
            f"{escape(card.wording)}</a></p>"
            f"<p class='cg-kept cg-apart'>{escape(says.promise(card, today))}</p>"
        )
    if st.button(_("See all promises")):
        navigation.go(screens.COMMITMENTS)


def unheard(found: Overview) -> None:
    st.subheader(_("Where we have not listened"))
    if found.unheard is None:
        st.caption(_("Not known here: choose all districts, and say how many people live in each."))
        return
    for one in found.unheard:
        st.markdown(says.literal(findings.unheard(one)))
    if not found.unheard:
        st.caption(_("Every district is heard about as much as people live there."))


actor = runtime.allowed(screens.OVERVIEW)
may_read = actor.may(Permission.READ_FEEDBACK)
st.title(_(screens.OVERVIEW.title))
chosen = filters.choose(actor)
if chosen:
    with runtime.reading() as session:
        today = runtime.today(runtime.department())
        found = overview.of(session, actor, scope=chosen.scope, today=today)
    names = {one.theme_id: one.concern for one in (*found.concerns, found.thanks) if one}
    if not found.felt.total:
        st.info(_("Nothing was heard here in this period. Choose a longer one, or all districts."))
    else:
        st.markdown(
            _("**{n:,} pieces of feedback**, {period}.").format(
                n=found.felt.total, period=chosen.period
            )
        )
        figures(found, chosen)
        worries(found, chosen)
    left, right = st.columns(2, gap="large")
    with left:
        promised(found)
    with right:
        unheard(found)
