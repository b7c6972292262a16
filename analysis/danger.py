"""Where a text tells of danger: to the writer, to others, to a child, at home, or going on now.

No reader of words replaces a person: it finds what is said, misses much that is only hinted at, and
errs toward finding. What it does and does not find is in ``docs/decisions/0014-danger.md``.
"""

from __future__ import annotations

from typing import NamedTuple

from analysis.leanings import lean
from analysis.phrase_lists import told
from analysis.spans import Span, merge
from analysis.visible import visible
from core.vocabulary import Danger

SURE = 0.5
"""How likely danger must be where no phrase tells of it. Lower finds more and alarms more."""


class DangerSign(NamedTuple):
    """A kind of danger and its evidence: the stretches of the text that tell of it, in order."""

    kind: Danger
    spans: tuple[Span, ...]


def find(text: str) -> tuple[DangerSign, ...]:
    """The kinds of danger that ``text`` tells of, in the order of ``Danger``; empty for none.

    English and Spanish are always both looked for. Where no phrase says it, and nothing is told of
    the past, the words as a whole may lean toward it.
    """
    seen = visible(text)
    found, is_past = told(seen.text, "danger")
    spans: dict[Danger, list[Span]] = {}
    for hit in found:
        spans.setdefault(Danger(hit.label), []).append(seen.original(hit.span))
    if not found and not is_past:
        for kind, piece in lean(seen.text, "danger", sure=SURE):
            spans.setdefault(Danger(kind), []).append(seen.original(piece))
    return tuple(DangerSign(kind, merge(spans[kind])) for kind in Danger if kind in spans)
