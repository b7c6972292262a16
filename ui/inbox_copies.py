"""Copies of one text in the inbox: shown as one, opened as a list of their own."""

from __future__ import annotations

import streamlit as st

from core.i18n import _, ngettext
from services.copies import CAMPAIGN, DAYS
from services.copy_groups import Others

_OPEN = "inbox-copies"
"""Where it is kept which group is open, and in which list it was opened."""


def chosen(asked: object) -> int | None:
    """The group that is open in the list that is ``asked`` for."""
    st.session_state["inbox-list"] = asked
    opened = st.session_state.get(_OPEN)
    return opened[1] if opened and opened[0] == asked else None


def say(copies: Others) -> None:
    """How many more there are."""
    said = ngettext(
        "{n:,} more like this: a copy of the same text, edited or not.",
        "{n:,} more like this: copies of the same text, edited or not.",
        copies.n,
    ).format(n=copies.n)
    if copies.is_campaign:
        said += " " + _(
            "At least {n} came by the open form within {days} days: it may be a campaign."
        ).format(n=CAMPAIGN, days=DAYS)
    st.caption(said)


def way_to(copies: Others, feedback_id: int) -> None:
    """The button that lists each of them."""
    st.button(
        _("Show them all"), key=f"copies-{feedback_id}", on_click=_show, args=(copies.group_id,)
    )


def way_back() -> None:
    """Above the copies of one text: what they are, and the way back."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(_("Copies of one text, each by itself. All of them count in the figures."))
        st.button(_("Back to the list"), key="copies-back", on_click=_show, args=(None,))


def _show(group_id: int | None) -> None:
    st.session_state[_OPEN] = (st.session_state["inbox-list"], group_id)
