"""One answer to all who said the same: to every piece that is listed and has a receipt."""

from __future__ import annotations

import streamlit as st

from core.actor import Actor
from core.i18n import _, ngettext
from core.vocabulary import InboxState
from services import answers, inbox
from ui import runtime
from ui.filters import Chosen, Narrowed


def to_many(actor: Actor, chosen: Chosen, narrowed: Narrowed, state: InboxState) -> None:
    """Offered where the list is narrowed to one concern or one sentiment."""
    if narrowed == Narrowed(None, None):
        return
    with runtime.reading() as session:
        ids = inbox.matching(session, actor, scope=chosen.scope, state=state, **narrowed._asdict())
    if not ids:
        return
    n = len(ids)
    said = ngettext("Answer {n} piece at once", "Answer {n} pieces at once", n).format(n=n)
    with st.expander(said), st.form("answer-many", border=False, clear_on_submit=False):
        words = st.text_area(_("The same answer to all that are listed and have a receipt"))
        sure = st.checkbox(_("I have read what they wrote"))
        sent = st.form_submit_button(_("Send it to all"))
    if sent and not sure:
        st.warning(_("Read what they wrote first, then tick the box."))
    elif sent:
        with runtime.refusals_shown():
            with runtime.transaction() as session:
                reached = answers.answer_many(
                    session, actor, feedback_ids=ids, words=words or "", now=runtime.now(),
                    today=runtime.today(runtime.department()),
                )  # fmt: skip
            st.success(
                ngettext("Sent to {n} person.", "Sent to {n} people.", reached).format(n=reached)
            )
