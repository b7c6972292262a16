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


def to_many(
    actor: Actor, chosen: Chosen, narrowed: Narrowed, state: InboxState, group_id: int | None
) -> None:
    """Offered where the list is narrowed to one concern, one sentiment or copies of one text."""
    if narrowed == Narrowed(None, None) and group_id is None:
        return
    with runtime.reading() as session:
        ids = inbox.matching(
            session, actor, scope=chosen.scope, state=state, group_id=group_id,
            now=runtime.now(), **narrowed._asdict(),
        )  # fmt: skip
    if not ids:
        return
    n = len(ids)
    if n > answers.MOST_AT_ONCE:
        st.caption(_("Narrow the filters to answer many at once."))
        return
    said = ngettext("Answer {n} piece at once", "Answer {n} pieces at once", n).format(n=n)
    with st.expander(said), st.form("answer-many", border=False):
        st.text_area(
            _("The same answer to all that are listed and have a receipt"), key="answer-many-words"
        )
        st.checkbox(_("I have read what they wrote"), key="answer-many-sure")
        # Those that were listed when this was shown, and none that came since.
        st.form_submit_button(
            _("Send it to all"), on_click=inbox_changes.answer_many, args=(tuple(ids),)
        )
    if said := st.session_state.pop(inbox_changes.TOLD, None):
        st.info(said)


def to_one(piece: Piece, desk: Desk) -> None:
    """An answer to whoever holds the receipt, begun from a template or not."""
    card = piece.card
    if not card.has_receipt:
        st.caption(_("It came without a receipt, so nobody could read an answer."))
        return
    names = {one.name: one.words for one in desk.templates}
    begun, which = "", ""
    if names:
        chosen = st.selectbox(
            _("Begin from"), list(names), index=None, key=f"template-{card.id}",
            placeholder=_("An empty page"),
        )  # fmt: skip
        begun, which = names.get(chosen or "", ""), chosen or ""
        _template_to_remove(desk, which)
    ours = sum(one.who is not None for one in piece.thread)  # an empty page once it is sent
    key = f"answer-{card.id}-{ours}-{which}"
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


def _template_to_remove(desk: Desk, name: str) -> None:
    for one in desk.templates:
        if one.name == name:
            with st.popover(_("Remove this template"), key=f"remove-template-{one.id}"):
                st.markdown(_("Nobody can begin from it any more. Answers already sent stay."))
                st.button(
                    _("Remove it"), key=f"remove-{one.id}",
                    on_click=inbox_changes.remove_template, args=(one.id,),
                )  # fmt: skip


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
