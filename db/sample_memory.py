"""Knows what was written before, so that no two invented people write alike."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")

RECENT = 3_000
ALIKE = 0.6


class Memory:
    """Refuses the words of any text before, and texts too like one of the latest.

    Likeness is the share of runs of three words that two texts have in common. Only the latest
    3,000 to 6,000 texts are compared so: that is a whole town, and of a city what memory can hold.
    """

    def __init__(self) -> None:
        self._words: set[int] = set()
        self._latest: list[set[int]] = []
        self._holders: dict[int, list[set[int]]] = {}

    def takes(self, text: str) -> bool:
        """Whether ``text`` is new; then it is remembered."""
        words = _WORD.findall(text.casefold())
        exact = hash(tuple(words))  # a tenth of the memory that the words would take
        runs = set(map(hash, zip(words, words[1:], words[2:], strict=False))) or {exact}
        if exact in self._words or self._holds_like(runs):
            return False
        self._words.add(exact)
        self._remember(runs)
        return True

    def _holds_like(self, runs: set[int]) -> bool:
        # A text so like shares more than 60 % of the runs, so at least one of any 40 % of them:
        # of the rarest, which few texts hold.
        rarest = sorted((self._holders.get(run, ()) for run in runs), key=len)
        for holders in rarest[: int((1 - ALIKE) * len(runs)) + 1]:
            for text in holders:
                both = len(runs & text)
                if both > ALIKE * (len(runs) + len(text) - both):
                    return True
        return False

    def _remember(self, runs: set[int]) -> None:
        self._latest.append(runs)
        fresh = self._latest[-1:]
        if len(self._latest) == 2 * RECENT:
            self._latest = fresh = self._latest[RECENT:]
            self._holders = {}
        for text in fresh:
            for run in text:
                self._holders.setdefault(run, []).append(text)
