"""Strangers' text in the one shape in which it is kept, or refused."""

from __future__ import annotations

from core import texts
from imports.refused import RowRefusedError

TEXT_LIMIT = 20_000
"""Most characters an imported text may have."""

CELL_LIMIT = 200
"""Most characters any other value may have."""


class UnstorableError(RowRefusedError):
    message = "The row holds characters that cannot be stored."


class TextBlankError(RowRefusedError):
    message = "The text is blank."


class TextTooLongError(RowRefusedError):
    message = "The text has {found} characters; at most {limit} can be imported."


class CellTooLongError(RowRefusedError):
    message = "The value in column “{column}” has {found} characters; at most {limit} can be kept."


def clean_text(text: str) -> str:
    """A resident's words: NFC, line ends as ``\\n``, no other control characters than tabs.

    Raises a ``RowRefusedError`` for text that is blank, too long or cannot be stored.
    """
    cleaned = texts.plain(_storable(text))
    if not texts.says_something(cleaned):
        raise TextBlankError
    if len(cleaned) > TEXT_LIMIT:
        raise TextTooLongError(found=f"{len(cleaned):,}", limit=f"{TEXT_LIMIT:,}")
    return cleaned


def clean_cell(cell: str, column: str) -> str | None:
    """A short value on one line; ``None`` if blank. Raises a ``RowRefusedError``."""
    cleaned = " ".join(texts.plain(_storable(cell)).split())
    if len(cleaned) > CELL_LIMIT:
        raise CellTooLongError(column=column, found=f"{len(cleaned):,}", limit=CELL_LIMIT)
    return cleaned or None


def _storable(text: str) -> str:
    if not texts.is_storable(text):
        raise UnstorableError
    return text
