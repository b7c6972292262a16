"""Partners and places: organisations that meet with us, and where meetings are held."""

from __future__ import annotations

import streamlit as st

from core import screens
from core.actor import Actor
from core.i18n import _
from services.meetings import partners, venues
from services.meetings.partners import KINDS
from services.meetings.venues import VenueCard
from ui import frame, runtime, says


def add_partner(actor: Actor) -> None:
    kinds = {_(name): code for code, name in KINDS.items()}
    with st.form("partner", clear_on_submit=False):
        name = st.text_input(_("Name, as residents know it"))
        kind = st.selectbox(_("Kind"), list(kinds))
        contact = st.text_input(_("How staff reach them (not shown to residents)"))
        if not st.form_submit_button(_("Add the partner")):
            return
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            partners.add(session, actor, name=name or "", kind=kinds.get(kind or "", ""),
                         contact=contact or "", now=runtime.now())  # fmt: skip
        st.rerun()


def add_place(actor: Actor) -> None:
    with st.form("place", clear_on_submit=False):
        name = st.text_input(_("Name of the place"))
        address = st.text_input(_("Address"))
        entrance = st.text_input(_("Entrance: which door, steps or none, a bell"))
        left, right = st.columns(2)
        longitude = left.number_input(_("Longitude (for the map)"), value=None, format="%.5f")
        latitude = right.number_input(_("Latitude (for the map)"), value=None, format="%.5f")
        if not st.form_submit_button(_("Add the place")):
            return
    card = VenueCard(0, name or "", address or "", entrance or "", longitude, latitude)
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            venues.add(session, actor, card=card, now=runtime.now())
        st.rerun()


actor = runtime.allowed(screens.PARTNERS)
st.title(_(screens.PARTNERS.title))
with runtime.reading() as session:
    friends, places = partners.every(session, actor), venues.every(session, actor)
st.subheader(_("Partners"))
if not friends:
    st.info(_("No partners yet. Add a treatment provider, a school or a community organisation."))
for friend in friends:
    left, right = st.columns([4, 1], vertical_alignment="center")
    kind = _(KINDS[friend.kind])
    left.markdown(f"**{says.literal(friend.name)}** · {kind} · {says.literal(friend.contact)}")
    said = _("Take back") if friend.is_retired else _("Retire")
    if right.button(said, key=f"retire-{friend.id}", width="stretch"):
        with runtime.refusals_shown():
            with runtime.transaction() as session:
                partners.retire(session, actor, partner_id=friend.id,
                                retired=not friend.is_retired, now=runtime.now())  # fmt: skip
            st.rerun()
add_partner(actor)
st.subheader(_("Places"))
for place in places:
    parts = " · ".join(filter(None, (place.address, place.entrance)))
    st.markdown(f"**{says.literal(place.name)}** {says.literal(parts)}")
add_place(actor)
st.subheader(_("Cards to hand over"))
st.write(_("After a contact, hand over a card: its holder can give one answer, without a name."))
frame.door(_("Make a sheet of cards"), "/papers/cards")
