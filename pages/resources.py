"""Where to find help: for everyone to read, for outreach officers to keep."""

from __future__ import annotations

from html import escape

import streamlit as st

from core import screens
from core.actor import Actor
from core.i18n import _
from core.vocabulary import Permission
from services import resources
from services.departments import DepartmentCard
from services.resources import ResourceCard, ResourceForm
from ui import frame, runtime


def lines(department: DepartmentCard) -> None:
    """The lines that are always there."""
    said = [
        (_("Violence at home"), department.home_number),
        (_("A child in need"), department.child_number),
        (_("To complain formally about police"), department.complaint_door),
        (_("Who looks at complaints from outside the department"), department.oversight),
    ]
    for name, value in said:
        if value:
            st.html(
                f'<h3 class="cg-event">{escape(name)}</h3><p class="cg-words">{escape(value)}</p>'
            )


def show(card: ResourceCard) -> None:
    """One place or line that helps."""
    link = ""
    if card.website:
        link = f'<a href="{escape(card.website)}" rel="noreferrer">{escape(card.website)}</a>'
    hours = _("Open: {hours}").format(hours=card.hours) if card.hours else ""
    spoken = _("Languages: {languages}").format(languages=card.languages) if card.languages else ""
    parts = [escape(card.telephone), link, *map(escape, (card.address, hours, spoken))]
    with st.container(border=True):
        st.html(
            f'<h3 class="cg-event">{escape(card.name)}</h3>'
            f'<p class="cg-words">{escape(card.about)}</p>'
            f'<p class="cg-kept">{"<br>".join(filter(None, parts))}</p>'
        )


def fields(card: ResourceForm, key: str) -> ResourceForm:
    """The fields of an entry, inside a form of the caller's."""

    def ask(label: str, name: str) -> str:
        return st.text_input(label, value=getattr(card, name), key=f"{key}-{name}") or ""

    return ResourceForm(
        name=ask(_("Name"), "name"),
        about=st.text_area(_("What they do, in plain words"), value=card.about, key=f"{key}-about")
        or "",
        telephone=ask(_("Telephone"), "telephone"), website=ask(_("Website"), "website"),
        address=ask(_("Address"), "address"), hours=ask(_("Open"), "hours"),
        languages=ask(_("Languages they speak"), "languages"),
    )  # fmt: skip


def keep(actor: Actor, cards: list[ResourceCard]) -> None:
    """For staff: add an entry, change one, take one off."""
    names = {card.name: card for card in cards}
    with st.expander(_("Keep this list")):
        chosen = st.selectbox(
            _("Change"), list(names), index=None, placeholder=_("Add a new entry")
        )
        card = names.get(chosen or "")
        key = f"resource-{card.id if card else len(cards)}"
        with st.form(key, border=False):
            form = fields(card or ResourceForm(""), key)
            kept = st.form_submit_button(_("Keep it"), type="primary")
        removed = card is not None and st.button(_("Take it off the list"))
    if kept or removed:
        with runtime.refusals_shown():
            with runtime.transaction() as session:
                if removed and card:
                    resources.remove(session, actor, resource_id=card.id, now=runtime.now())
                else:
                    resources.keep(
                        session, actor, form=form, now=runtime.now(),
                        resource_id=card.id if card else None,
                    )  # fmt: skip
            st.rerun()


actor = runtime.actor()
department = runtime.department()
st.title(_(screens.RESOURCES.title))
frame.help_now(department)
with runtime.reading() as session:
    cards = resources.every(session, actor)
lines(department)
for card in cards:
    show(card)
if not cards:
    st.info(_("No other places are listed yet."))
if actor.may(Permission.PLAN_EVENTS):
    keep(actor, cards)
frame.door(_("The same page without any script"), "/plain/resources")
