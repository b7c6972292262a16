"""Whether a sentence that was said in other words still says the same: no figure, name or quote of
it may change, and none may come."""

from __future__ import annotations

import re
from collections import Counter

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*\s?%?")
_QUOTE = re.compile('[“«"](.+?)[”»"]')
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w'’-]+")
_WORD = re.compile(r"[a-z']+")
_UP = frozenset("above more rose rise risen higher increase increased grew up most".split())
_DOWN = frozenset("below less fewer fell fall fallen lower decrease decreased dropped down".split())
_NOT = frozenset("no not none nothing never neither few too cannot without unclear".split())
_SURE = frozenset("proves prove caused causes because certainly clearly always must".split())
LONGER = 1.6


def says_the_same(before: str, after: str) -> bool:
    """Whether ``after``, in English, has all facts of ``before`` and no others.

    Figures, quotes and names must be the same ones, as often; a word for more, for less or for
    "no" must be there where one was and nowhere else; no reason or certainty may come.
    """
    about, colon, _rest = before.partition(":")
    if colon and about not in after:  # what the sentence is about stands before it
        return False
    if not after.strip() or len(after) > LONGER * len(before) + 20 or "\n" in after.strip():
        return False
    same = all(
        Counter(found(before)) == Counter(found(after)) for found in (_figures, _QUOTE.findall)
    )
    words, others = (set(_WORD.findall(text.lower())) for text in (before, after))
    turned = any(bool(words & kind) != bool(others & kind) for kind in (_UP, _DOWN, _NOT, _SURE))
    names = set(_NAME.findall(before)) ^ set(_NAME.findall(after))
    known = {word.lower() for word in re.findall(r"[\w'’-]+", before)}
    strange = any(name.lower() not in known for name in names) or any(
        name not in after for name in _NAME.findall(before)
    )
    return same and not turned and not strange


def _figures(text: str) -> list[str]:
    return [figure.replace(" ", "").rstrip(".,") for figure in _FIGURE.findall(text)]
