"""What people may have begun to talk about: looked at, named as a theme, or dismissed."""

from __future__ import annotations

import streamlit as st

from analysis.theme_edits import terms
from analysis.themes import Theme
from core.actor import Actor
from core.i18n import _
from core.vocabulary import Permission
from services import new_concerns
from services.new_concerns import Proposal
from ui import runtime, says
from ui.says import literal
from ui.theme_pending import BEGUN


def show(actor: Actor) -> None:
    """All that is proposed, or that nothing is."""
    with runtime.reading() as session:
        proposals = new_concerns.every(session, actor)
        search = new_concerns.search(session, actor)
    may_edit = actor.may(Permission.EDIT_THEMES)
    st.subheader(_("What may be new"))
    st.markdown(
        _(
            "Phrases that people use more than they did in the year before, and phrases that stand "
            "where no theme was heard. A program found them, and some are nothing. Look, then "
            "give it a name or dismiss it."
        )
    )
    if not proposals:
        st.info(_("Nothing new was found."))
    for one in proposals:
        _proposal(actor, one, may_edit=may_edit)
    _looked_for(actor, search, may_edit=may_edit)


def begun() -> Theme:
    """The theme that somebody is about to add, with the phrases they chose to name."""
    phrases = st.session_state.get(BEGUN, ())
    return Theme("", "", "", False, terms("\n".join(phrases)))


def _proposal(actor: Actor, one: Proposal, *, may_edit: bool) -> None:
    with st.container(border=True):
        st.markdown("**" + literal(", ".join(f"“{phrase}”" for phrase in one.phrases)) + "**")
        st.caption(_heard(one))
        if one.places:
            said = ", ".join(f"{literal(place)} ({n:,})" for place, n in one.places)
            st.caption(_("Most in {places}").format(places=said))
        row = st.container(horizontal=True)
        reads = actor.may(Permission.READ_FEEDBACK) and row.button(
            _("Read what they wrote"), key=f"quotes-{one.id}"
        )
        if may_edit and row.button(_("Name it"), key=f"name-{one.id}"):
            st.session_state[BEGUN] = one.phrases
        if may_edit and row.button(_("Dismiss it"), key=f"dismiss-{one.id}"):
            with runtime.refusals_shown():
                with runtime.transaction() as session:
                    new_concerns.dismiss(session, actor, concern_id=one.id, now=runtime.now())
                st.rerun()
        if reads:
            _quotes(actor, one)


def _heard(one: Proposal) -> str:
    sentence = (
        _("{source}: {n:,} of {total:,} pieces in the last four weeks; {m:,} of {all:,} before.")
        if one.is_burst
        else _("{source}: {n:,} of {total:,} pieces without a theme; {m:,} of {all:,} others.")
    )
    return sentence.format(
        source=literal(one.source), n=one.n, total=one.total, m=one.n_before, all=one.total_before
    )


def _quotes(actor: Actor, one: Proposal) -> None:
    with runtime.refusals_shown():
        with runtime.transaction() as session:  # a look is written down, so this is a change
            quotes = new_concerns.quotes(session, actor, concern_id=one.id, now=runtime.now())
        for words in quotes:
            st.markdown(f"> {literal(' '.join(words.split()))}")
        if not quotes:
            st.caption(_("None of them may be shown."))


def _looked_for(actor: Actor, search: new_concerns.Search, *, may_edit: bool) -> None:
    """When it was looked for, and a way to have it done now."""
    if search.is_under_way:
        st.caption(_("A worker is about to look again. Load the page again in a minute."))
        return
    if search.done_at is not None:
        when = says.moment(search.done_at, runtime.department().tzid)
        st.caption(_("Looked for once a day; last {when}.").format(when=when))
    if may_edit and st.button(_("Look again now"), key="look-again"):
        with runtime.transaction() as session:
            new_concerns.ask(session, actor)
        st.rerun()
