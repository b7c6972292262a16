"""How large an invented place a demonstration shows."""

from __future__ import annotations

from enum import StrEnum


class SampleSize(StrEnum):
    """The town starts within seconds; the city shows how it goes with many."""

    TOWN = "town"
    CITY = "city"
