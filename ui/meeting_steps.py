"""A meeting's steps and people on its staff page: state, replies, needs, agenda, door, outcome."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

import streamlit as st

from core.actor import Actor
from core.attendance import NeedState, RsvpState
from core.i18n import N_, _
from core.plans import NEEDS
from core.vocabulary import AgendaState, EventState, NoticeState
from services import districts, feedback
from services.meetings import agenda, check_ins, commitments, guests, needs, notices, states
from services.meetings.event_cards import EventCard
from ui import frame, promise_form, runtime, says

REPLY = {
    RsvpState.GOING: N_("comes"),
    RsvpState.WAITING: N_("on the waitlist"),
    RsvpState.OFFERED: N_("was offered a place"),
    RsvpState.DECLINED: N_("does not come"),
}
ANSWERS = {
    N_("Confirmed"): NeedState.CONFIRMED,
    N_("Not possible, we are sorry"): NeedState.NOT_POSSIBLE,
    N_("Still open"): NeedState.ASKED,
}


def act(use_case: Callable[..., Any], actor: Actor, **said: Any) -> None:  # noqa: ANN401 -- the use case's own arguments
    """Do it, and show the page anew; a refusal is shown where the person is."""
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            use_case(session, actor, **said)
        st.rerun()


def steps(card: EventCard, actor: Actor, now: datetime) -> None:
    """The step that comes next, as one button; what hurts asks for a reason first."""
    by: dict[str, Any] = {"event_id": card.id, "now": now}
    if card.state is EventState.DRAFT:
        left, right = st.columns(2)
        if left.button(_("Publish it"), type="primary"):
            act(states.publish, actor, **by)
        sure = right.checkbox(_("I mean this draft"))
        if right.button(_("Throw the draft away"), disabled=not sure):
            with runtime.refusals_shown(), runtime.transaction() as session:
                states.throw_away(session, actor, **by)
            st.query_params.clear()
            st.rerun()
    elif card.state is EventState.POSTPONED:
        st.info(_("Change the day below, then publish it again: everyone who replied is told."))
        if st.button(_("Publish it again"), type="primary"):
            act(states.publish, actor, **by)
    elif card.state is EventState.PUBLISHED and now >= card.starts_at:
        held = st.button(_("It was held"), type="primary")
        if held:
            act(states.hold, actor, **by)
    if card.state in (EventState.PUBLISHED, EventState.POSTPONED):
        _call_off(card, actor, by)


def _call_off(card: EventCard, actor: Actor, by: dict[str, Any]) -> None:
    with st.expander(_("Postpone or cancel")), st.form("call-off", border=False):
        reason = st.text_input(_("The reason, as people will read it"))
        left, right = st.columns(2)
        if left.form_submit_button(_("Postpone"), disabled=card.state is EventState.POSTPONED):
            act(states.postpone, actor, reason=reason or "", **by)
        if right.form_submit_button(_("Cancel the meeting")):
            act(states.cancel, actor, reason=reason or "", **by)
        st.caption(_("Everyone who replied or follows is told. Neither can be kept from them."))


def people(card: EventCard, actor: Actor) -> None:
    """Who replied, what they need, and which messages wait or failed."""
    with runtime.reading() as session:
        replies = guests.of_event(session, actor, event_id=card.id)
        tasks = needs.tasks(session, actor, event_id=card.id, is_open=False)
        sent = notices.of_event(session, actor, event_id=card.id)
    st.subheader(_("Who comes"))
    if not replies:
        st.caption(_("Nobody has replied yet."))
    else:
        st.dataframe(
            [
                {
                    _("Name"): one.name or _("(no name)"),
                    _("People"): one.people,
                    _("How"): _("online") if one.way == "online" else _("in the room"),
                    "": _(REPLY[one.state]),
                }
                for one in replies
            ],
            hide_index=True,
        )
    if sent:
        st.caption(
            _("Messages: {sent} sent, {waiting} waiting, {failed} could not be delivered.").format(
                sent=sent.get(NoticeState.SENT, 0), waiting=sent.get(NoticeState.WAITING, 0),
                failed=sent.get(NoticeState.FAILED, 0),
            )
        )  # fmt: skip
    for task in tasks:
        _need(task, actor)


def _need(task: needs.NeedTask, actor: Actor) -> None:
    names = {_(name): state for name, state in ANSWERS.items()}
    with st.form(f"need-{task.id}", border=True):
        st.markdown(f"**{_(NEEDS[task.kind]).capitalize()}** {says.literal(task.details)}")
        st.caption(
            _("Until {day}, with {who}").format(
                day=says.day(task.due_on), who=task.who or _("nobody")
            )
        )
        left, right = st.columns(2)
        usual = list(names.values()).index(task.state)
        state = left.selectbox(_("Answer"), list(names), index=usual)
        words = right.text_input(_("A sentence to the person"), value=task.answer)
        if st.form_submit_button(_("Tell them")):
            act(needs.answer, actor, need_id=task.id, state=names[state or ""],
                words=words or "", now=runtime.now())  # fmt: skip


def proposals(card: EventCard, actor: Actor) -> None:
    """What residents proposed for the agenda."""
    with runtime.reading() as session:
        found = agenda.proposals(session, actor, event_id=card.id)
    if found:
        st.subheader(_("Proposed for the agenda"))
    for item in found:
        left, middle, right = st.columns([4, 1, 1], vertical_alignment="center")
        left.markdown(says.literal(item.words))
        if middle.button(_("Put it on"), key=f"on-{item.id}",
                         disabled=item.state is AgendaState.ON):  # fmt: skip
            act(agenda.answer, actor, item_id=item.id, is_on=True)
        if right.button(_("Leave it off"), key=f"off-{item.id}",
                        disabled=item.state is AgendaState.DECLINED):  # fmt: skip
            act(agenda.answer, actor, item_id=item.id, is_on=False)


def door(card: EventCard, actor: Actor) -> None:
    """The page for the door, paper to print, and how many came."""
    st.subheader(_("At the door"))
    with runtime.reading() as session:
        tally = check_ins.tally(session, actor, event_id=card.id)
        names = check_ins.names(session, actor, event_id=card.id)
    if tally.people:
        st.markdown(_("**{n} people** came in so far.").format(n=tally.people))
    if names:
        with st.expander(_("Names that people left; they are erased 30 days later")):
            st.markdown("\n".join(f"- {says.literal(name)}" for name in names))
    if card.state is EventState.CLOSED:
        return
    frame.door(_("Check people in"), f"/check-in/{card.id}")
    for label, name in ((_("Flyer"), "flyer"), (_("Sign-in sheet"), "sign-in"),
                        (_("Paper feedback form"), "form")):  # fmt: skip
        frame.door(label, f"/papers/{card.id}/{name}.pdf")


def said_in_the_room(card: EventCard, actor: Actor) -> None:
    """What people said, typed in word for word; kept apart from what they write themselves."""
    key = f"said-{card.id}"
    nonce = st.session_state.setdefault(key, secrets.token_hex(16))
    with runtime.reading() as session:
        places = {place.name: place.id for place in districts.every(session, actor)}
    with st.expander(_("Type in what somebody said")), st.form(key + "-form", clear_on_submit=True):
        words = st.text_area(_("Word for word, without names"), height=80)
        place = st.selectbox(_("Which district is it about?"), [_("Not said"), *places])
        if not st.form_submit_button(_("Keep it")):
            return
    today = runtime.today(runtime.department())
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            feedback.type_in(session, actor, nonce=nonce, words=words or "",
                             district_id=places.get(place or ""), today=today)  # fmt: skip
        del st.session_state[key]
        st.success(_("Kept as said in a meeting, and counted as a source of its own."))


def outcome(card: EventCard, actor: Actor, now: datetime) -> None:
    """Minutes, promises, and closing the meeting."""
    with runtime.reading() as session:
        promised = commitments.of_event(session, actor, event_id=card.id)
    st.subheader(_("What came of it"))
    said_in_the_room(card, actor)
    with st.form("minutes", border=False):
        minutes = st.text_area(
            _("Minutes: what was said and decided. Everyone may read them."), value=card.minutes,
            height=160,
        )  # fmt: skip
        if st.form_submit_button(_("Keep the minutes")):
            act(states.write_minutes, actor, event_id=card.id, minutes=minutes or "", now=now)
    today = runtime.today(runtime.department())
    for promise in promised:
        st.markdown(
            f"- **{says.literal(promise.wording)}** {says.literal(says.promise(promise, today))}"
        )
    if card.state is EventState.CLOSED:
        return
    fresh = promise_form.ask(card.id, today=today, owner="")
    if fresh is not None:
        act(commitments.make, actor, promise=fresh, now=now)
    if card.state is EventState.HELD:
        why = ""
        if not promised:
            why = st.text_input(_("Nothing was promised, because (people will read this)")) or ""
        if st.button(_("Close the meeting"), type="primary"):
            act(states.close, actor, event_id=card.id, none_because=why, now=now)
