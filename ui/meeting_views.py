"""Meetings as staff look at them: a list, a month, or on the map of our districts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import date, datetime, time
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st
from babel.dates import format_date

from charts.districts import outlines
from core import i18n, screens
from core.actor import Actor
from core.i18n import N_, _
from core.plans import STATES
from core.vocabulary import EventState
from exports.maps import numbered, places_map
from exports.month import Day, month_table
from services import districts
from services.meetings import events
from services.meetings.event_cards import EventCard
from ui import runtime

LIST, MONTH, MAP = N_("List"), N_("Month"), N_("Map")
MONTHS = 12  # back and ahead that can be chosen


def choose() -> str:
    """How meetings are shown; it stands in the address."""
    names = {_(name): name for name in (LIST, MONTH, MAP)}
    chosen = st.segmented_control(
        _("Show as"), list(names), default=_(LIST), key="shown-as", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    return names.get(chosen or "", LIST)


def month(actor: Actor, tzid: str) -> None:
    """A month of everything that is planned, drafts too."""
    this = runtime.now().astimezone(ZoneInfo(tzid)).date().replace(day=1)
    first = st.selectbox(
        _("Month"), [_shifted(this, n) for n in range(-MONTHS, MONTHS + 1)], index=MONTHS,
        format_func=_named,
    )  # fmt: skip
    begins, ends = (
        datetime.combine(day, time(), ZoneInfo(tzid)) for day in (first, _shifted(first, 1))
    )
    with runtime.reading() as session:
        cards = events.planned(session, actor, first_at=begins, last_at=ends)
    days = [
        Day(card.starts, card.title, f"/{screens.MEETING.url}?event={card.id}", _note(card))
        for card in cards
    ]
    st.html(month_table(first, days))


def on_map(actor: Actor, cards: Sequence[EventCard]) -> None:
    """Where they are, by their numbers in the list; nothing where no place is on the map."""
    spots = numbered(card.spot for card in cards)
    if not spots:
        st.info(_("No meeting has a place that is on the map. Give places their spot first."))
        return
    with runtime.reading() as session:
        light = outlines(districts.boundaries(session, actor))
    said = _("A map of our districts; each number is a meeting's place in the list below")
    drawn = places_map(light.values(), spots)
    picture = b64encode(drawn.encode()).decode()  # Streamlit takes pictures out of markup
    st.html(f'<img class="cg-map" alt="{escape(said)}" src="data:image/svg+xml;base64,{picture}">')


def _note(card: EventCard) -> str:
    return "" if card.state is EventState.PUBLISHED else f"({_(STATES[card.state])})"


def _shifted(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _named(first: date) -> str:
    said: str = format_date(first, "MMMM y", locale=i18n.locale())
    return said
