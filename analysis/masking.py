"""Masking parts of a text for the public: what stood there, and how long it was, cannot be told."""

from __future__ import annotations

import re
from collections.abc import Collection

from analysis import personal
from analysis.spans import Span, merge
from core.errors import CommonGroundError

MASK = "[…]"
"""Of one length, whatever it stands for."""


class NotInTextError(CommonGroundError):
    message = "“{text}” does not stand in the text. Copy it from there, then save again."


def suggested(text: str) -> tuple[str, ...]:
    """What in ``text`` would tell who somebody is, each once, in order."""
    return tuple(dict.fromkeys(text[start:end] for start, end in personal.find(text)))


def without_persons(text: str) -> str:
    """``text`` with all masked that would tell who somebody is, as far as that is found."""
    return masked(text, suggested(text))


def masked(text: str, hidden: Collection[str]) -> str:
    """``text`` with every place of each of ``hidden`` masked, in capitals or not."""
    spans: list[Span] = []
    for part in filter(None, map(str.strip, hidden)):
        # Its words, however they are spaced; not the start or the end of a longer word.
        words = r"\s+".join(map(re.escape, part.split()))
        found = re.finditer(rf"(?<!\w){words}(?!\w)" if part.isalnum() else words, text, re.I)
        places = [Span(*hit.span()) for hit in found]
        if not places:
            raise NotInTextError(text=part)
        spans += places
    shown, at = [], 0
    for start, end in merge(spans):
        shown += [text[at:start], MASK]
        at = end
    return "".join([*shown, text[at:]])
