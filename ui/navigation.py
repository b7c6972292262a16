"""The menu: what each person may open, made from the one table in ``core/screens.py``."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import Page

from core import screens
from core.actor import Actor
from core.i18n import _
from core.screens import Screen
from ui import gate

PAGES = Path(__file__).resolve().parent.parent / "pages"


def chosen(actor: Actor) -> Page:
    """The page for this address: its screen, or, where ``actor`` may not open it, a closed gate.

    Closed screens are listed, though hidden: an address that Streamlit does not know would show
    the first page without a word.
    """
    mine = screens.open_to(actor)
    pages = [
        st.Page(
            PAGES / screen.script if screen in mine else gate.closed,
            title=_(screen.title),
            url_path=screen.url,
            default=screen is screens.HOME,
            visibility="visible" if screen in mine else "hidden",
        )
        for screen in screens.ALL
    ]
    return st.navigation(pages, position="top")


def is_wide(page: Page) -> bool:
    return any(screen.url == page.url_path and screen.is_wide for screen in screens.ALL)


def go(screen: Screen) -> NoReturn:
    """Leave this screen for another."""
    st.switch_page(PAGES / screen.script)


def link(screen: Screen, label: str, **query: str | int | None) -> None:
    """A link to ``screen`` with what it should show; ``None`` is left out."""
    given = {name: str(value) for name, value in query.items() if value is not None}
    st.page_link(PAGES / screen.script, label=label, query_params=given)
