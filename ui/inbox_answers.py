"""What is said to those behind a piece: an answer to one, to many, and what was promised."""

from __future__ import annotations

import streamlit as st

from core.actor import Actor
from core.i18n import _, ngettext
from core.vocabulary import InboxState
from services import answers, inbox
from services.inbox_cards import Piece
from ui import inbox_changes, runtime
from ui.desk import Desk
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


def to_one(piece: Piece, desk: Desk) -> None:
    """An answer to whoever holds the receipt, begun from a template or not."""
    card = piece.card
    if not card.has_receipt:
        st.caption(_("It came without a receipt, so nobody could read an answer."))
        return
    names = {one.name: one.words for one in desk.templates}
    begun = ""
    if names:
        chosen = st.selectbox(
            _("Begin from"), list(names), index=None, key=f"template-{card.id}",
            placeholder=_("An empty page"),
        )  # fmt: skip
        begun = names.get(chosen or "", "")
    key = f"answer-{card.id}-{len(piece.thread)}-{begun[:20]}"
    with st.form(f"form-{key}", border=False):
        st.text_area(_("Your answer"), value=begun, key=key, height=140)
        st.text_input(_("Keep it as a template called (if you like)"), key=f"name-{key}")
        st.form_submit_button(
            _("Send the answer"), on_click=inbox_changes.answer, args=(card.id, key)
        )
        st.caption(
            _(
                "The person reads it with their six words. Who left an address is told that an "
                "answer waits, never what it says. They see “the department”, not your name."
            )
        )


def raised(piece: Piece, desk: Desk) -> None:
    """What was promised because of it: whoever holds the receipt sees it, and what comes of it."""
    card, names = piece.card, {promise.wording: promise.id for promise in desk.promises}
    if not names:
        st.caption(_("Nothing has been promised yet. Promises are written down in a meeting."))
        return
    key = f"promise-{card.id}"
    with st.form(f"form-{key}", border=False):
        st.selectbox(_("It raised what we promised:"), list(names), key=key)
        st.form_submit_button(
            _("Note that"), on_click=inbox_changes.raised, args=(card.id, key, names)
        )
        st.caption(_("The person sees the promise with their six words, and what comes of it."))
