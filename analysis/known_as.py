"""Whom a text names, by the names and badge numbers under which residents know people.

It errs toward finding, as ``officer_names`` does: one too many costs a click of somebody else's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.visible import visible
from analysis.words import fold, words

_NUMBERED = frozenset(
    """
    agent agente agentes badge cabo cadet capitan capitana captain capt chief collar comandante
    commander constable cop corporal cpl cpt deputy det detective insignia insp inspector
    inspectora lieutenant lt ofc ofcr oficial officer officers patrolman patrolwoman payroll placa
    policeman policewoman policia sargenta sargento sergeant sgt sheriff shield shoulder star
    superintendent teniente trooper unit warrant
    """.split()
)
"""Beside these a number is somebody's; alone it is a house, a bus or a year."""

_BETWEEN = frozenset("number numbers num no nr id numero de is was es era the".split())
_NUMBER = re.compile(r"[a-z]{0,2}0*(\d{2,})")
_MOST_BETWEEN = 4  # words: "badge number is B 4471"


@dataclass(frozen=True)
class KnownAs:
    """What to look for: names by their first word, and numbers, each with whose it is."""

    names: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]
    numbers: Mapping[str, frozenset[int]]


def known_as(lines: Mapping[int, Iterable[str]]) -> KnownAs:
    """What to look for, from each person's names and numbers, one to a line."""
    names: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    numbers: dict[str, set[int]] = defaultdict(set)
    for who, said in lines.items():
        for line in filter(is_telling, said):
            name = _without_rank(_words(line))
            if number := _number(line):
                numbers[number].add(who)
            elif badge := _NUMBER.fullmatch(name[-1]) if len(name) > 1 else None:
                numbers[badge[1]].add(who)  # "Officer Ibarra 4471": a name and a number
                name = name[:-1]
                names[name[0]].append((name, who))
            else:
                names[name[0]].append((name, who))
    return KnownAs(
        {first: tuple(those) for first, those in names.items()},
        {number: frozenset(those) for number, those in numbers.items()},
    )


def is_telling(line: str) -> bool:
    """Whether it can be one person's: not a rank alone, a single letter or a digit."""
    own = [word for word in _words(line) if word not in _NUMBERED | _BETWEEN]
    return any(len(word) > 1 for word in own)


def named_in(text: str, known: KnownAs) -> frozenset[int]:
    """Whom ``text`` names: whole words, in capitals or not, with accents or without."""
    text = visible(text).text  # a mark without width does not hide a name
    found: set[int] = set()
    folded: list[str] = []
    places: list[int] = []
    for match in words(text):
        if word := fold(match[0]):
            folded.append(word)
            places.append(match.start())
    for at, word in enumerate(folded):
        for name, who in known.names.get(word, ()):
            if tuple(folded[at : at + len(name)]) == name:
                found.add(who)
        number = _NUMBER.fullmatch(word)
        if number and (whose := known.numbers.get(number[1])):
            before = text[max(0, places[at] - 2) : places[at]].rstrip()
            if before.endswith("#") or _is_numbered(folded[max(0, at - _MOST_BETWEEN) : at]):
                found |= whose
    return frozenset(found)


def _is_numbered(before: list[str]) -> bool:
    """Whether the words before a number say that it is an officer's."""
    for word in reversed(before):
        if word in _NUMBERED:
            return True
        if word not in _BETWEEN and len(word) > 2:
            return False
    return False


def _without_rank(name: tuple[str, ...]) -> tuple[str, ...]:
    """The name alone: whoever is "Officer Ibarra" to one is "Sgt. Ibarra" to another."""
    own = next((at for at, word in enumerate(name) if word not in _NUMBERED), 0)
    return name[own:]


def _number(line: str) -> str | None:
    """The badge number that a line gives, without the words and letters around it."""
    said = [word for word in _words(line) if word not in _NUMBERED | _BETWEEN]
    matches = [_NUMBER.fullmatch(word) for word in said]
    numbers = [match[1] for match in matches if match]
    if len(numbers) != 1 or any(len(word) > 2 for word in said if not _NUMBER.fullmatch(word)):
        return None
    return numbers[0]


def _words(line: str) -> tuple[str, ...]:
    return tuple(filter(None, (fold(match[0]) for match in words(line))))
