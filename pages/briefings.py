"""Briefings to take into the room: made now or by themselves, opened, printed."""

from __future__ import annotations

from html import escape

import streamlit as st

from core import i18n, screens, settings
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import N_, _
from core.vocabulary import Grain
from services import briefing_content, briefing_schedules, briefings, concerns, sources
from ui import briefing_view, filters, navigation, runtime, says

EVERY = {N_("Each month"): Grain.MONTH, N_("Each week"): Grain.WEEK}


def open_one(actor: Actor, name: str) -> None:
    if st.button(_("Back to all briefings")):
        navigation.go(screens.BRIEFINGS)
    try:
        with runtime.transaction() as session:  # a look is written down, so this is a change
            opened = briefings.opened(
                session, actor, briefing_id=briefings.number(name), now=runtime.now()
            )
            themes = {theme.id: theme.name for theme in concerns.themes(session, actor)}
            of = {card.id: card.name for card in sources.every(session, actor)}
    except CommonGroundError as gone:
        st.error(str(gone))
        return
    st.html(
        f'<p class="cg-noprint"><a class="cg-door" href="/papers/briefings/{escape(name)}.pdf">'
        f'{escape(_("As PDF, to print"))}</a> <a class="cg-door" '
        f'href="/papers/briefings/{escape(name)}.pdf?paper=a4">{escape(_("on A4"))}</a></p>'
    )
    briefing_view.show(opened, themes, of.get(opened.content.source_id, ""))


def make(actor: Actor) -> None:
    st.subheader(_("Make one now"))
    chosen = filters.choose(actor)
    st.caption(_("A briefing is of all districts and all questions; each district has a page."))
    if not chosen or not st.button(_("Make the briefing"), type="primary"):
        return
    with st.spinner(_("Working it out. With a million pieces this takes some seconds.")):
        today = runtime.today(runtime.department())
        with runtime.reading() as session:
            content = briefing_content.compose(
                session, actor, scope=chosen.scope, language=i18n.language.get(), today=today,
                minimum=settings.current().minimum_cell_size,
            )  # fmt: skip
        with runtime.transaction() as session:
            made = briefings.keep(session, actor, content=content, today=today)
    navigation.go(screens.BRIEFINGS, briefing=f"{made:x}")


def by_itself(actor: Actor) -> None:
    """Schedules, and the form for another."""
    st.subheader(_("Let it make itself"))
    with runtime.reading() as session:
        running = briefing_schedules.every(session, actor)
        people = {email: id_ for id_, email in briefing_schedules.readers(session, actor)}
        of = {card.name: card.id for card in sources.every(session, actor)}
    for card in running:
        every = next(name for name, grain in EVERY.items() if grain is card.every)
        st.markdown(
            _("{every}, next on {day}: {source}. Told: {people}.").format(
                every=_(every), day=says.day(card.next_on), source=says.literal(card.source),
                people=says.literal(", ".join(card.readers)),
            )
        )  # fmt: skip
        if st.button(_("Stop it"), key=f"stop-{card.id}"):
            with runtime.transaction() as session:
                briefing_schedules.stop(session, actor, schedule_id=card.id, now=runtime.now())
            st.rerun()
    if not of:
        return
    with st.form("schedule", border=True):
        every = st.selectbox(_("How often"), list(EVERY), format_func=_)
        source = st.selectbox(_("Where it came from"), list(of))
        told = st.multiselect(_("Who is told, by e-mail, that it is there"), list(people))
        st.caption(_("The message holds a link and none of the figures or words."))
        if not st.form_submit_button(_("Start it")):
            return
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            briefing_schedules.add(
                session, actor, source_id=of[source], every=EVERY[every],
                account_ids=[people[email] for email in told], now=runtime.now(),
            )  # fmt: skip
        st.rerun()


def every_one(actor: Actor) -> None:
    st.subheader(_("All briefings"))
    with runtime.reading() as session:
        cards = briefings.every(session, actor)
    if not cards:
        st.info(_("None was made yet. Make the first one above: it takes a few seconds."))
    for card in cards:
        st.html(
            f'<p class="cg-event"><a href="/briefing?briefing={card.id:x}" target="_self">'
            f"{escape(card.title)}</a></p>"
            f'<p class="cg-kept cg-apart">{escape(f"{card.about} {card.made}")}</p>'
        )


actor = runtime.allowed(screens.BRIEFINGS)
st.title(_(screens.BRIEFINGS.title))
asked = st.query_params.get("briefing", "")
if asked:
    open_one(actor, asked)
else:
    make(actor)
    every_one(actor)
    by_itself(actor)
