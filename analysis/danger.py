"""Where a text tells of danger: to the writer, to others, to a child, at home, or going on now.

No reader of words replaces a person: it finds what is said, misses much that is only hinted at, and
errs toward finding. What it does and does not find is in ``docs/decisions/0014-danger.md``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from analysis import phrases
from analysis.phrases import Hit, Phrases
from analysis.spans import Span, merge
from core.vocabulary import Danger

KEYS = {"en": phrases.english, "es": phrases.spanish}

_PAST = "past"
_CALM = "calm"
_HINT = " hint"


class DangerSign(NamedTuple):
    """A kind of danger and its evidence: the stretches of the text that tell of it, in order."""

    kind: Danger
    spans: tuple[Span, ...]


def find(text: str) -> tuple[DangerSign, ...]:
    """The kinds of danger that ``text`` tells of, in the order of ``Danger``; empty for none.

    English and Spanish are always both looked for: people in need mix them and write too little
    for a language to be told.
    """
    spans: dict[Danger, list[Span]] = {}
    for language in KEYS:
        for kind, span in _told(phrases.find(text, _phrases(language))):
            spans.setdefault(kind, []).append(span)
    return tuple(DangerSign(kind, merge(spans[kind])) for kind in Danger if kind in spans)


def _told(hits: list[Hit]) -> list[tuple[Danger, Span]]:
    """The hits that count: none in a sentence about the past, no mere hint in one about plans."""
    past = {hit.clause for hit in hits if hit.label == _PAST}
    calm = {hit.clause for hit in hits if hit.label == _CALM}
    return [
        (Danger(hit.label.removesuffix(_HINT)), hit.span)
        for hit in hits
        if hit.label not in (_PAST, _CALM)
        and hit.clause not in past
        and not (hit.label.endswith(_HINT) and hit.clause in calm)
    ]


@cache
def _phrases(language: str) -> Phrases:
    """What comes with the software for one language."""
    path = Path(__file__).with_name(f"danger_{language}.toml")
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return phrases.grow(lists["phrases"], lists["classes"], KEYS[language])
