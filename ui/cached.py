"""What is worked out once for all visitors. Every key holds all that the answer depends on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from charts import districts


@st.cache_data(max_entries=4, show_spinner=False)
def outlines(boundaries: Mapping[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Boundaries made light. They are public, so nobody's rights are part of the key."""
    return districts.outlines(boundaries)
