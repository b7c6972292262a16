"""A change of the themes that was written down: what it would do, and the button that keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from analysis.theme_edits import Edit
from analysis.themes import ThemeList
from core.actor import Actor
from core.i18n import N_, _, ngettext
from core.vocabulary import ThemeChange
from services import theme_changes, theme_previews
from services.theme_changes import ChangedMeanwhileError
from services.theme_previews import Preview
from ui import runtime, tables
from ui.says import literal

SEEN, PENDING, BEGUN, KEPT = "themes-seen", "themes-pending", "theme-begun", "themes-kept"
"""In the session: the version its screen was drawn from, the change that waits, the phrases of a
new concern that somebody is about to name, and the version that was kept just now."""

HURTS = {
    ThemeChange.MERGED: N_(
        "“{name}” goes off the list, and what was said of it counts as “{other}”, also in the "
        "past. This cannot be undone."
    ),
    ThemeChange.RETIRED: N_(
        "“{name}” goes off the list and is not counted any more, also in the past. Its code is "
        "never used again."
    ),
}


@dataclass(frozen=True)
class ThemeDesk:
    """Who changes which list, and what its themes are called, by their codes."""

    actor: Actor
    newest: ThemeList
    names: dict[str, str]


@dataclass(frozen=True)
class Pending:
    """A change, the form it was written in, the version it was made from, what it would do."""

    edit: Edit
    form: str
    based_on: int
    preview: Preview
    name: str
    other: str


def say_kept() -> None:
    """That the change was kept, wherever on the screen somebody is: in the run after it."""
    if version := st.session_state.pop(KEPT, None):
        st.toast(_("Kept as version {n}.").format(n=version))


def look(desk: ThemeDesk, edit: Edit, *, form: str, name: str, other: str = "") -> None:
    """Try ``edit`` on the newest pieces, and have the screen ask whether to keep it."""
    st.session_state.pop(PENDING, None)
    with runtime.refusals_shown():
        with runtime.reading() as session:
            tried = theme_previews.preview(session, desk.actor, edit=edit)
        seen = st.session_state[SEEN]
        st.session_state[PENDING] = Pending(edit, form, seen, tried, name, other)


def ask(desk: ThemeDesk, *, form: str) -> None:
    """Below its form, say what the change that waits would do, and keep it or leave it."""
    waits: Pending | None = st.session_state.get(PENDING)
    if waits is None or waits.form != form:
        return
    with st.container(border=True):
        st.markdown(_("**Before you keep it**"))
        if sentence := HURTS.get(waits.edit.kind):
            st.warning(_(sentence).format(name=literal(waits.name), other=literal(waits.other)))
        _say(waits.preview)
        row = st.container(horizontal=True)
        if row.button(_("Keep this change"), type="primary", key="keep-theme-change"):
            _keep(desk, waits)
        if row.button(_("Leave the list as it is"), key="drop-theme-change"):
            del st.session_state[PENDING]
            st.rerun()


def _say(tried: Preview) -> None:
    if not tried.is_tagged_anew:
        st.markdown(_("Only what it is called changes. Every figure stays as it is."))
        return
    if not tried.pieces:
        st.markdown(_("Nothing has been read yet, so there is nothing to try it on."))
        return
    tried_on = ngettext(
        "Tried on the newest piece of feedback.",
        "Tried on the {n:,} newest pieces of feedback.",
        tried.pieces,
    ).format(n=tried.pieces)
    after = _("All feedback is then tagged anew; until that is done, nothing changes.")
    if not tried.shifts:
        st.markdown(f"{tried_on} {_('None of them would change.')} {after}")
        return
    st.markdown(f"{tried_on} {after}")
    rows = tried.shifts
    columns: dict[str, Sequence[object]] = {
        _("Theme"): [one.name for one in rows],
        _("Now"): [one.before for one in rows],
        _("Then"): [one.after for one in rows],
        _("Gained"): [one.gained for one in rows],
        _("Lost"): [one.lost for one in rows],
    }
    st.html(tables.html(columns, label=_("What would change"), names_are_sentences=True))


def _keep(desk: ThemeDesk, waits: Pending) -> None:
    with runtime.refusals_shown():
        try:
            with runtime.transaction() as session:
                version = theme_changes.change(
                    session, desk.actor, based_on=waits.based_on, edit=waits.edit,
                    now=runtime.now(),
                )  # fmt: skip
        except ChangedMeanwhileError:
            # Their words stay; the next press is on the list as this screen shows it now.
            st.session_state[PENDING] = replace(waits, based_on=desk.newest.version)
            raise
        del st.session_state[PENDING]
        st.session_state.pop(BEGUN, None)
        st.session_state[KEPT] = version
        st.rerun()
