"""The form that says who an account is to residents, and whom it reports to."""

from __future__ import annotations

import streamlit as st

from core.actor import Actor
from core.i18n import _
from services import chain
from services.accounts import AccountCard
from ui import runtime


def show(actor: Actor, card: AccountCard, every: list[AccountCard]) -> None:
    """Under which names residents know the person, and whom they report to."""
    emails = {one.id: one.email for one in every if one.id != card.id}
    choices = [None, *emails]
    with st.form(f"place-{card.id}"):
        known_as = st.text_area(
            _("Names and badge numbers that residents may use, one to a line"),
            value=card.known_as, height=100,
            help=_("For example: Officer Ibarra; Ana Ibarra; badge 4471."),
        )  # fmt: skip
        boss = st.selectbox(
            _("Reports to"), choices, index=choices.index(card.reports_to),
            format_func=lambda one: emails[one] if one else _("Nobody"),
        )  # fmt: skip
        st.caption(
            _(
                "Feedback that names somebody is shut to them and to everyone they report to. "
                "Whoever else may triage takes it."
            )
        )
        if st.form_submit_button(_("Save who they are")):
            with runtime.transaction() as session:
                chain.place(
                    session, actor, account_id=card.id, known_as=known_as, reports_to=boss,
                    now=runtime.now(),
                )  # fmt: skip
            st.rerun()
