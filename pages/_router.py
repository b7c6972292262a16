"""The script the application runs: who is asking, which screen, and what every screen shows."""

from __future__ import annotations

import streamlit as st

from core.errors import RecordsAwayError
from ui import frame, languages, navigation, runtime

languages.settle()
try:
    department, actor = runtime.department(), runtime.actor()
except RecordsAwayError as away:
    st.error(str(away))
    st.stop()
languages.settle(department, actor)
page = navigation.chosen(actor)
navigation.leave_if_asked()
st.set_page_config(
    page_title=f"{page.title} - {department.name}",
    page_icon="💬",
    layout="wide" if navigation.is_wide(page) else "centered",
)
frame.top(department)
languages.above(page.url_path, actor)
with runtime.refusals_shown():
    navigation.run(page)
languages.below(page.url_path, actor)
frame.bottom(department, actor)
