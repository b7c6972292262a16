"""Residents' own words behind a figure, with what led to it marked."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import screens
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import _
from core.vocabulary import Permission
from services import searches, words
from services.cards import Listing
from ui import cards, filters, runtime, says
from ui.filters import Chosen, Narrowed


def found(actor: Actor, chosen: Chosen, narrowed: Narrowed, query: str, page: int) -> Listing:
    """The pieces behind the figure that was chosen; those that hold the words, if any are asked."""
    asked: dict[str, Any] = {
        "scope": chosen.scope, "theme_id": narrowed.theme_id, "sentiment": narrowed.sentiment,
        "page": page, "now": runtime.now(),
    }  # fmt: skip
    with runtime.transaction() as session:  # a look is written down, so this is a change
        if not query:
            return words.behind(session, actor, **asked)
        searched = searches.search(session, actor, query=query, **asked)
    if searched.names_somebody:
        st.warning(_("Names, numbers and addresses of people are not searched. Type other words."))
    for word in searched.seldom:
        st.warning(
            _(
                "“{word}” stands in fewer than {n} pieces of feedback, or in none, so it cannot be "
                "looked for: a rare word may be somebody's name. Type one that many people use."
            ).format(word=says.literal(word), n=searches.FEWEST)
        )
    return searched.listing


actor = runtime.allowed(screens.WORDS)
st.title(_(screens.WORDS.title))
chosen = filters.choose(actor)
if chosen:
    narrowed = filters.narrow(actor)
    query = st.text_input(
        _("Look for words"), key="words", max_chars=200,
        help=_("Pieces that hold all of them. Names, and words that fewer than {n} pieces hold, "
               "cannot be looked for. Every search is written down.").format(n=searches.FEWEST),
    ).strip()  # fmt: skip
    page = cards.page_of("words", (chosen.scope, narrowed, query))
    try:
        listing = found(actor, chosen, narrowed, query, page)
    except CommonGroundError as refusal:
        st.error(str(refusal))
    else:
        nothing = _("Nobody said this here, {period}. Widen what you ask for.")
        cards.say_how_many(listing, chosen.period, nothing=nothing)
        tzid = runtime.department().tzid
        for card in listing.cards:
            cards.show(card, may_triage=actor.may(Permission.TRIAGE_COMPLAINTS), tzid=tzid)
        cards.turn_page("words", listing)
