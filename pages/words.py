"""Residents' own words behind a figure, with what led to it marked."""

from __future__ import annotations

import streamlit as st

from core import screens
from core.i18n import _
from core.vocabulary import Permission
from services import words
from ui import cards, filters, runtime

actor = runtime.allowed(screens.WORDS)
st.title(_(screens.WORDS.title))
chosen = filters.choose(actor)
if chosen:
    narrowed = filters.narrow(actor)
    page = cards.page_of("words", (chosen.scope, narrowed))
    with runtime.transaction() as session:  # a look is written down, so this is a change
        listing = words.behind(
            session, actor, scope=chosen.scope, theme_id=narrowed.theme_id,
            sentiment=narrowed.sentiment, page=page, now=runtime.now(),
        )  # fmt: skip
    cards.say_how_many(
        listing,
        chosen.period,
        nothing=_("Nobody said this here, {period}. Widen what you ask for."),
    )
    tzid = runtime.department().tzid
    for card in listing.cards:
        cards.show(card, may_triage=actor.may(Permission.TRIAGE_COMPLAINTS), tzid=tzid)
    cards.turn_page("words", listing)
