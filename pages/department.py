"""The department: its name, its clock, its languages, and whom to call in danger."""

from __future__ import annotations

from zoneinfo import available_timezones

import streamlit as st

from core import screens
from core.i18n import _
from services import departments
from services.departments import DepartmentCard
from ui import runtime

actor = runtime.allowed(screens.DEPARTMENT)
st.title(_(screens.DEPARTMENT.title))
now = runtime.department()
zones = sorted(available_timezones() | {now.tzid})
with st.form("department", border=False):
    name = st.text_input(_("Name, as residents know it"), value=now.name, max_chars=120)
    tzid = st.selectbox(
        _("Time zone"), zones, index=zones.index(now.tzid),
        help=_("It decides which day new feedback belongs to. Days already kept stay."),
    )  # fmt: skip
    languages = st.text_input(
        _("Languages your residents speak"), value=" ".join(now.languages),
        help=_("Short codes with spaces between them, the main one first: en es"),
    )  # fmt: skip
    emergency = st.text_input(_("Emergency number"), value=now.emergency_number)
    crisis = st.text_input(_("Crisis line"), value=now.crisis_number)
    other = st.text_input(_("Help that is not urgent"), value=now.help_number)
    home = st.text_input(_("Help with violence at home"), value=now.home_number)
    child = st.text_input(_("Help for children"), value=now.child_number)
    coverage = st.text_input(
        _("When does somebody look at what is urgent?"), value=now.coverage,
        placeholder=_("Monday to Friday, 9 to 5"),
    )  # fmt: skip
    complaint_door = st.text_area(
        _("How can people complain formally about police?"), value=now.complaint_door,
        help=_("Anyone may complain: no name, no age, no deadline."),
    )  # fmt: skip
    oversight = st.text_area(
        _("Who looks at complaints from outside the department?"), value=now.oversight
    )
    sent = st.form_submit_button(_("Save"), type="primary")
if sent:
    card = DepartmentCard(
        name=name,
        tzid=tzid or now.tzid,
        languages=tuple(languages.replace(",", " ").split()),
        emergency_number=emergency,
        crisis_number=crisis,
        help_number=other,
        home_number=home,
        child_number=child,
        coverage=coverage,
        complaint_door=complaint_door,
        oversight=oversight,
    )
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            departments.change(session, actor, card=card, now=runtime.now())
        st.success(_("Saved. Every page shows it from now on."))
