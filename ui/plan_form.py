"""The form of a meeting's plan: one page, with what is seldom needed folded away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import streamlit as st

from core.actor import Actor
from core.attendance import NeedKind
from core.i18n import N_, _
from core.plans import NEEDS, Plan
from services import districts, inbox
from services.meetings import events, partners, templates, venues
from services.meetings.event_cards import EventCard
from ui import runtime

WAYS = {"room": N_("In a room"), "online": N_("Online"), "both": N_("In a room and online")}


@dataclass(frozen=True)
class Choices:
    """What a planner can choose from, by the names people know."""

    kinds: dict[str, str]
    places: dict[str, int]
    districts: dict[str, int]
    partners: dict[str, int]
    staff: dict[str, int]


def choices(actor: Actor) -> Choices:
    """Everything that is there to choose, read at once."""
    with runtime.reading() as session:
        return Choices(
            {card.name: card.code for card in events.kinds(session, actor)},
            {card.name: card.id for card in venues.every(session, actor)},
            {card.name: card.id for card in districts.every(session, actor)},
            {card.name: card.id for card in partners.every(session, actor)
             if not card.is_retired},
            {card.name: card.id for card in inbox.staff(session, actor)},
        )  # fmt: skip


def template(actor: Actor) -> int | None:
    """The template that is chosen to begin from, with a way to let it go; none where none is."""
    with runtime.reading() as session:
        kept = {card.name: card.id for card in templates.every(session, actor)}
    if not kept:
        return None
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    name = left.selectbox(
        _("Begin from a template"), list(kept), index=None, placeholder=_("An empty plan"),
        key="template",
    )  # fmt: skip
    if name is None:
        return None
    with right.popover(_("Remove it"), width="stretch"):
        st.markdown(_("Meetings that began from it stay."))
        if st.button(_("Remove this template")):
            with runtime.refusals_shown():
                with runtime.transaction() as session:
                    templates.remove(session, actor, template_id=kept[name], now=runtime.now())
                st.rerun()
    return kept[name]


def keep_as_template(card: EventCard, actor: Actor) -> None:
    """The plan under a name of its own, to begin new meetings from."""
    with st.form(f"template-{card.id}", border=False):
        name = st.text_input(_("Name of the template"), value=card.title)
        st.caption(_("Everything but the day is kept. New meetings can begin from it."))
        sent = st.form_submit_button(_("Keep the template"))
    if sent:
        with runtime.refusals_shown():
            with runtime.transaction() as session:
                templates.keep(session, actor, event_id=card.id, name=name or "", now=runtime.now())
            st.success(_("Kept. You find it where you plan a new meeting."))


def empty(actor: Actor, tzid: str, kinds: dict[str, str]) -> Plan:
    """Where a new plan begins: a community meeting in two weeks, in the evening."""
    day = runtime.now().date() + timedelta(days=14)
    starts = datetime.combine(day, time(18))
    return Plan(
        kind=next(iter(kinds.values())), title="", starts=starts, tzid=tzid,
        ends=starts + timedelta(hours=2), organizer_id=actor.account_id,
    )  # fmt: skip


def fields(base: Plan, of: Choices, key: str) -> Plan:
    """The fields, as they are filled in now; inside a form of the caller's."""
    title = st.text_input(_("What is it called?"), value=base.title, key=f"{key}-title")
    kind = _choose(st, _("Kind"), of.kinds, base.kind, f"{key}-kind")
    starts, ends = _when(base, key)
    purpose = st.text_area(
        _("What is it about? Residents read this."), value=base.purpose, key=f"{key}-purpose"
    )
    plan = replace(
        base, title=title or "", kind=kind or base.kind, starts=starts, ends=ends,
        purpose=purpose or "", **_where(base, of, key), **_who(base, of, key),
    )  # fmt: skip
    return replace(plan, **_more(base, of, key))


def _when(base: Plan, key: str) -> tuple[datetime, datetime]:
    day_at, from_at, to_at = st.columns(3)
    day = day_at.date_input(_("Day"), value=base.starts.date(), key=f"{key}-day")
    begins = from_at.time_input(_("From"), value=base.starts.time(), key=f"{key}-from", step=900)
    until = to_at.time_input(_("To"), value=base.ends.time(), key=f"{key}-to", step=900)
    on = day if isinstance(day, date) else base.starts.date()
    ends_on = on + (base.ends.date() - base.starts.date())
    starts = datetime.combine(on, begins or base.starts.time())
    return starts, datetime.combine(ends_on, until or base.ends.time())


