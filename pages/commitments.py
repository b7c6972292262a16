"""You said, we did: what was promised and what came of it; staff answer here."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from core import screens
from core.actor import Actor
from core.i18n import N_, _
from core.vocabulary import CommitmentState, Permission
from services.meetings import commitments, disputes, partners
from services.meetings.commitment_cards import CommitmentCard
from ui import frame, promise_form, runtime, says

SHOWN = {
    N_("All promises"): None,
    N_("Open"): CommitmentState.OPEN,
    N_("Open again"): CommitmentState.REOPENED,
    N_("Done"): CommitmentState.DONE,
    N_("Not done"): CommitmentState.NOT_DONE,
    N_("Handed over"): CommitmentState.HANDED_OVER,
}


def show(card: CommitmentCard, actor: Actor, today: date) -> None:
    """One promise; under it, for staff, what can be said of it."""
    with st.container(border=True):
        st.html(
            f'<h3 class="cg-event"><a href="/plain/commitments/{card.id}" target="_self">'
            f"{escape(card.wording)}</a></h3>"
            f"<p class='cg-kept'>{escape(says.promise(card, today))}</p>"
        )
        if card.outcome and card.state is not CommitmentState.OPEN:
            st.markdown(says.literal(card.outcome))
        if actor.may(Permission.KEEP_COMMITMENTS):
            handle(card, actor)


def handle(card: CommitmentCard, actor: Actor) -> None:
    with st.expander(_("Say what came of it")):
        with runtime.reading() as session:
            words = disputes.words_of(session, actor, commitment_id=card.id)
            friends = partners.every(session, actor)
        for said in words:
            st.markdown(_("A resident: “{words}”").format(words=says.literal(said)))
        answer = promise_form.answer(card, friends)
        if answer is None:
            return
        with runtime.refusals_shown():
            with runtime.transaction() as session:
                commitments.answer(
                    session, actor, commitment_id=card.id, now=runtime.now(), **answer
                )
            st.rerun()


actor = runtime.actor()
st.title(_(screens.COMMITMENTS.title))
st.markdown(
    _(
        "What we promised in meetings and after what people told us, who looks after it, until "
        "when, and what came of it."
    )
)
today = runtime.today(runtime.department())
if actor.may(Permission.KEEP_COMMITMENTS):
    with runtime.reading() as session:
        late = commitments.needing_a_chief(session, actor, today=today)
    if late:
        st.subheader(_("Late, or open again because residents said so"))
        for card in late:
            show(card, actor, today)
        st.subheader(_("All promises"))
    shown = {card.id for card in late}
else:
    shown = set()
names = {_(name): state for name, state in SHOWN.items()}
chosen = st.selectbox(_("Show"), list(names), key="state", bind="query-params")
with runtime.reading() as session:
    cards = commitments.public(session, actor, state=names.get(chosen or ""))
    counted = commitments.how_many(session, actor)
if counted:
    st.caption(" · ".join(
        f"{_(name)}: {counted.get(state, 0):,}" for name, state in SHOWN.items() if state
    ))  # fmt: skip
if not cards:
    st.info(_("Nothing here yet. What is promised in a meeting stands here from that day on."))
for card in cards:
    if card.id not in shown:
        show(card, actor, today)
frame.door(_("Follow this page in a feed reader"), "/commitments.atom")
