"""The invented town, written once for all who look at it."""

from __future__ import annotations

import pytest

from db.sample_texts import pieces


@pytest.fixture(scope="package")
def town():
    return list(pieces(3000, seed=1))


def about(town, *words):
    """The pieces in which one of these stands, in small letters."""
    return [piece for piece in town if any(word in piece.text.casefold() for word in words)]
