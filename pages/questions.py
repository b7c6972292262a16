"""The questions on the form: adding, rewording, taking off."""

from __future__ import annotations

import streamlit as st

from core import screens
from core.actor import Actor
from core.i18n import _
from services import questions
from services.questions import LONGEST, QuestionCard
from ui import runtime, says


def show(actor: Actor, card: QuestionCard) -> None:
    with st.container(border=True):
        st.markdown(f"**{says.literal(card.wording)}**")
        st.caption(
            _("Wording {version}, since {day}. Answers to earlier wordings keep theirs.").format(
                version=card.version, day=card.since_on.isoformat()
            )
        )
        if card.is_retired:
            if st.button(_("Ask it again"), key=f"back-{card.id}"):
                with runtime.transaction() as session:
                    questions.bring_back(session, actor, question_id=card.id, now=runtime.now())
                st.rerun()
            return
        with st.form(f"reword-{card.id}", border=False):
            wording = st.text_input(_("New wording"), value=card.wording, max_chars=LONGEST)
            if st.form_submit_button(_("Ask it in these words from now on")):
                with runtime.transaction() as session:
                    questions.reword(
                        session, actor, question_id=card.id, wording=wording, now=runtime.now()
                    )
                st.rerun()
        if st.button(_("Take it off the form"), key=f"off-{card.id}"):
            with runtime.transaction() as session:
                questions.retire(session, actor, question_id=card.id, now=runtime.now())
            st.rerun()


actor = runtime.allowed(screens.QUESTIONS)
st.title(_(screens.QUESTIONS.title))
st.markdown(
    _("A change of wording changes the answers, so each wording is kept and counted apart.")
)
with runtime.reading() as session:
    cards = questions.every(session, actor)
for card in cards:
    if not card.is_retired:
        with runtime.refusals_shown():
            show(actor, card)
st.subheader(_("Ask something new"))
with st.form("add", clear_on_submit=True, border=False):
    wording = st.text_input(_("The question, in words everyone knows"), max_chars=LONGEST)
    if st.form_submit_button(_("Put it on the form"), type="primary"):
        with runtime.refusals_shown():
            with runtime.transaction() as session:
                questions.add(session, actor, wording=wording, now=runtime.now())
            st.rerun()
retired = [card for card in cards if card.is_retired]
if retired:
    st.subheader(_("Off the form"))
    for card in retired:
        with runtime.refusals_shown():
            show(actor, card)
