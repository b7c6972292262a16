"""Sentences drawn from lists of phrases, so that invented people do not all write alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

_MARKS = re.compile(r"([{}|])")
_SENTENCE_START = re.compile(r"(^|[.!?…] )([a-zà-ÿ])")


@dataclass(frozen=True, slots=True)
class _List:
    """Stands in a line where one of another list's lines goes."""

    name: str


_Line = tuple["str | _List | _Choice", ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    """Stands in a line where one of these goes."""

    lines: tuple[_Line, ...]


def read_lists(files: Iterable[Path]) -> dict[str, list[str]]:
    """Lists of lines by name, as the head of ``sample_phrases.txt`` explains."""
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
        self._decks: dict[str, list[_Line]] = {}

    def draw(self, name: str, district: str) -> str:
        """A line of the list ``name``, or of ``name district`` if there is one, filled in."""
        return _tidy("".join(self._drawn(name, district)))

    def _drawn(self, name: str, district: str) -> Iterator[str]:
        near = f"{name} {district}"
        yield from self._filled(self._dealt(near if near in self._lists else name), district)

    def _filled(self, line: _Line, district: str) -> Iterator[str]:
        for part in line:
            if isinstance(part, str):
                yield part
            elif isinstance(part, _List):
                yield from self._drawn(part.name, district)
            else:
                yield from self._filled(self._dice.choice(part.lines), district)

    def _dealt(self, name: str) -> _Line:
        deck = self._decks.setdefault(name, [])
        if not deck:
            deck.extend(_parsed(line) for line in self._lists[name])
            self._dice.shuffle(deck)
        return deck.pop()


@cache  # a list is dealt out many thousand times
def _parsed(line: str) -> _Line:
    marks = iter([*_MARKS.split(line), "}"])
    (parsed,) = _choices(marks)
    return parsed


def _choices(marks: Iterator[str]) -> list[_Line]:
    """What the marks up to the next closing brace leave to choose from."""
    lines: list[_Line] = [()]
    for mark in marks:
        if mark == "}":
            break
        if mark == "|":
            lines.append(())
        elif mark == "{":
            inner = _choices(marks)
            one = inner[0][0] if len(inner) == 1 else None
            lines[-1] += (_List(one) if isinstance(one, str) else _Choice(tuple(inner)),)
        elif mark:
            lines[-1] += (mark,)
    return lines


def _tidy(line: str) -> str:
    line = re.sub(r"\s+([.,!?])", r"\1", re.sub(r" +", " ", line)).strip()
    line = re.sub(r"([.!?…])[.,]+", r"\1", line)
    return _SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), line)
