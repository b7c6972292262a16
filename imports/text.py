"""Strangers' text in the one shape in which it is kept, or refused."""

from __future__ import annotations

import re
import unicodedata

from imports.refused import RowRefusedError

TEXT_LIMIT = 20_000
"""Most characters an imported text may have."""

CELL_LIMIT = 200
"""Most characters any other value may have."""

_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?")
_CONTROLS = re.compile(r"[\x01-\x08\x0b-\x1f\x7f-\x9f]")


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
    cleaned = _CONTROLS.sub("", _LINE_ENDS.sub("\n", _storable(text))).strip()
    if not any(map(_says_something, cleaned)):
        raise TextBlankError
    if len(cleaned) > TEXT_LIMIT:
        raise TextTooLongError(found=f"{len(cleaned):,}", limit=f"{TEXT_LIMIT:,}")
    return cleaned


def clean_cell(cell: str, column: str) -> str | None:
    """A short value on one line; ``None`` if blank. Raises a ``RowRefusedError``."""
    cleaned = _CONTROLS.sub("", " ".join(_storable(cell).split()))
    if len(cleaned) > CELL_LIMIT:
        raise CellTooLongError(column=column, found=f"{len(cleaned):,}", limit=CELL_LIMIT)
    return cleaned or None


def _storable(text: str) -> str:
    if _UNSTORABLE.search(text):
        raise UnstorableError
    return unicodedata.normalize("NFC", text)


def _says_something(character: str) -> bool:
    """A letter or number of any script, or a picture; not a space, a sign or a joiner."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "So"
