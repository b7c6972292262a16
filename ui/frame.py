"""What stands above and below every screen."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.actor import Actor
from core.i18n import _
from services.departments import DepartmentCard


def top(department: DepartmentCard) -> None:
    """The banner of a demonstration: nobody may take invented data for real."""
    if department.is_sample:
        said = _("Invented data: a demonstration. No place, person or word here is real.")
        st.html(f'<p class="cg-invented" role="note">{escape(said)}</p>')


def bottom(department: DepartmentCard, actor: Actor) -> None:
    """Whose page this is, and the way in or out for staff."""
    if actor.account_id is None:
        door = f'<a href="/account/sign-in">{escape(_("Staff sign-in"))}</a>'
    else:
        who = _("Signed in as {name}.").format(name=actor.name)
        door = f'{escape(who)} <a href="/account/sign-out">{escape(_("Sign out"))}</a>'
    st.html(
        f'<footer class="cg-kept cg-noprint" style="margin-top:3rem">'
        f"{escape(department.name)} · {door}</footer>"
    )


def help_now(department: DepartmentCard) -> None:
    """Whom to call, above anything a person in danger might start to fill in."""
    said = escape(
        _(
            "In danger now? Call {emergency}. Thinking of hurting yourself, or worried about "
            "someone? Call or text {crisis}. Other help: {help}. "
            "Nobody watches this page around the clock."
        )
    ).format(
        emergency=f"<strong>{escape(department.emergency_number)}</strong>",
        crisis=f"<strong>{escape(department.crisis_number)}</strong>",
        help=f"<strong>{escape(department.help_number)}</strong>",
    )
    st.html(f'<p class="cg-help" role="note">{said}</p>')


def door(label: str, url: str) -> None:
    """A link to a page outside Streamlit, in the same tab (Streamlit's own opens another)."""
    st.html(f'<a class="cg-door" href="{escape(url)}" target="_self">{escape(label)}</a>')
