"""The first page: what a resident can do here, and help now."""

from __future__ import annotations

import streamlit as st

from core import screens
from core.i18n import _
from ui import frame, navigation, runtime, says

department = runtime.department()
st.title(says.literal(department.name))
st.markdown(
    _(
        "Tell us what you think of policing where you live. We read it, we look for what many "
        "people say, and the people who decide see it in your own words."
    )
)

doors = st.columns(2, gap="medium")
with doors[0]:
    st.subheader(_("Tell us what you think"))
    st.markdown(_("A few sentences are enough. No name, no account, about a minute."))
    if st.button(_("Start"), type="primary"):
        navigation.go(screens.FEEDBACK)
with doors[1]:
    st.subheader(_("Come back with your receipt"))
    st.markdown(_("You were given six words. They show what we hold and whether it was sorted."))
    frame.door(_("Open the receipt page"), "/plain/receipt")

st.subheader(_("What happens to what you say"))
st.markdown(
    _(
        "1. It is kept with the day and the district you chose, and with nothing about you.\n"
        "2. A program on our own machine sorts it by concern. It makes mistakes, so people read "
        "your own words beside every figure.\n"
        "3. The department's leaders look at what changed, and where."
    )
)
frame.help_now(department)
