"""How long records are kept, and the legal holds that stop them from being erased."""

from __future__ import annotations

import streamlit as st

from core import screens
from core.actor import Actor
from core.i18n import _
from services import retention, sources
from services.retention import ClassCard
from ui import runtime, says


def rule(card: ClassCard, actor: Actor) -> None:
    """One class: how long at least, and how long at most."""
    with st.form(f"class-{card.code}"):
        st.markdown(f"**{says.literal(_(card.name))}**")
        left, right = st.columns(2)
        least = left.number_input(
            _("Kept at least, in days"), min_value=0, max_value=retention.LONGEST_DAYS,
            value=card.least_days, step=1, key=f"least-{card.code}",
        )  # fmt: skip
        most = right.number_input(
            _("Erased after, in days (empty: never)"), min_value=1,
            max_value=retention.LONGEST_DAYS, value=card.most_days, step=1,
            key=f"most-{card.code}",
        )  # fmt: skip
        sent = st.form_submit_button(_("Save"))
    if sent:
        with runtime.refusals_shown():
            with runtime.transaction() as session:
                retention.change(
                    session, actor, code=card.code, least_days=int(least),
                    most_days=None if most is None else int(most), now=runtime.now(),
                )  # fmt: skip
            st.success(_("Saved, for what comes from now on."))


def holds(actor: Actor) -> None:
    """Those in force, with the way to end them, and a form for a new one."""
    with runtime.reading() as session:
        found = retention.holds(session, actor)
        names = {name: one for one, name in sources.names(session, actor)}
    called = {one: name for name, one in names.items()}
    for hold in found:
        with st.container(border=True):
            on = called.get(hold.source_id, _("Everything")) if hold.source_id else _("Everything")
            tzid = runtime.department().tzid
            st.markdown(f"**{says.literal(hold.reason)}** · {says.literal(on)}")
            st.caption(f"{says.literal(hold.placed_by)}, {says.moment(hold.placed_at, tzid)}")
            with st.popover(_("End this hold")):
                st.markdown(_("What waited for it is then erased. This cannot be undone."))
                if st.button(_("Yes, end it"), key=f"lift-{hold.id}"):
                    with runtime.refusals_shown():
                        with runtime.transaction() as session:
                            retention.lift_hold(session, actor, hold_id=hold.id, now=runtime.now())
                        st.rerun()
    if not found:
        st.info(_("No hold is in force."))
    with st.form("hold"):
        reason = st.text_input(_("Reason, as it can be shown to a court"))
        source = st.selectbox(_("What is held?"), [_("Everything"), *names])
        sent = st.form_submit_button(_("Place a hold"))
    if sent:
        with runtime.refusals_shown():
            with runtime.transaction() as session:
                retention.place_hold(
                    session, actor, reason=reason or "", source_id=names.get(source or ""),
                    now=runtime.now(),
                )  # fmt: skip
            st.rerun()


actor = runtime.allowed(screens.RETENTION)
st.title(_(screens.RETENTION.title))
st.markdown(
    _(
        "What people take back leaves every figure at once. Its words are erased as soon as the "
        "shortest time has passed and no hold is in force; until then nobody can read them."
    )
)
with runtime.reading() as session:
    cards = retention.classes(session, actor)
for card in cards:
    rule(card, actor)
st.subheader(_("Legal holds"))
holds(actor)
