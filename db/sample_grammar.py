"""Sentences drawn from lists of phrases, so that invented people do not all write alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random

_INNERMOST = re.compile(r"\{([^{}]*)\}")
_SENTENCE_START = re.compile(r"(^|[.!?…] )([a-zà-ÿ])")


def read_lists(files: Iterable[Path]) -> dict[str, list[str]]:
    """Lists of lines by name, as the heads of the ``.txt`` files beside this one explain."""
    lists: dict[str, list[str]] = {}
    name = ""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                name = line.strip("[]")
            elif line and not line.startswith("#"):
                lists.setdefault(name, []).append(line)
    return lists


class Phrases:
    """Deals lines from lists like cards: none comes back before the others have been seen."""

    def __init__(self, lists: Mapping[str, Sequence[str]], dice: Random) -> None:
        self._lists = lists
        self._dice = dice
        self._decks: dict[str, list[str]] = {}

    def draw(self, name: str, district: str) -> str:
        """A line of the list ``name``, or of ``name district`` if there is one, filled in."""
        return _tidy(self._filled(name, district))

    def _filled(self, name: str, district: str) -> str:
        near = f"{name} {district}"
        line = self._dealt(near if near in self._lists else name)
        while found := _INNERMOST.search(line):
            choices = found[1].split("|")
            chosen = (
                self._dice.choice(choices) if len(choices) > 1 else self._filled(found[1], district)
            )
            line = line[: found.start()] + chosen + line[found.end() :]
        return line

    def _dealt(self, name: str) -> str:
        deck = self._decks.setdefault(name, [])
        if not deck:
            deck.extend(self._lists[name])
            self._dice.shuffle(deck)
        return deck.pop()


def _tidy(line: str) -> str:
    line = re.sub(r"\s+([.,!?])", r"\1", re.sub(r" +", " ", line)).strip()
    line = re.sub(r"([.!?…])\.+", r"\1", line)
    return _SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), line)
