"""Where a text says that police staff behaved badly in an incident.

It serves an offer: the formal way to complain, which the person takes or leaves. So it errs toward
finding. Requests and opinions about policing are not meant. How often it is right is in
``docs/decisions/0014-danger.md``.
"""

from __future__ import annotations

from analysis.phrase_lists import told
from analysis.spans import Span, merge
from analysis.visible import visible


def find(text: str) -> tuple[Span, ...]:
    """The stretches of ``text`` that tell of misconduct, in order; empty for none."""
    seen = visible(text)
    return merge(seen.original(hit.span) for hit in told(seen.text, "complaints").hits)
