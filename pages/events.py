"""Meetings for everyone: what comes next, where, and the way to say that one is coming."""

from __future__ import annotations

from html import escape

import streamlit as st

from core import screens, when
from core.attendance import Way
from core.i18n import _, ngettext
from core.plans import STATES
from core.vocabulary import EventState
from services import districts
from services.meetings import events
from services.meetings.event_cards import EventCard
from services.meetings.events import Filter
from ui import frame, runtime

MORE = "more-events"


def show(card: EventCard) -> None:
    """One meeting with the way to its page, where replies are given without any account."""
    off = ""
    if card.state in (EventState.CANCELLED, EventState.POSTPONED):
        off = f"<strong>{escape(_(STATES[card.state]).capitalize())}</strong> · "
    lines = [f"{off}{escape(when.span(card.starts, card.ends))}"]
    lines += [escape(line) for line in (card.rule, card.where) if line]
    with st.container(border=True):
        st.html(
            f'<h3 class="cg-event"><a href="/plain/events/{card.id}" target="_self">'
            f"{escape(card.title)}</a></h3><p class='cg-kept'>{'<br>'.join(lines)}</p>"
            f"<p class='cg-kept'>{escape(room(card))}</p>"
        )


def room(card: EventCard) -> str:
    """How much room there is, where it is scarce."""
    said = []
    for way, seats in card.seats.items():
        if seats.left is None or not card.is_open:
            continue
        if seats.left < 1:
            said.append(_("Full in the room: there is a waitlist.") if way is Way.ROOM
                        else _("Full online: there is a waitlist."))  # fmt: skip
        elif seats.left < 10:
            left = (
                ngettext("{n} place left in the room.", "{n} places left in the room.", seats.left)
                if way is Way.ROOM
                else ngettext("{n} place left online.", "{n} places left online.", seats.left)
            )
            said.append(left.format(n=seats.left))
    return " ".join(said)


actor = runtime.actor()
st.title(_(screens.EVENTS.title))
st.markdown(_("Anyone may come. You need no account, and you need not give a name."))
with runtime.reading() as session:
    places = {card.name: card.id for card in districts.every(session, actor)}
    kinds = {_(card.name): card.code for card in events.kinds(session, actor)}
left, right = st.columns(2)
place = left.selectbox(_("District"), [_("All districts"), *places], key="district",
                       bind="query-params")  # fmt: skip
kind = right.selectbox(_("Kind"), [_("All kinds"), *kinds], key="kind", bind="query-params")
of = Filter(places.get(place or ""), kinds.get(kind or ""), is_next_of_series=True)
limit = events.PAGE * st.session_state.get(MORE, 1)
with runtime.reading() as session:
    cards = events.upcoming(session, actor, now=runtime.now(), of=of, limit=limit)
    total = events.how_many(session, actor, now=runtime.now(), of=of)
if not cards:
    st.info(_("No meetings are planned here yet. New ones appear on this page."))
for card in cards:
    show(card)
if total > limit and st.button(_("Show later ones")):
    st.session_state[MORE] = st.session_state.get(MORE, 1) + 1
    st.rerun()
about = "&".join(f"{name}={value}" for name, value in
                 (("district", of.district_id), ("kind", of.kind)) if value)  # fmt: skip
frame.door(_("See the month"), "/plain/events?month=")
frame.door(_("Take these meetings into your own calendar"), f"/calendar.ics?{about}".rstrip("?"))
frame.door(_("The same page without any script"), "/plain/events")
