"""The menu: what each person may open, made from the one table in ``core/screens.py``."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import Page

from core import screens
from core.actor import Actor
from core.i18n import _
from core.screens import Screen
from ui import gate

_NEXT = "next-screen"
_ONE_AT_A_TIME = threading.Semaphore(1)
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
    # Residents have a few pages, which stand in a row; staff have more than a row can hold.
    return st.navigation(pages, position="top" if actor.account_id is None else "sidebar")


def is_wide(page: Page) -> bool:
    return any(screen.url == page.url_path and screen.is_wide for screen in screens.ALL)


def run(page: Page) -> None:
    """Run the screen. Those that draw figures take turns: a resident who sends a form meanwhile
    then waits for one of them at most, and not for all who look at charts."""
    draws = any(screen.url == page.url_path for screen in screens.DRAWN)
    with _ONE_AT_A_TIME if draws else nullcontext():
        page.run()


def go(screen: Screen, **shown: str) -> NoReturn:
    """Leave this screen for another, with what it is to show in its address."""
    st.switch_page(PAGES / screen.script, query_params=shown)


def lead(screen: Screen, label: str, *, key: str, **shown: str) -> None:
    """A button that opens ``screen`` with its filters (by their keys) at ``shown``.

    Not a link: a filter that stands on both screens keeps its value over the one in a link's
    address. So those are set here, before they are drawn again, and only the others go by address.
    """
    st.button(label, key=key, on_click=_leave, args=(screen, shown))


def _leave(screen: Screen, shown: dict[str, str]) -> None:
    here = {name: value for name, value in shown.items() if name in st.session_state}
    st.session_state.update(here)
    there = {name: value for name, value in shown.items() if name not in here}
    st.session_state[_NEXT] = (screen.script, there)


def leave_if_asked() -> None:
    """Go where ``lead`` said, if its button was pressed."""
    if wanted := st.session_state.pop(_NEXT, None):
        script, there = wanted
        st.switch_page(PAGES / script, query_params=there)
