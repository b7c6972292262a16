"""What is worked out once for all visitors. Every key holds all that the answer depends on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

import altair as alt
import pandas as pd
import streamlit as st
from altair.utils.schemapi import debug_mode

from core import i18n, settings
from imports import preview as previews
from imports.preview import Preview
from imports.uploads import path_of

Chart = alt.LayerChart | alt.FacetChart
T = TypeVar("T")
MOST_KEPT = 500
_kept: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()


def kept(key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """What ``make`` answers for ``key`` on this paper and in this language; nobody may change it.

    ``key`` holds all that it is made from, down to the counts: nothing here can be out of date,
    and who may see them was asked when they were read. (``st.cache_data`` takes longer to compare
    such a key, and to copy the answer, than everything else on the screen.)
    """
    whole = (*key, is_dark(), i18n.language.get())
    with _lock:
        if whole in _kept:
            _kept.move_to_end(whole)
            return cast(T, _kept[whole])
    made = make()
    with _lock:
        _kept[whole] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Keep nothing any more: for a process that turns to other records, as tests do."""
    with _lock:
        _kept.clear()


def is_dark() -> bool:
    """Whether the screen's paper is dark."""
    return st.context.theme.type == "dark"


def drawn(draw: Callable[[], Chart]) -> dict[str, Any]:
    """A chart as a specification, unchecked: the tests check every chart against the rules."""
    with debug_mode(False):
        made: dict[str, Any] = draw().to_dict(validate=False)
    return made


def values(frame: pd.DataFrame) -> tuple[Hashable, ...]:
    """What is in ``frame``, for a key; a missing number would not be equal to itself."""
    plain = frame.astype(object).where(frame.notna(), None)
    return tuple(plain.itertuples(index=False, name=None))


@st.cache_data(max_entries=8, show_spinner=False)
def preview(upload_id: int, encoding: str | None, districts: frozenset[str]) -> Preview:
    """The first rows of an uploaded file. Its id is known to those only who may bring in files."""
    path = path_of(settings.current().upload_folder, upload_id)
    return previews.preview(path, encoding=encoding, districts=districts)
