"""Who did what: the newest entries of the audit, and whether its chain holds."""

from __future__ import annotations

import streamlit as st

from core import screens
from core.i18n import _
from services import audit
from ui import runtime

actor = runtime.allowed(screens.AUDIT)
st.title(_(screens.AUDIT.title))
st.markdown(
    _(
        "Every look at residents' words and every change of accounts, questions and records. "
        "Looks are written once a person and hour."
    )
)
with runtime.reading() as session:
    entries = audit.entries(session, actor, limit=200)
if not entries:
    st.info(_("Nothing yet. The first sign-in will stand here."))
else:
    st.dataframe(
        [
            {
                _("When (UTC)"): entry.at.strftime("%Y-%m-%d %H:%M"),
                _("Who"): entry.who,
                _("What"): entry.action.value,
                _("About"): entry.subject,
                _("Details"): entry.details,
            }
            for entry in entries
        ],
        hide_index=True,
    )
if st.button(_("Check that nothing was altered")):
    with runtime.reading() as session:
        chain = audit.verify(session, actor)
    if chain.broken_at is None:
        st.success(
            _("All {n:,} entries hold. Newest: {head}").format(
                n=chain.entries, head=chain.head[:16]
            )
        )
    else:
        st.error(
            _("Entry {n:,} does not fit the one before it. Keep a copy and look into it.").format(
                n=chain.broken_at
            )
        )
