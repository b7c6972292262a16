"""Themes: which matters are counted and by which words; changing them, after a look."""

from __future__ import annotations

import streamlit as st

from core import screens
from core.i18n import _
from core.theme_names import said
from core.vocabulary import Permission, ThemeChange
from services import retagging, themes
from ui import new_concerns, runtime, theme_forms, theme_pending, theme_views
from ui.theme_pending import ThemeDesk

actor = runtime.allowed(screens.THEMES)
may_edit = actor.may(Permission.EDIT_THEMES)
st.title(_(screens.THEMES.title))
st.markdown(
    _(
        "A theme is a matter that residents raise. It is found by the words they use. When the "
        "list changes, all feedback is tagged anew, so that a trend always compares like with like."
    )
)
with runtime.reading() as session:
    newest = themes.newest(session, actor)
    is_tagged_anew = retagging.progress(session, actor) is not None
if is_tagged_anew:
    theme_views.progress(actor)
st.session_state.setdefault(theme_pending.SEEN, newest.version)
theme_pending.say_kept()
theme_views.listed(actor, newest)
names = {theme.code: said(theme) for theme in newest.themes}
desk = ThemeDesk(actor, newest, names)
code = st.selectbox(
    _("Look at one theme"), list(names), format_func=names.__getitem__, key="theme",
    index=None, placeholder=_("Choose a theme"),
)  # fmt: skip
for theme in newest.themes:
    if theme.code == code:
        theme_views.opened(actor, theme)
        if may_edit:
            theme_forms.change(desk, theme)
new_concerns.show(actor)
if may_edit:
    begun = new_concerns.begun()
    with st.expander(_("Add a theme"), expanded=bool(begun.terms)):
        theme_forms.write(desk, begun, ThemeChange.ADDED)
theme_views.history(actor)
st.session_state[theme_pending.SEEN] = newest.version
