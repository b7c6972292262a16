"""What people agree on: votes on statements, the groups in them, and what staff decide on."""

from __future__ import annotations

import streamlit as st

from core import screens
from core.i18n import _, ngettext
from core.vocabulary import Permission
from services.surveys import conversations, opinions
from ui import opinion_desk, opinion_figures, runtime, says, survey_figures
from ui.says import literal

actor = runtime.allowed(screens.OPINIONS)
st.title(_(screens.OPINIONS.title))
with runtime.reading() as session:
    cards = {card.id: card for card in conversations.every(session, actor)}
may_ask = actor.may(Permission.EDIT_QUESTIONS)
if not cards:
    st.info(
        _(
            "Nothing was put to the vote yet. Ask a question, or bring in a conversation with "
            "`manage.py import-opinions`."
        )
    )
    if may_ask:
        opinion_desk.begin(actor)
    st.stop()
chosen = st.selectbox(
    _("Conversation"), [str(number) for number in cards], key="conversation", bind="query-params",
    format_func=lambda number: cards[int(number)].title,
)  # fmt: skip
card = cards[int(chosen)]
with runtime.reading() as session:
    result = opinions.of(session, actor, conversation_id=card.id)
st.markdown(f"**{literal(card.question)}**")
said = ngettext("{n:,} person voted.", "{n:,} people voted.", card.people).format(n=card.people)
on = ngettext("{n:,} statement.", "{n:,} statements.", card.statements).format(n=card.statements)
st.markdown(f"{said} {on} {_(survey_figures.KIND[card.kind])}")
st.caption(
    _(
        "Nobody needs a name to vote, so somebody may vote twice. Read this as what people here "
        "can agree on, not as a count of the town."
    )
)
if result is None or not result.figures.votes:
    st.info(_("There is nothing to show yet. Figures appear within two minutes of the first vote."))
else:
    if result.is_behind:
        when = says.moment(result.worked_out_at, runtime.department().tzid)
        st.caption(_("As of {when}; votes that came since are being counted.").format(when=when))
    opinion_figures.agreed(result)
    opinion_figures.divided(result)
    opinion_figures.groups(result)
    opinion_figures.every(result)
if may_ask:
    opinion_desk.decide(actor, card)
    opinion_desk.begin(actor)
