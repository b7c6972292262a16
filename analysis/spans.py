"""A stretch of a text, by offsets into the text as it was written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """``text[start:end]``; offsets count Python characters (code points)."""

    start: int
    end: int


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """``spans`` in order, with those that overlap or touch made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
