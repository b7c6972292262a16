"""Where a text says that police staff behaved badly in an incident.

It serves an offer: the formal way to complain, which the person takes or leaves. So it errs toward
finding. Requests and opinions about policing are not meant. How often it is right is in
``docs/decisions/0014-danger.md``.
"""

from __future__ import annotations

from analysis import officer_names
from analysis.leanings import lean
from analysis.phrase_lists import told
from analysis.spans import Span, merge
from analysis.visible import visible

SURE = 0.2
"""How likely a complaint must be where no phrase tells of one."""


def find(text: str) -> tuple[Span, ...]:
    """The stretches of ``text`` that tell of misconduct, in order; empty for none."""
    seen = visible(text)
    found, is_past = told(seen.text, "complaints")
    spans = [hit.span for hit in found]
    if not found and not is_past:
        spans = [piece for _, piece in lean(seen.text, "complaints", sure=SURE)]
    return merge(map(seen.original, spans))


def is_sensitive(text: str) -> bool:
    """Whether it tells of misconduct or names an officer: offered the formal way, shut to most."""
    return bool(find(text) or officer_names.find(text))
