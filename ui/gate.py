"""What stands at the address of a screen that the person may not open."""

from __future__ import annotations

import streamlit as st

from core.i18n import _
from ui import frame, runtime


def closed() -> None:
    """Say why nothing is shown here, and where the door is."""
    st.title(_("This page is for staff"))
    if runtime.actor().account_id is None:
        st.markdown(_("Sign in to open it. You may have been signed out after 12 hours."))
        frame.door(_("Sign in"), "/account/sign-in")
    else:
        st.markdown(_("Your account has no right to open it. An administrator can change that."))
