"""What stands above and below every screen."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

import streamlit as st

from core import help_lines
from core.actor import Actor
from core.i18n import _
from core.voice import Danger
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


def help_for(dangers: Collection[Danger], department: DepartmentCard) -> None:
    """Whom to call, where somebody's words tell of danger; their draft still stands above."""
    lines = help_lines.of(dangers, **department.numbers)
    items = "".join(
        f"<li>{escape(sentence).format(number=f'<strong>{escape(number)}</strong>')}</li>"
        for sentence, number in lines
    )
    said = escape(_("Your words tell of danger. Nothing has been sent or kept yet."))
    when = ""
    if department.coverage:
        when = _("Somebody looks at what is urgent: {hours}.").format(hours=department.coverage)
    st.html(
        f'<div class="cg-help" role="alert"><b>{said}</b><ul>{items}</ul>'
        f"{escape(_('Nobody reads this form around the clock.'))} {escape(when)}</div>"
    )


def complaint_door(department: DepartmentCard) -> None:
    """The formal way to complain, offered and never forced."""
    ways = [department.complaint_door]
    if department.oversight:
        ways.append(f"{_('From outside the department:')} {department.oversight}")
    said = (
        _(
            "You can complain formally: anyone may, without a name, for somebody else, at any age, "
            "in any language, and there is no deadline."
        ),
        *filter(None, ways),
        _(
            "Or send it here: people with the right to see complaints read it first. Nothing has "
            "been sent yet; you choose."
        ),
    )
    head = escape(_("Do you want to complain about what police did?"))
    lines = "<br>".join(map(escape, said))
    st.html(f'<div class="cg-help" role="alert"><b>{head}</b><br>{lines}</div>')


def way_out() -> None:
    """Away from here in the same tab, for whoever is looked at over the shoulder."""
    said = escape(_("Leave this page quickly"))
    st.html(
        f'<a class="cg-door" href="{help_lines.EXIT}" target="_self" rel="noreferrer">{said}</a>'
    )


def door(label: str, url: str) -> None:
    """A link to a page outside Streamlit, in the same tab (Streamlit's own opens another)."""
    st.html(f'<a class="cg-door" href="{escape(url)}" target="_self">{escape(label)}</a>')
