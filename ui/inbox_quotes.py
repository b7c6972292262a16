"""The tool that makes a public quote of a piece: one person masks, another releases."""

from __future__ import annotations

from html import escape

import streamlit as st

from analysis import masking
from core.actor import Actor
from core.i18n import N_, _
from core.voice import MaskReason
from services import public_quotes
from services.cards import WordsCard
from services.public_quotes import QuoteCard
from ui import inbox_changes, runtime, says

REASONS = {
    MaskReason.IDENTITY: N_("It tells who the writer is"),
    MaskReason.THIRD_PERSON: N_("It is about somebody else"),
    MaskReason.CONTACT: N_("An address, a number or a plate"),
    MaskReason.OFFICER: N_("It names an officer"),
    MaskReason.HEALTH: N_("It is about somebody's health"),
    MaskReason.INVESTIGATION: N_("It could harm an investigation"),
}


def panel(card: WordsCard, actor: Actor) -> None:
    """The quote as it stands, and the form to mask anew."""
    with runtime.reading() as session:
        made = public_quotes.beside(session, actor, feedback_ids=[card.id])
    if quote := made.get(card.id):
        _standing(card.id, quote, actor)
    _form(card.id, card.words, quote.words if quote else "")


def _standing(feedback_id: int, quote: QuoteCard, actor: Actor) -> None:
    st.html(f'<p class="cg-said"><b>{escape(_("For the public"))}</b><br>{escape(quote.words)}</p>')
    day = says.day(quote.masked_on)
    st.caption(_("Masked by {who} on {day}.").format(who=quote.masked_name, day=day))
    if quote.reasons:
        st.caption(" · ".join(_(REASONS[reason]) for reason in quote.reasons))
    if quote.released_on:
        said = _("Released by {who} on {day}: it may be quoted like this.")
        st.caption(said.format(who=quote.released_name, day=says.day(quote.released_on)))
    elif quote.masked_by == actor.account_id:
        st.caption(_("Somebody else has to look at it and release it."))
    else:
        st.button(
            _("Release it"), key=f"release-{feedback_id}", on_click=_release,
            args=(feedback_id, quote.words),
        )  # fmt: skip
    st.button(
        _("Do not quote it"), key=f"unquote-{feedback_id}", on_click=_take_off, args=(feedback_id,)
    )


def _form(feedback_id: int, words: str, before: str) -> None:
    key = f"quote-{feedback_id}-{len(before)}"
    found = list(masking.suggested(words))
    with st.form(f"form-{key}", border=False):
        if found:
            st.multiselect(_("Mask these"), found, default=found, key=f"found-{key}")
        st.text_area(
            _("Mask this too, one to a line, as it stands in the words"),
            key=f"typed-{key}",
            height=100,
        )
        st.multiselect(
            _("Why"), list(REASONS), key=f"why-{key}", select_all=False,
            format_func=lambda reason: _(REASONS[reason]),
        )  # fmt: skip
        st.form_submit_button(_("Save the masked words"), on_click=_mask, args=(feedback_id, key))
        st.caption(
            _(
                "The words themselves stay here, for staff alone. What is masked is not kept in "
                "the quote. If the person takes their words back, the quote goes too."
            )
        )


def _mask(feedback_id: int, key: str) -> None:
    state = st.session_state
    hidden = [*state.get(f"found-{key}", ()), *state[f"typed-{key}"].splitlines()]
    reasons = state[f"why-{key}"]
    inbox_changes.change(
        feedback_id,
        lambda session, actor: public_quotes.mask(
            session, actor, feedback_id=feedback_id, hidden=hidden, reasons=reasons,
            now=runtime.now(), today=runtime.today(runtime.department()),
        ),
    )  # fmt: skip


def _release(feedback_id: int, seen: str) -> None:
    inbox_changes.change(
        feedback_id,
        lambda session, actor: public_quotes.release(
            session, actor, feedback_id=feedback_id, seen=seen, now=runtime.now(),
            today=runtime.today(runtime.department()),
        ),
    )  # fmt: skip


def _take_off(feedback_id: int) -> None:
    inbox_changes.change(
        feedback_id,
        lambda session, actor: public_quotes.take_off(
            session, actor, feedback_id=feedback_id, now=runtime.now()
        ),
    )
