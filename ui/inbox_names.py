"""The tool that says which members of staff a piece is about: it is then shut to them."""

from __future__ import annotations

import streamlit as st

from core.actor import Actor
from core.i18n import _
from services import officers
from services.officers import PersonCard
from ui import inbox_changes, runtime


def panel(feedback_id: int, actor: Actor) -> None:
    """Whom it is about as far as we know, and the form to set that right."""
    with runtime.reading() as session:
        people = {person.id: person for person in officers.people(session, actor)}
        about = sorted(officers.named(session, actor, feedback_id=feedback_id))
    key = f"names-{feedback_id}-{'-'.join(map(str, about))}"
    with st.form(f"form-{key}", border=False):
        st.multiselect(
            _("This is about"), list(people), default=about, key=key, select_all=False,
            format_func=lambda one: _name(people[one]), placeholder=_("Nobody with an account"),
        )  # fmt: skip
        st.form_submit_button(_("Save whom it is about"), on_click=_save, args=(feedback_id, key))
        st.caption(
            _(
                "It is shut at once to each of them and to everyone they report to, also once it "
                "is triaged. Somebody else can open it to them here. If that is you, it goes "
                "from your list."
            )
        )


def _name(person: PersonCard) -> str:
    return f"{person.email} ({', '.join(person.known_as)})" if person.known_as else person.email


def _save(feedback_id: int, key: str) -> None:
    chosen = st.session_state[key]
    inbox_changes.change(
        feedback_id,
        lambda session, actor: officers.say_about(
            session, actor, feedback_id=feedback_id, account_ids=chosen, now=runtime.now()
        ),
    )
