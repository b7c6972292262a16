"""The part of a text that a person sees and that is looked at, and where each letter stood."""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.spans import Span

ENOUGH = 40_000
"""Characters that are looked at from either end of a text: nobody writes so much in danger."""

# Padding that no one sees, such as joiners of width zero and changes of direction.
_UNSEEN = re.compile("[\0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")


class Visible(NamedTuple):
    """``text`` as it is looked at; ``offsets`` say where its letters stood, ``None`` if there."""

    text: str
    offsets: list[int] | None

    def original(self, span: Span) -> Span:
        """``span`` of the visible text as a stretch of the text as it was written."""
        if self.offsets is None:
            return span
        return Span(self.offsets[span.start], self.offsets[span.end - 1] + 1)


def visible(text: str) -> Visible:
    """Both ends of ``text``, ``ENOUGH`` characters each, without what no one sees."""
    short = len(text) <= 2 * ENOUGH
    if short and not _UNSEEN.search(text):
        return Visible(text, None)
    ends = range(len(text)) if short else [*range(ENOUGH), *range(len(text) - ENOUGH, len(text))]
    offsets = [at for at in ends if not _UNSEEN.match(text, at)]
    return Visible("".join(text[at] for at in offsets), offsets)
