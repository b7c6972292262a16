"""What staff do for a conversation: decide on statements, open and close it, ask a new one."""

from __future__ import annotations

import streamlit as st

from core.actor import Actor
from core.i18n import _, ngettext
from core.instruments import SampleKind
from services.surveys import conversations, statements
from services.surveys.conversations import ConversationCard
from services.surveys.statements import WaitingStatement
from ui import frame, runtime
from ui.says import literal
from ui.survey_figures import who_is_asked


def decide(actor: Actor, card: ConversationCard) -> None:
    """Statements that wait, and the door."""
    with runtime.reading() as session:
        waits = statements.waiting(session, actor, conversation_id=card.id)
    st.subheader(_("Statements that wait for you"))
    if waits.withheld:
        st.caption(
            ngettext(
                "{n} more names somebody or tells of conduct: someone who may triage complaints "
                "decides on it.",
                "{n} more name somebody or tell of conduct: someone who may triage complaints "
                "decides on them.",
                waits.withheld,
            ).format(n=waits.withheld)
        )
    elif not waits.statements:
        st.caption(_("None. What residents say stands here first; others see it once you approve."))
    for one in waits.statements:
        _waits(actor, one)
    _take_back(actor, card.id)
    if card.is_open:
        frame.door(_("See it as people do"), f"/plain/opinions/{card.id}")
    if st.button(_("Close it") if card.is_open else _("Open it"), key=f"open-{card.id}"):
        with runtime.transaction() as session:
            conversations.set_open(
                session, actor, conversation_id=card.id, is_open=not card.is_open,
                now=runtime.now(),
            )  # fmt: skip
        st.rerun()


def _take_back(actor: Actor, conversation_id: int) -> None:
    """A way to take a statement out of sight that was approved by mistake."""
    with runtime.reading() as session:
        words = dict(statements.approved(session, actor, conversation_id=conversation_id))
    if not words:
        return
    with st.expander(_("Take back a statement that others vote on")):
        chosen = st.selectbox(
            _("Statement"), list(words), index=None, format_func=words.__getitem__,
            key=f"taken-{conversation_id}",
        )  # fmt: skip
        if chosen is not None and st.button(_("Decline"), key="take-back"):
            _decide(actor, chosen, is_approved=False)


def _waits(actor: Actor, one: WaitingStatement) -> None:
    with st.container(border=True):
        if one.dangers:
            st.warning(_("Its words tell of danger. Look at it now, whatever you decide."))
        st.markdown(literal(one.words))
        with st.container(horizontal=True):
            for name, is_approved in ((_("Approve"), True), (_("Decline"), False)):
                if st.button(name, key=f"{is_approved}-{one.id}"):
                    _decide(actor, one.id, is_approved=is_approved)


def _decide(actor: Actor, statement_id: int, *, is_approved: bool) -> None:
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            statements.decide(
                session,
                actor,
                statement_id=statement_id,
                is_approved=is_approved,
                now=runtime.now(),
            )
        st.rerun()


def begin(actor: Actor) -> None:
    """Ask a new question."""
    with st.expander(_("Ask a new question")), st.form("start"):
        question = st.text_input(_("What do you want to know?"), max_chars=300)
        title = st.text_input(_("What you call it (residents do not see this)"), max_chars=120)
        said = st.text_area(_("Statements to begin with, one a line"))
        kind = who_is_asked([SampleKind.OPEN, SampleKind.EVENT])
        if not st.form_submit_button(_("Open it"), type="primary"):
            return
        with runtime.refusals_shown():
            with runtime.transaction() as session:
                conversations.start(
                    session, actor, title=title or "", question=question or "", kind=kind,
                    said=[line for line in (said or "").splitlines() if line.strip()],
                    now=runtime.now(),
                )  # fmt: skip
            st.rerun()
