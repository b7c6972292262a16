"""Where a text tells of danger: to the writer, to others, to a child, at home, or going on now.

No reader of words replaces a person: it finds what is said, misses much that is only hinted at, and
errs toward finding. What it does and does not find is in ``docs/decisions/0014-danger.md``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from analysis import leanings, phrases
from analysis.phrases import Hit, Phrases
from analysis.spans import Span, merge
from analysis.visible import visible
from core.vocabulary import Danger

KEYS = {"en": phrases.english, "es": phrases.spanish}

SURE = 0.5
"""How likely danger must be where no phrase tells of it. Lower finds more and alarms more."""

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
    for a language to be told. Where no phrase says it, the words as a whole may.
    """
    seen = visible(text)
    spans: dict[Danger, list[Span]] = {}
    past = False
    for language in KEYS:
        hits = phrases.find(seen.text, _phrases(language))
        past = past or any(hit.label == _PAST for hit in hits)
        for kind, span in _told(hits):
            spans.setdefault(kind, []).append(seen.original(span))
    if not spans and not past:
        for kind, found in _leanings(seen.text):
            spans.setdefault(kind, []).extend(map(seen.original, found))
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


def _leanings(text: str) -> Iterator[tuple[Danger, list[Span]]]:
    """The likeliest kind for each piece of ``text`` that leans toward danger, with its words."""
    model = _model()
    for spans, features in leanings.pieces(text):
        chances = leanings.chances(features, model)
        if 1 - chances[0] > SURE:
            kind = 1 + int(chances[1:].argmax())
            yield Danger(model.classes[kind]), leanings.evidence(spans, features, model, kind)


@cache
def _model() -> leanings.Model:
    """What was learnt from the invented lines."""
    return leanings.load(Path(__file__).with_name("danger.npz"))


@cache
def _phrases(language: str) -> Phrases:
    """What comes with the software for one language."""
    path = Path(__file__).with_name(f"danger_{language}.toml")
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return phrases.grow(lists["phrases"], lists["classes"], KEYS[language])
