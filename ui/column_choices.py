"""Which column of a file holds what: the first rows to look at, and a form with our guesses."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.i18n import N_, _
from imports.date_forms import FORMS
from imports.preview import Preview
from services.uploads import UploadCard

COLUMNS = {
    "text": N_("The words themselves"),
    "received": N_("The day"),
    "district": N_("The district"),
    "key": N_("A number or code that tells rows apart"),
    "category": N_("How it was sorted before"),
    "language": N_("The language"),
    "question": N_("The question asked"),
}
ENCODINGS = {"UTF-8": None, "Windows (cp1252)": "cp1252", "Mac (mac_roman)": "mac_roman"}


def encoding(card: UploadCard) -> str | None:
    """How the file is written, where it is not in the usual way."""
    names = list(ENCODINGS)
    known = {value: name for name, value in ENCODINGS.items()}
    first = known.get(card.choices.get("encoding"), names[0])
    ordered = [first, *(name for name in names if name != first)]
    chosen = st.selectbox(_("How the file is written"), ordered, key=f"encoding-{card.id}")
    return ENCODINGS[chosen]


def choose(card: UploadCard, preview: Preview) -> dict[str, Any] | None:
    """The choices as they stand; ``None`` while the words' column is not known."""
    st.markdown(_("#### The first rows"))
    st.dataframe(pd.DataFrame(preview.rows, columns=list(preview.columns)), hide_index=True)
    st.markdown(_("#### Which column is what?"))
    st.caption(_("Filled in as far as we could guess. Look whether it is right."))
    guessed = card.choices.get("columns") or vars(preview.guess)
    places = st.columns(2)
    columns = {
        name: _column(places[at % 2], card, preview, name, guessed.get(name))
        for at, name in enumerate(COLUMNS)
    }
    form = _date_form(card, preview) if columns["received"] else None
    source = st.text_input(
        _("What this source is called"), key=f"source-{card.id}",
        value=card.choices.get("source") or PurePath(card.file_name).stem.replace("_", " "),
        help=_("Figures are for one source at a time. The same name again adds to that source."),
    )  # fmt: skip
    triaged = st.checkbox(
        _("Somebody has looked at these already: show them to all who read feedback"),
        value=bool(card.choices.get("triaged")), key=f"triaged-{card.id}",
    )  # fmt: skip
    if columns["text"] is None or not source.strip():
        st.info(_("Say which column holds the words, and what the source is called."))
        return None
    return {
        "columns": columns, "date_format": form, "source": source.strip(), "triaged": triaged,
        "encoding": ENCODINGS[st.session_state[f"encoding-{card.id}"]],
    }  # fmt: skip


def _column(
    place: DeltaGenerator,
    card: UploadCard,
    preview: Preview,
    name: str,
    guess: str | None,
) -> str | None:
    none = _("None of them")
    options = [none, *preview.columns]
    at = options.index(guess) if guess in preview.columns else 0
    chosen = place.selectbox(
        _(COLUMNS[name]), options, index=at, key=f"column-{name}-{card.id}",
        format_func=lambda column: column if column == none else f"“{column}”",
    )  # fmt: skip
    return None if chosen == none else str(chosen)


def _date_form(card: UploadCard, preview: Preview) -> str | None:
    """How days are written: found out from the whole column, unless somebody says."""
    found = preview.guess.date_form
    usual = _("Find out from the whole column")
    if found:
        usual = _("Find out from the whole column (it looks like {form})").format(form=found)
    options = [usual, *FORMS]
    said = card.choices.get("date_format")
    chosen = st.selectbox(
        _("How days are written (M is the month, D the day, Y the year)"), options,
        index=options.index(said) if said in FORMS else 0, key=f"dates-{card.id}",
    )  # fmt: skip
    return None if chosen == usual else str(chosen)
