"""Staff accounts: adding, disabling, new passwords, roles and rights."""

from __future__ import annotations

import streamlit as st

from core import screens
from core.actor import Actor
from core.i18n import N_, _
from core.vocabulary import Permission, Role
from services import accounts, chain
from services.accounts import AccountCard
from ui import chain_form, runtime

ROLE = {
    Role.OUTREACH: N_("Outreach: reads feedback and figures, edits questions"),
    Role.COMMAND: N_("Command: reads feedback and figures, edits questions"),
    Role.ADMINISTRATOR: N_("Administrator: accounts and audit, no residents' words"),
    Role.OBSERVER: N_("Observer: audit only, until public figures are there"),
    Role.PARTNER: N_("Partner: public pages only, until referrals are there"),
}


def role_name(role: Role) -> str:
    return _(ROLE[role])


def show_password(email: str, password: str) -> None:
    st.session_state["new-password"] = (email, password)


def add(actor: Actor) -> None:
    with st.form("add", clear_on_submit=True):
        email = st.text_input(_("E-mail address"))
        role = st.selectbox(_("Role"), list(Role), format_func=role_name)
        sent = st.form_submit_button(_("Add the account"), type="primary")
    if sent and role:
        with runtime.refusals_shown():
            with runtime.transaction() as session:
                account_id = accounts.add(session, actor, email=email, role=role, now=runtime.now())
                password = accounts.reset_password(
                    session, actor, account_id=account_id, now=runtime.now()
                )
            show_password(email.strip().lower(), password)
            st.rerun()


def change(actor: Actor, card: AccountCard, every: list[AccountCard]) -> None:
    with st.form(f"change-{card.id}"):
        role = st.selectbox(
            _("Role"), list(Role), index=list(Role).index(card.role), format_func=role_name
        )
        triages = st.checkbox(
            _("May triage complaints: reads feedback that names officers or tells of conduct"),
            value=Permission.TRIAGE_COMPLAINTS in card.given,
        )
        if st.form_submit_button(_("Save")) and role:
            with runtime.transaction() as session:
                accounts.change_role(
                    session, actor, account_id=card.id, role=role, now=runtime.now()
                )
                accounts.set_right(
                    session, actor, account_id=card.id, given=triages, now=runtime.now(),
                    permission=Permission.TRIAGE_COMPLAINTS,
                )  # fmt: skip
            st.rerun()
    chain_form.show(actor, card, every)
    sure = st.checkbox(_("I mean {email}").format(email=f"`{card.email}`"), key=f"sure-{card.id}")
    left, right = st.columns(2)
    if left.button(_("Give a new password"), disabled=not sure):
        with runtime.transaction() as session:
            password = accounts.reset_password(
                session, actor, account_id=card.id, now=runtime.now()
            )
        show_password(card.email, password)
        st.rerun()
    shut, said = (
        (accounts.enable, _("Let them in again"))
        if card.is_disabled
        else (accounts.disable, _("Shut the account"))
    )
    if right.button(said, disabled=not sure):
        with runtime.transaction() as session:
            shut(session, actor, account_id=card.id, now=runtime.now())
        st.rerun()
    st.caption(_("Both sign the person out everywhere. Nothing they did is lost."))


actor = runtime.allowed(screens.ACCOUNTS)
st.title(_(screens.ACCOUNTS.title))
with runtime.reading() as session:
    every = accounts.every(session, actor)
    is_stuck = chain.is_stuck(session, actor)
emails = {card.id: card.email for card in every}
if is_stuck:
    st.warning(
        _(
            "Feedback waits that nobody who may triage is allowed to open. It may name them, or "
            "people who report to them. Give the right to triage to somebody else."
        )
    )
if "new-password" in st.session_state:
    email, password = st.session_state.pop("new-password")
    st.success(
        _("The password for {email}, shown this once and good for one sign-in:").format(email=email)
    )
    st.code(password, language=None)
st.dataframe(
    [
        {
            _("E-mail address"): card.email,
            _("Role"): card.role.value,
            _("Triages complaints"): Permission.TRIAGE_COMPLAINTS in card.given,
            _("Known as"): ", ".join(card.known_as.splitlines()),
            _("Reports to"): emails.get(card.reports_to or 0, ""),
            _("State"): _("shut") if card.is_disabled else _("open"),
        }
        for card in every
    ],
    hide_index=True,
)
st.subheader(_("Change an account"))
by_email = {card.email: card for card in every}
chosen = st.selectbox(_("Account"), list(by_email))
if chosen:
    with runtime.refusals_shown():
        change(actor, by_email[chosen], every)
st.subheader(_("Add an account"))
add(actor)