def _where(base: Plan, of: Choices, key: str) -> dict[str, Any]:
    usual = (
        "both" if base.is_in_room and base.is_online else "room" if base.is_in_room else "online"
    )
    names = {_(name): way for way, name in WAYS.items()}
    way = _choose(st, _("How do people meet?"), names, usual, f"{key}-way")
    left, right = st.columns(2)
    place = _choose(left, _("Place"), {_("Not known yet"): None} | of.places, base.venue_id,
                    f"{key}-place")  # fmt: skip
    seats = left.number_input(
        _("Places in the room (empty: no limit)"), min_value=1, max_value=1_000_000,
        value=base.room_capacity, key=f"{key}-seats",
    )  # fmt: skip
    online = right.number_input(
        _("Places online (empty: no limit)"), min_value=1, max_value=1_000_000,
        value=base.online_capacity, key=f"{key}-online-seats",
    )  # fmt: skip
    room = left.text_input(
        _("How to find the room"), value=base.room_instructions, key=f"{key}-room"
    )
    join = right.text_area(
        _("How to join online (shown to those who reply)"), value=base.online_instructions,
        key=f"{key}-join", height=80,
    )  # fmt: skip
    return {
        "is_in_room": way != "online", "is_online": way != "room", "venue_id": place,
        "room_capacity": seats, "online_capacity": online, "room_instructions": room or "",
        "online_instructions": join or "",
    }  # fmt: skip


def _who(base: Plan, of: Choices, key: str) -> dict[str, Any]:
    left, right = st.columns(2)
    places = left.multiselect(
        _("For which districts?"), list(of.districts), key=f"{key}-districts",
        default=_names(of.districts, base.district_ids),
    )  # fmt: skip
    friends = right.multiselect(
        _("With which partners?"), list(of.partners), key=f"{key}-partners",
        default=_names(of.partners, base.partner_ids),
    )  # fmt: skip
    return {
        "district_ids": tuple(sorted(of.districts[name] for name in places)),
        "partner_ids": tuple(sorted(of.partners[name] for name in friends)),
    }


def _more(base: Plan, of: Choices, key: str) -> dict[str, Any]:
    with st.expander(_("Agenda, languages, what is offered, organizer, reminder")):
        agenda = st.text_area(
            _("Agenda, one item a line"), value="\n".join(base.agenda), key=f"{key}-agenda"
        )
        names = {_(name).capitalize(): kind for kind, name in NEEDS.items()
                 if kind is not NeedKind.OTHER}  # fmt: skip
        offers = st.multiselect(
            _("There is"),
            list(names),
            key=f"{key}-offers",
            default=[name for name, kind in names.items() if kind in base.offers],
        )
        left, right = st.columns(2)
        languages = left.text_input(
            _("Languages, by their codes: en, es"),
            value=", ".join(base.languages),
            key=f"{key}-languages",
        )
        organizer = _choose(right, _("Organizer"), {_("Nobody yet"): None} | of.staff,
                            base.organizer_id, f"{key}-organizer")  # fmt: skip
        hours = left.number_input(
            _("Remind people how many hours before? (empty: no reminder)"),
            min_value=1,
            max_value=336,
            value=base.reminder_hours,
            key=f"{key}-hours",
        )
        text = right.text_input(
            _("The reminder says"), value=base.reminder_text, key=f"{key}-reminder"
        )
    return {
        "agenda": tuple(line.strip() for line in (agenda or "").splitlines() if line.strip()),
        "offers": tuple(sorted(names[name] for name in offers)),
        "languages": tuple((languages or "en").replace(",", " ").split()),
        "organizer_id": organizer, "reminder_hours": hours, "reminder_text": text or "",
    }  # fmt: skip


def _choose(place: Any, label: str, ids: dict[str, Any], usual: object, key: str) -> Any:  # noqa: ANN401 -- a part of the screen, and whatever the names stand for
    names = list(ids)
    at = next((n for n, name in enumerate(names) if ids[name] == usual), 0)
    chosen = place.selectbox(label, names, index=at, key=key)
    return ids.get(chosen or "", usual)


def _names(ids: dict[str, int], chosen: tuple[int, ...]) -> list[str]:
    return [name for name, one in ids.items() if one in chosen]
