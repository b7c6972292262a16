"""What tells of danger and waits for somebody: before anything else in the inbox."""

from __future__ import annotations

from html import escape

import streamlit as st

from analysis.spans import merge
from core import screens
from core.actor import Actor
from core.i18n import _, ngettext
from services import urgent
from services.urgent import UrgentCard
from ui import runtime, says


def marked(card: UrgentCard) -> str:
    """The words with what tells of danger marked."""
    said, at = [], 0
    for start, end in merge(span for sign in card.signs for span in sign.spans):
        said += [escape(card.words[at:start]), f"<mark>{escape(card.words[start:end])}</mark>"]
        at = end
    return "".join([*said, escape(card.words[at:])])


def show(card: UrgentCard, actor: Actor, tzid: str) -> None:
    with st.container(border=True):
        kinds = ", ".join(_(says.DANGER[sign.kind]) for sign in card.signs)
        where = [says.moment(card.urgent_at, tzid), card.source]
        where += [card.district] if card.district else []
        st.html(f'<p class="cg-words">{marked(card)}</p>')
        st.caption(f"{says.literal(kinds)} · {says.literal(' · '.join(where))}")
        if card.has_receipt:
            st.caption(_("It has a receipt: an answer reaches the person when they come back."))
        if st.button(_("Somebody has seen to it"), key=f"handled-{card.id}"):
            with runtime.refusals_shown():
                with runtime.transaction() as session:
                    urgent.handle(
                        session, actor, feedback_id=card.id, now=runtime.now(),
                        today=runtime.today(runtime.department()),
                    )  # fmt: skip
                st.rerun()


actor = runtime.allowed(screens.URGENT)
department = runtime.department()
st.title(_(screens.URGENT.title))
st.markdown(
    _(
        "Words of danger, found by a program that errs toward finding: about one in fifty is a "
        "false alarm, and some danger is not found. People were shown the numbers to call at once."
    )
)
if department.coverage:
    st.caption(_("Residents are told: {hours}").format(hours=says.literal(department.coverage)))
else:
    st.caption(_("Residents are not told when somebody looks here. An administrator can say it."))
with runtime.transaction() as session:  # a look is written down, so this is a change
    queue = urgent.waiting(session, actor, now=runtime.now())
if queue.withheld:
    n = queue.withheld
    st.warning(
        ngettext(
            "{n} urgent piece names an officer or tells of conduct: those who triage see it.",
            "{n} urgent pieces name an officer or tell of conduct: those who triage see them.",
            n,
        ).format(n=n)
    )
if not queue.cards:
    st.info(_("Nothing waits here."))
for card in queue.cards:
    show(card, actor, department.tzid)
if queue.more:
    st.caption(_("{n:,} more wait. They come up as these are seen to.").format(n=queue.more))
