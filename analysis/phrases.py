"""Phrases under labels, found in one pass over the words of a text, whatever the writer's spelling.

A phrase stands on a line of its own and is made of parts with spaces between them:

* ``kill`` is that word, ``kill|shoot`` one of these, ``threat*`` any word that begins so;
* ``@me`` is one of the words that are listed under ``me`` among the classes;
* a part with ``?`` behind it may be missing;
* ``~3`` lets up to three other words stand between; no phrase is found across the end of a clause;
* ``-`` in front of the line makes it an exception: what it overlaps has not been found.

The work for each word is bounded by the number of phrases, never by the text around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from analysis.spans import Span, merge
from analysis.words import fold, words

EXCEPTION = "-"
Key = Callable[[str], str]

_RUN = re.compile(r"(.)\1+")
_SOFT_C = re.compile(r"c(?=[ei])")
_SOFT_G = re.compile(r"g(?=[ei])")


class Hit(NamedTuple):
    """A phrase with ``label`` stands in ``span``, in the clause with that number."""

    label: str
    span: Span
    clause: int


@dataclass(slots=True, eq=False)
class _Node:
    """A place in the tree of phrases: the ways on from it, and the labels that end in it."""

    children: dict[str, _Node] = field(default_factory=dict)  # by the part as it is written
    exact: dict[str, list[_Node]] = field(default_factory=dict)
    stems: dict[str, list[_Node]] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()  # of the stems, so that only these are tried
    loose: dict[int, _Node] = field(
        default_factory=dict
    )  # the same place, but words may be skipped
    labels: set[str] = field(default_factory=set)

    def ways(self, word: str) -> Iterator[_Node]:
        yield from self.exact.get(word, ())
        for length in self.lengths:
            yield from self.stems.get(word[:length], ())


class Phrases(NamedTuple):
    """The tree of all phrases, and what makes two words the same in their language."""

    root: _Node
    key: Key


def english(word: str) -> str:
    """A folded word by which it is compared: "pleeease" is "please", "kil" is "kill"."""
    return _RUN.sub(r"\1", word)


def spanish(word: str) -> str:
    """The same by its sound, as phones spell it: "kiero" is "quiero", "boy" is "voy"."""
    word = word.replace("qu", "k").replace("ch", "\1").replace("ll", "y").replace("h", "")
    word = _SOFT_G.sub("j", _SOFT_C.sub("s", word)).replace("c", "k")
    return _RUN.sub(r"\1", word.replace("z", "s").replace("v", "b"))


def grow(labelled: Mapping[str, str], classes: Mapping[str, str], key: Key) -> Phrases:
    """The tree of ``labelled`` phrases, by label, one a line; ``classes`` are words by name.

    ``ValueError`` for a line that could never be found, or could be found anywhere.
    """
    root = _Node()
    for label, lines in labelled.items():
        for line in filter(None, map(str.strip, lines.splitlines())):
            body = line.removeprefix(EXCEPTION)
            for parts in _variants(body.split()):
                if not parts or "~" in (parts[0][0], parts[-1][0]):
                    raise ValueError(f"a phrase begins and ends with words: {line}")
                _plant(root, parts, EXCEPTION if body != line else label, classes, key)
    _measure(root)
    return Phrases(root, key)


def find(text: str, phrases: Phrases) -> list[Hit]:
    """Every phrase in ``text`` that no exception overlaps, in the order in which they end."""
    found = list(_hits(text, phrases))
    excepted = merge(hit.span for hit in found if hit.label == EXCEPTION)
    return [hit for hit in found if hit.label != EXCEPTION and not _overlaps(hit.span, excepted)]


def _variants(parts: list[str]) -> Iterator[tuple[str, ...]]:
    """``parts`` with and without each of those that may be missing."""
    choices = [(part[:-1], "") if part.endswith("?") else (part,) for part in parts]
    for chosen in product(*choices):
        yield tuple(filter(None, chosen))


def _plant(
    root: _Node, parts: tuple[str, ...], label: str, classes: Mapping[str, str], key: Key
) -> None:
    node = root
    for part in parts:
        if part.startswith("~"):
            node = node.loose.setdefault(int(part[1:]), _Node())
            continue
        known = part in node.children
        child = node.children.setdefault(part, _Node())
        if not known:
            for word in _words_of(part, classes):
                ways = node.stems if word.endswith("*") else node.exact
                ways.setdefault(key(fold(word.removesuffix("*"))), []).append(child)
        node = child
    node.labels.add(label)


def _words_of(part: str, classes: Mapping[str, str]) -> Iterator[str]:
    for word in part.split("|"):
        if word.startswith("@"):
            for member in classes[word[1:]].split():
                yield from _words_of(member, classes)
        else:
            yield word


def _measure(root: _Node) -> None:
    """Note the lengths of the stems at every place in the tree."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        node.lengths = tuple(sorted({len(stem) for stem in node.stems}))
        waiting += [*node.children.values(), *node.loose.values()]


def _hits(text: str, phrases: Phrases) -> Iterator[Hit]:
    """Every place where a phrase ends. Of two that end alike, the one that began later."""
    root, key = phrases
    clause = 0
    reached: dict[_Node, tuple[int, int]] = {}  # where it began, words that may still be skipped
    for found in words(text):
        word = fold(found[0])
        if not word:
            clause += 1
            reached = {}
            continue
        word = key(word)
        going = {node: (start, left - 1) for node, (start, left) in reached.items() if left}
        for node, (start, _) in [*reached.items(), (root, (found.start(), 0))]:
            for child in node.ways(word):
                going[child] = (start, 0)
                for skips, loose in child.loose.items():
                    going[loose] = (start, skips)
                for label in child.labels:
                    yield Hit(label, Span(start, found.end()), clause)
        reached = going


def _overlaps(span: Span, others: tuple[Span, ...]) -> bool:
    """Whether ``span`` and any of ``others`` (in order, apart) have a character in common."""
    at = bisect_left(others, span.end, key=lambda other: other.start)
    return at > 0 and others[at - 1].end > span.start
