"""The menu: what each person may open, made from the one table in ``core/screens.py``."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from core import screens
from core.actor import Actor
from core.i18n import _
from core.screens import Screen

PAGES = Path(__file__).resolve().parent.parent / "pages"


def chosen(actor: Actor) -> Page:
    """The page for this address, out of those ``actor`` may open."""
    pages = [
        st.Page(PAGES / screen.script, title=_(screen.title), url_path=screen.url,
                default=screen is screens.HOME)
        for screen in screens.open_to(actor)
    ]  # fmt: skip
    return st.navigation(pages, position="top")


def link(screen: Screen, label: str, **query: str | int | None) -> None:
    """A link to ``screen`` with what it should show; ``None`` is left out."""
    given = {name: str(value) for name, value in query.items() if value is not None}
    st.page_link(PAGES / screen.script, label=label, query_params=given)
