"""One uploaded file on the screen: how far it is, and what came of it."""

from __future__ import annotations

import streamlit as st

from core.i18n import N_, _, ngettext
from core.vocabulary import UploadState
from services.uploads import UploadCard
from ui import frame, says

STATE = {
    UploadState.UPLOADED: N_("Waits for you to say which column is what"),
    UploadState.TO_CHECK: N_("Is being checked"),
    UploadState.CHECKED: N_("Checked, and can be brought in"),
    UploadState.TO_IMPORT: N_("Is being brought in"),
    UploadState.DONE: N_("Brought in"),
    UploadState.REFUSED: N_("Cannot be used as it is"),
    UploadState.CANCELLED: N_("Stopped"),
}


def show(key: str, card: UploadCard) -> None:
    """One line of the list, with a way to the file's own page under ``key``."""
    with st.container(border=True):
        st.markdown(f"**{says.literal(card.file_name)}** · {_(STATE[card.state])}")
        st.caption(
            _("Sent by {who} on {day}.").format(
                who=says.literal(card.who), day=says.day(card.uploaded_at.date())
            )
        )
        if st.button(_("Open"), key=f"open-{key}"):
            st.query_params["file"] = key
            st.rerun()


def outcome(card: UploadCard) -> None:
    """What a check or an import came to."""
    found = card.outcome or {}
    would = card.state is UploadState.CHECKED
    said = [
        ngettext("**{n:,} row was read.**", "**{n:,} rows were read.**", found["read"]).format(
            n=found["read"]
        ),
        (_("New, and would be stored: {n:,}.") if would else _("Stored: {n:,}.")).format(
            n=found["stored"]
        ),
        _("Known already: {n:,}.").format(n=found["known"]),
        _("Refused: {n:,}.").format(n=found["refused"]),
    ]
    if found["date_form"]:
        said.append(
            _("Dates were read as {form}; {n:,} have none.").format(
                form=says.literal(found["date_form"]), n=found["undated"]
            )
        )
    if card.choices["columns"]["district"]:
        said.append(_("In no district we know: {n:,}.").format(n=found["in_no_known_district"]))
    st.markdown(" ".join(said))
    if found["refused_file"]:
        frame.door(
            _("Take the refused rows, with the reasons"), f"/uploads/{card.id:x}/refused.csv"
        )
