"""The first page: what a resident can do here, what comes next, what was promised, help now."""

from __future__ import annotations

from html import escape

import streamlit as st

from core import screens, when
from core.i18n import _
from core.vocabulary import CommitmentState
from services.meetings import commitments, events
from services.meetings.events import Filter
from ui import frame, navigation, runtime, says

NEXT, PROMISED = 3, 3

actor, department = runtime.actor(), runtime.department()
with runtime.reading() as session:
    ahead = events.upcoming(
        session, actor, now=runtime.now(), of=Filter(is_next_of_series=True), limit=NEXT
    )
    promised = commitments.public(session, actor, limit=PROMISED)
    counted = commitments.how_many(session, actor)

st.title(says.literal(department.name))
st.markdown(
    _(
        "Tell us what you think of policing where you live. We read it, we look for what many "
        "people say, and the people who decide see it in your own words."
    )
)

doors = st.columns(3, gap="medium")
with doors[0]:
    st.subheader(_("Come to a meeting"))
    st.markdown(_("Anyone may come. No account, and no name."))
    if st.button(_("See the meetings")):
        navigation.go(screens.EVENTS)
with doors[1]:
    st.subheader(_("Tell us what you think"))
    st.markdown(_("A few sentences are enough. No name, about a minute."))
    if st.button(_("Start"), type="primary"):
        navigation.go(screens.FEEDBACK)
with doors[2]:
    st.subheader(_("Come back with your receipt"))
    st.markdown(_("Your six words show what we hold, and let you change a reply."))
    frame.door(_("Open the receipt page"), "/plain/receipt")

if ahead:
    st.subheader(_("The next meetings"))
    st.html(
        "".join(
            f'<p class="cg-event"><a href="/plain/events/{card.id}" target="_self">'
            f"{escape(card.title)}</a></p><p class='cg-kept cg-apart'>"
            f"{escape(when.span(card.starts, card.ends))}<br>{escape(card.where)}</p>"
            for card in ahead
        )
    )
if promised:
    today = runtime.today(department)
    st.subheader(_("You said, we did"))
    done, every = counted.get(CommitmentState.DONE, 0), sum(counted.values())
    st.caption(_("{done} of {every} promises are done.").format(done=done, every=every))
    st.html(
        "".join(
            f'<p class="cg-event"><a href="/plain/commitments/{card.id}" target="_self">'
            f"{escape(card.wording)}</a></p>"
            f"<p class='cg-kept cg-apart'>{escape(says.promise(card, today))}</p>"
            for card in promised
        )
    )
    if st.button(_("See all promises")):
        navigation.go(screens.COMMITMENTS)

st.subheader(_("What happens to what you say"))
st.markdown(
    _(
        "1. It is kept with the day and the district you chose, and with nothing about you.\n"
        "2. A program on our own machine sorts it by concern. It makes mistakes, so people read "
        "your own words beside every figure.\n"
        "3. The department's leaders look at what changed, and where."
    )
)
frame.help_now(department)
