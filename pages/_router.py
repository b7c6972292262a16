"""The script the application runs: who is asking, which screen, and what every screen shows."""

from __future__ import annotations

import streamlit as st

from core.errors import RecordsAwayError
from ui import frame, languages, navigation, runtime

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
if actor.account_id is None:
    languages.menu(page.url_path, actor)
languages.unreviewed()
with runtime.refusals_shown():
    navigation.run(page)
if actor.account_id is not None:
    languages.menu(page.url_path, actor)
frame.bottom(department, actor)
