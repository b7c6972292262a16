"""What is worked out once for all visitors. Every key holds all that the answer depends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st
from altair.utils.schemapi import debug_mode

from charts import districts
from core import settings
from imports import preview as previews
from imports.preview import Preview
from imports.uploads import path_of

Chart = alt.LayerChart | alt.FacetChart


@st.cache_data(max_entries=4, show_spinner=False)
def outlines(boundaries: Mapping[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Boundaries made light. They are public, so nobody's rights are part of the key."""
    return districts.outlines(boundaries)


@st.cache_data(max_entries=1_000, show_spinner=False)
def spec(
    key: tuple[object, ...], frame: pd.DataFrame, _draw: Callable[[], Chart]
) -> dict[str, Any]:
    """A chart's specification, which takes twenty times as long to make as to show.

    ``frame`` and ``key`` hold all that it is drawn from. Who may see the figures was asked before
    they were read.
    """
    with debug_mode(False):  # the tests check every chart against the drawing library's rules
        made: dict[str, Any] = _draw().to_dict(validate=False)
    return made


@st.cache_data(max_entries=8, show_spinner=False)
def preview(upload_id: int, encoding: str | None, districts: frozenset[str]) -> Preview:
    """The first rows of an uploaded file. Its id is known to those only who may bring in files."""
    path = path_of(settings.current().upload_folder, upload_id)
    return previews.preview(path, encoding=encoding, districts=districts)
