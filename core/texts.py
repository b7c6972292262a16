"""What a piece of text must be before it is stored, whoever sent it."""

from __future__ import annotations

import re
import unicodedata

from core.errors import CommonGroundError, TextRefusedError

FORM_LIMIT = 5_000  # characters a resident may write in one form

_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?")
_CONTROLS = re.compile(r"[\x01-\x08\x0b-\x1f\x7f-\x9f]")


class EmptyTextError(CommonGroundError):
    message = "There are no words in it yet. Write a sentence or two, then send it."


class TextTooLongError(CommonGroundError):
    message = "This has {length:,} characters; we can keep {limit:,}. Shorten it, then send it."


def clean(text: str, *, limit: int) -> str:
    """What a person typed, as it is stored; refused, in a sentence for them, where it cannot be."""
    if not is_storable(text):
        raise TextRefusedError
    said = plain(text)
    if not says_something(said):
        raise EmptyTextError
    if len(said) > limit:
        raise TextTooLongError(length=len(said), limit=limit)
    return said


def optional(text: str, *, limit: int) -> str:
    """``clean``, for what may be left out: nothing but spaces is nothing."""
    return clean(text, limit=limit) if text.strip() else ""


def is_storable(text: str) -> bool:
    """Both databases can keep it: no NUL (PostgreSQL refuses it), no lone surrogate (both do)."""
    return _UNSTORABLE.search(text) is None


def plain(text: str) -> str:
    """NFC, line ends as ``\\n``, no other control characters than tabs, no outer spaces."""
    return _CONTROLS.sub("", unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))).strip()


def says_something(text: str) -> bool:
    """Whether there is a letter, a number or a picture in it, not only spaces and signs."""
    kinds = map(unicodedata.category, text)
    return any(kind[0] in "LN" or kind == "So" for kind in kinds)
