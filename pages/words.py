"""Residents' own words behind a figure, with what led to it marked."""

from __future__ import annotations

import streamlit as st

from core import screens
from core.i18n import _
from core.vocabulary import Permission, Sentiment
from services import concerns, words
from ui import cards, filters, runtime, says

actor = runtime.allowed(screens.WORDS)
st.title(_(screens.WORDS.title))
chosen = filters.choose(actor)
if chosen:
    with runtime.reading() as session:
        themes = {theme.name: theme.id for theme in concerns.themes(session, actor)}
    sentiments = {_(says.SENTIMENT[word]): word for word in Sentiment}
    left, right = st.container(key="filters-more").columns(2)
    concern = left.selectbox(
        _("Concern"), [filters.any_concern(), *themes], key="concern", bind="query-params"
    )
    sentiment = right.selectbox(
        _("Sentiment"), [filters.any_sentiment(), *sentiments], key="sentiment", bind="query-params"
    )
    page = int(st.session_state.setdefault("words-page", 0))
    asked = (chosen.scope, concern, sentiment)
    if st.session_state.get("words-asked") != asked:  # other words: start at their first page
        st.session_state["words-asked"], page = asked, 0
    with runtime.transaction() as session:  # a look is written down, so this is a change
        listing = words.behind(
            session, actor, scope=chosen.scope, theme_id=themes.get(concern or ""),
            sentiment=sentiments.get(sentiment or ""), page=page, now=runtime.now(),
        )  # fmt: skip
    cards.say_how_many(listing, chosen.period)
    for card in listing.cards:
        cards.show(card, may_triage=actor.may(Permission.TRIAGE_COMPLAINTS))
    st.session_state["words-page"] = cards.turn_page(listing, page)
