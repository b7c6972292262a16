"""What people ask for: the same requests together, how often and where, answered by a promise."""

from __future__ import annotations

from html import escape

import streamlit as st

from core import screens
from core.actor import Actor
from core.i18n import _, ngettext
from core.plans import PROMISE_STEPS
from core.vocabulary import Permission
from services import asks, concerns
from services.asks import Asked, Requests
from services.meetings import commitments
from ui import cards, filters, promise_form, runtime, says, tables


def counted(found: Requests, names: dict[int, str]) -> None:
    said = ngettext(
        "**{n:,} request**, {period}.", "**{n:,} requests**, {period}, for {things:,} things.",
        found.n,
    )  # fmt: skip
    if found.is_more:
        said = _("**The newest {n:,} requests**, {period}, for {things:,} things.")
    st.markdown(said.format(n=found.n, things=found.things, period=chosen.period))
    st.caption(
        _(
            "A program sorts out what asks for something, and puts together what uses the same "
            "words: about one in seven is sorted wrongly, and some things stand here twice."
        )
    )
    with st.expander(_("By concern and by district")):
        by_concern = {
            names[theme_id]: n for theme_id, n in found.concerns.items() if theme_id in names
        }
        for label, rows in ((_("Concern"), by_concern), (_("District"), found.districts)):
            places = [name or filters.unknown_district() for name in rows]
            table = {label: [*places], _("Requests"): [*rows.values()]}
            st.html(tables.html(table, label=label))


def show(thing: Asked, actor: Actor) -> None:
    n, key = len(thing.feedback_ids), f"{thing.feedback_ids[0]:x}"
    with st.container(border=True):
        st.html(f'<p class="cg-words">{escape(thing.words)}</p>')
        people = ngettext("{n:,} piece asks for it", "{n:,} pieces ask for it", n).format(n=n)
        places = ", ".join(
            f"{name or filters.unknown_district()} {heard:,}" for name, heard in thing.districts
        )
        newest = _("last on {day}").format(day=says.day(thing.newest_on)) if thing.newest_on else ""
        st.caption(says.literal(" · ".join(filter(None, (people, places, newest)))))
        for promise in thing.promised:
            st.html(
                f'<p class="cg-kept">{escape(_(PROMISE_STEPS[promise.state]))} · '
                f'<a href="/plain/commitments/{promise.id}" target="_self">'
                f"{escape(promise.wording)}</a></p>"
            )
        if n > 1 and st.toggle(_("Read all {n:,}").format(n=n), key=f"all-{key}"):
            read(thing, actor, key)
        if actor.may(Permission.KEEP_COMMITMENTS):
            with st.expander(_("Promise something about it")):
                promise_about(thing, actor, key)


def read(thing: Asked, actor: Actor, key: str) -> None:
    page = cards.page_of(f"request-{key}", thing.feedback_ids)
    with runtime.transaction() as session:
        listing = asks.pieces_of(
            session, actor, feedback_ids=thing.feedback_ids, page=page, now=runtime.now()
        )
    tzid = runtime.department().tzid
    for card in listing.cards:
        cards.show(card, may_triage=False, tzid=tzid)
    cards.turn_page(f"request-{key}", listing)


def promise_about(thing: Asked, actor: Actor, key: str) -> None:
    """Writers with a receipt then see the promise, and may say "not done"."""
    today = runtime.today(runtime.department())
    promise = promise_form.ask(None, today=today, owner=actor.name, about=key)
    if promise is None:
        return
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            made = commitments.make(session, actor, promise=promise, now=runtime.now())
            for feedback_id in thing.feedback_ids:
                commitments.raised_by(
                    session, actor, commitment_id=made, feedback_id=feedback_id, now=runtime.now()
                )
        st.rerun()


actor = runtime.allowed(screens.ASKS)
st.title(_(screens.ASKS.title))
chosen = filters.choose(actor)
if chosen:
    theme_id = filters.one_concern(actor)
    with runtime.reading() as session:
        names = {theme.id: theme.name for theme in concerns.themes(session, actor)}
        found = asks.asked(session, actor, scope=chosen.scope, theme_id=theme_id)
    with runtime.transaction() as session:  # a look is written down before the words are shown
        asks.look(session, actor, shown=found.asked, now=runtime.now())
    if not found.n:
        st.info(_("Nobody asked for anything here in this period. Widen what you ask for."))
    else:
        counted(found, names)
        for thing in found.asked:
            show(thing, actor)
