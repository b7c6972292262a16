"""One meeting's whole life: planned, published, held, closed with what was promised."""

from __future__ import annotations

import streamlit as st

from core import screens, when
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import N_, _
from core.plans import STATES, Plan
from services.meetings import conflicts, events, occurrences, plans, series, templates
from services.meetings.event_cards import EventCard
from services.meetings.plans import ChangedMeanwhileError
from ui import frame, meeting_steps, navigation, plan_form, runtime, says, series_form

THIS, LATER, EVERY = N_("This one"), N_("This one and those after it"), N_("All still to come")


def begin(actor: Actor) -> None:
    """A new meeting, from an empty plan, a template, or a copy of another one."""
    st.title(_("Plan a meeting"))
    of = plan_form.choices(actor)
    base = plan_form.empty(actor, runtime.department().tzid, of.kinds)
    copied, key = st.query_params.get("copy", ""), "new"
    if copied.isdigit():
        key = f"new-{copied}"
        with runtime.reading() as session:
            found = plans.of(session, actor, event_id=int(copied))
        base = occurrences.moved(found, base.starts.date())
    elif template_id := plan_form.template(actor):
        key = f"template-{template_id}"
        with runtime.refusals_shown(), runtime.reading() as session:
            base = templates.plan(session, actor, template_id=template_id, day=base.starts.date())
    with st.form("plan", border=False):
        plan = plan_form.fields(base, of, key)
        repeats = series_form.ask(plan.starts, key)
        sent = st.form_submit_button(_("Keep it as a draft"), type="primary")
        st.caption(_("Nobody outside sees a draft. You publish it on its page."))
    if not sent:
        return
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            if repeats.rule:
                series.begin(
                    session, actor, plan=plan, rule=repeats.rule, now=runtime.now(),
                    is_public=repeats.is_public, skips_holidays=repeats.skips_holidays,
                )  # fmt: skip
            else:
                event_id = plans.add(session, actor, plan=plan, now=runtime.now())
        if repeats.rule:
            navigation.go(screens.MEETINGS)
        st.query_params.from_dict({"event": str(event_id)})
        st.rerun()


def change(card: EventCard, actor: Actor) -> None:
    """The plan, to be changed; for a series with the choice of how far the change goes."""
    key = f"plan-{card.id}"
    with runtime.reading() as session:
        current = plans.of(session, actor, event_id=card.id)
    base: Plan = st.session_state.setdefault(f"{key}-base", current)
    of = plan_form.choices(actor)
    with st.form(key, border=False):
        plan = plan_form.fields(base, of, key)
        how, rule = THIS, ""
        if card.series_id is not None:
            with runtime.reading() as session:
                one = series.one(session, actor, series_id=card.series_id)
            how = st.radio(_("What do you change?"), [THIS, LATER, EVERY], format_func=_)
            rule = st.text_input(_("Rule of the series"), value=one.rule)
        sent = st.form_submit_button(_("Keep the change"))
    if not sent:
        return
    with runtime.refusals_shown():
        try:
            with runtime.transaction() as session:
                if how == THIS:
                    plans.change(
                        session, actor, event_id=card.id, plan=plan, base=base, now=runtime.now()
                    )
                else:
                    series.change(
                        session, actor, event_id=card.id, plan=plan, rule=rule,
                        now=runtime.now(), is_every=how == EVERY,
                    )  # fmt: skip
        except ChangedMeanwhileError:
            st.session_state[f"{key}-base"] = current  # seen now: the next try is on purpose
            raise
        del st.session_state[f"{key}-base"]
        st.rerun()


def live(card: EventCard, actor: Actor) -> None:
    """A meeting that is there."""
    now = runtime.now()
    st.title(says.literal(card.title))
    st.markdown(f"**{_(STATES[card.state]).capitalize()}** · {when.span(card.starts, card.ends)}")
    if card.state_reason:
        st.warning(says.literal(card.state_reason))
    if card.ends_at > now:
        with runtime.reading() as session:
            plan = plans.of(session, actor, event_id=card.id)
            found = conflicts.found(session, actor, plan=plan, event_id=card.id)
        for said in found:
            st.warning(says.literal(said))
    meeting_steps.steps(card, actor, now)
    if card.is_known:
        frame.door(_("See it as residents do"), f"/plain/events/{card.id}")
        meeting_steps.people(card, actor)
        meeting_steps.proposals(card, actor)
        meeting_steps.door(card, actor)
    if card.starts_at <= now:
        meeting_steps.outcome(card, actor, now)
    if card.is_changeable:
        with st.expander(_("Change the plan"), expanded=not card.is_known):
            change(card, actor)
    if st.button(_("Plan another one like this")):
        st.query_params.from_dict({"copy": str(card.id)})
        st.rerun()
    with st.expander(_("Keep as a template")):
        plan_form.keep_as_template(card, actor)


actor = runtime.allowed(screens.MEETING)
asked = st.query_params.get("event", "")
if not asked.isdigit():
    begin(actor)
else:
    try:
        with runtime.reading() as session:
            card = events.one(session, actor, event_id=int(asked))
    except CommonGroundError as gone:
        st.error(str(gone))
    else:
        live(card, actor)
