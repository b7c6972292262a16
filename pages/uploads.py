"""Bringing in a file by hand: look at it, say which column is what, check it, bring it in."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import screens, settings
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import _
from core.vocabulary import UploadState
from imports.uploads import as_read_on_a_screen, path_of, remove
from services import districts, uploads
from services.uploads import WAITING, UploadCard
from ui import cached, column_choices, frame, navigation, runtime, says, upload_cards


@st.fragment(run_every=1.0)
def progress(actor: Actor, card: UploadCard) -> None:
    """How far the work is. It goes on in another program, also when this page is closed."""
    with runtime.reading() as session:
        now = uploads.one(session, actor, upload_id=card.id)
    if now.state not in WAITING:
        st.rerun()
    st.progress(now.fraction, text=_(upload_cards.STATE[now.state]))
    st.caption(_("You can close this page and come back: the work goes on."))
    if st.button(_("Stop")):
        with runtime.refusals_shown(), runtime.transaction() as session:
            uploads.cancel(session, actor, upload_id=card.id)
        st.rerun()


def change(actor: Actor, card: UploadCard) -> None:
    """The form with the columns, and what can be done with them."""
    encoding = column_choices.encoding(card)
    with runtime.reading() as session:
        known = frozenset(districts.codes(session, actor))
    try:
        preview = cached.preview(card.id, encoding, known)
    except CommonGroundError as refusal:
        path = path_of(settings.current().upload_folder, card.id)
        st.error(as_read_on_a_screen(refusal, path, card.file_name))
        return
    choices = column_choices.choose(card, preview)
    if choices is None:
        return
    is_checked = card.state is UploadState.CHECKED and choices == card.choices
    if is_checked:
        if st.button(_("Bring it in"), type="primary"):
            act(uploads.bring_in, actor, card, choices)
    elif st.button(_("Check every row"), type="primary"):
        act(uploads.check, actor, card, choices)


def act(use_case: Any, actor: Actor, card: UploadCard, choices: dict[str, Any]) -> None:  # noqa: ANN401 -- one of two use cases with the same signature
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            use_case(session, actor, upload_id=card.id, choices=choices)
        st.rerun()


def show(actor: Actor, card: UploadCard) -> None:
    st.subheader(says.literal(card.file_name))
    if card.state in WAITING:
        progress(actor, card)
        return
    st.markdown(_(upload_cards.STATE[card.state]) + ".")
    if card.state is UploadState.CANCELLED:
        st.info(
            _("What was stored before you stopped it stays. The same file again adds the rest.")
        )
    if card.refusal:
        st.error(card.refusal)
    if card.outcome:
        upload_cards.outcome(card)
    if card.state is UploadState.DONE:
        st.markdown(_("It is being read now. Its figures grow over the next minutes."))
        if st.button(_("See how it sounds")):
            navigation.go(screens.TRENDS)
    else:
        change(actor, card)
    if st.button(_("Remove this file from the list"), key="remove"):
        with runtime.refusals_shown():
            with runtime.transaction() as session:
                uploads.forget(session, actor, upload_id=card.id)
            remove(settings.current().upload_folder, card.id)
            st.query_params.clear()
            st.rerun()


actor = runtime.allowed(screens.IMPORT)
st.title(_(screens.IMPORT.title))
with runtime.reading() as session:
    cards = {f"{card.id:x}": card for card in uploads.every(session, actor)}
wanted = st.query_params.get("file", "")
if wanted in cards:
    show(actor, cards[wanted])
    st.divider()
elif wanted:
    st.info(str(uploads.UploadGoneError()))
st.markdown(
    _("Letters, complaints, answers to a survey: whatever you have as a CSV file can be read here.")
)
frame.door(_("Choose a file"), "/uploads/new")
for key, card in cards.items():
    if key != wanted:
        upload_cards.show(key, card)
