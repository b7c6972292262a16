"""Many things tested at once: which of them stand out, with few of those by chance.

Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289-300.
"""

from __future__ import annotations

from collections.abc import Iterable


def limit(chances: Iterable[float], false: float) -> float:
    """The largest chance that stands out, with a share ``false`` of those that do by chance alone
    (on average, at most); below nought where none does."""
    ordered = sorted(chances)
    passed = -1.0
    for rank, chance in enumerate(ordered, start=1):
        if chance <= false * rank / len(ordered):
            passed = chance
    return passed
