"""What a resident must see before their words are kept: help, and the formal way to complain."""

from __future__ import annotations

import streamlit as st

from analysis import complaints, danger
from core.i18n import _
from core.voice import ComplaintChoice
from services.departments import DepartmentCard
from services.feedback import Form
from ui import frame

STOP, KINDS = "stop", "kinds-of-danger"
"""Why the person was asked to look before sending, and what their words tell of."""


def go_on(department: DepartmentCard) -> ComplaintChoice | bool | None:
    """What the person must see before anything is kept, and how they go on: inside the form, so
    that their words go with it as they stand now."""
    if st.session_state.get(STOP) == "danger":
        frame.help_for(st.session_state[KINDS], department)
        return st.form_submit_button(_("Send it all the same")) or None
    if st.session_state.get(STOP) == "complaint":
        frame.complaint_door(department)
        if st.form_submit_button(_("Send it here")):
            return ComplaintChoice.HERE
        if st.form_submit_button(_("Send it here, and I will also complain formally")):
            return ComplaintChoice.FORMAL
    return None


def must_stop(words: str, form: Form) -> bool:
    """Whether something must be seen first, once for these words; they are in memory alone."""
    dangers = [sign.kind for sign in danger.find(words)]
    if dangers and st.session_state.get("knows") != words:
        st.session_state.update({STOP: "danger", KINDS: dangers, "knows": words})
        return True
    if form.complaint is None and complaints.is_sensitive(words):
        st.session_state[STOP] = "complaint"
        return True
    return False


def forget() -> None:
    """Begin anew, for other words."""
    for name in (STOP, KINDS, "knows"):
        st.session_state.pop(name, None)
