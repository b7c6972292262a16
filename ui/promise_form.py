"""Writing a promise down, and saying what came of it."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

import streamlit as st

from core.i18n import N_, _
from core.vocabulary import CommitmentState
from services.meetings.commitment_cards import CommitmentCard
from services.meetings.commitments import Promise
from services.meetings.partners import PartnerCard

ENDS = {
    N_("It is done"): CommitmentState.DONE,
    N_("It was not done"): CommitmentState.NOT_DONE,
    N_("It was handed over to a partner"): CommitmentState.HANDED_OVER,
    N_("It is open again"): CommitmentState.REOPENED,
}
USUAL = timedelta(days=30)


def ask(event_id: int | None, *, today: date, owner: str, about: str = "") -> Promise | None:
    """The form for a new promise; what was filled in, when it is sent.

    ``about`` tells the forms of one screen apart.
    """
    key = f"promise-{event_id or about}"
    nonce = st.session_state.setdefault(f"{key}-nonce", secrets.token_hex(16))
    with st.form(key, border=True, clear_on_submit=True):
        wording = st.text_area(
            _("What do we promise?"), height=80,
            help=_("One sentence that everyone may read: what will be done, and where."),
        )  # fmt: skip
        left, right = st.columns(2)
        who = left.text_input(_("Who looks after it? (a name or an office)"), value=owner)
        due = right.date_input(_("Until when?"), value=today + USUAL)
        if not st.form_submit_button(_("Write it down")):
            return None
    del st.session_state[f"{key}-nonce"]
    due_on = due if isinstance(due, date) else today
    return Promise(nonce, wording or "", who or "", due_on, event_id)


def answer(card: CommitmentCard, friends: list[PartnerCard]) -> dict[str, Any] | None:
    """The form that says what came of a promise; its values, when it is sent."""
    ends = {_(name): state for name, state in ENDS.items()}
    names = {"": None} | {friend.name: friend.id for friend in friends}
    with st.form(f"answer-{card.id}", border=False):
        end = st.selectbox(_("What came of it?"), list(ends))
        outcome = st.text_area(
            _("What was done, and how can people see it? Or why was it not done?"), height=80
        )
        partner = st.selectbox(_("Handed over to"), list(names))
        due = st.date_input(_("New day, if it is open again"), value=card.due_on)
        if not st.form_submit_button(_("Say it, and tell those who follow")):
            return None
    state = ends[end or next(iter(ends))]
    is_open = state is CommitmentState.REOPENED
    return {
        "state": state, "outcome": outcome or "", "partner_id": names.get(partner or ""),
        "due_on": due if is_open and isinstance(due, date) else None,
    }  # fmt: skip
