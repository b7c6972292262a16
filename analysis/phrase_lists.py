"""The lists of phrases that come with the software, and which of their hits count.

A list is a file ``NAME_LANGUAGE.toml`` beside this one. Of its labels three are no answers of their
own: "past" takes back every hit of its clause (what is over, or only imagined), "calm" takes back
the hits whose label ends in " hint", and exceptions take back what they overlap.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from analysis.phrases import Hit, Phrases, english, find, grow, spanish

KEYS = {"en": english, "es": spanish}
PAST, CALM, HINT = "past", "calm", " hint"


class Told(NamedTuple):
    """The ``hits`` that count, labels without " hint", and whether any clause is of the past."""

    hits: list[Hit]
    is_past: bool


def told(text: str, name: str) -> Told:
    """What the list ``name`` finds in ``text``, in every language there is.

    People in need mix languages, and write too little for one to be told.
    """
    every = [find(text, _list(name, language)) for language in KEYS]
    counted = [hit for hits in every for hit in _counting(hits)]
    return Told(counted, any(hit.label == PAST for hits in every for hit in hits))


def _counting(hits: list[Hit]) -> list[Hit]:
    past = {hit.clause for hit in hits if hit.label == PAST}
    calm = {hit.clause for hit in hits if hit.label == CALM}
    return [
        hit._replace(label=hit.label.removesuffix(HINT))
        for hit in hits
        if hit.label not in (PAST, CALM)
        and hit.clause not in past
        and not (hit.label.endswith(HINT) and hit.clause in calm)
    ]


@cache
def _list(name: str, language: str) -> Phrases:
    path = Path(__file__).with_name(f"{name}_{language}.toml")
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return grow(lists["phrases"], lists["classes"], KEYS[language])
