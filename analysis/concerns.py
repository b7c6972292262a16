"""Which themes a text raises, with the words that say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from analysis.spans import Span, merge
from analysis.themes import ThemeList, parse
from analysis.words import fold, words


class ConcernTag(NamedTuple):
    """A theme and its evidence: the stretches of the text that raised it, in order."""

    code: str
    spans: tuple[Span, ...]


def tag(text: str, themes: ThemeList) -> tuple[ConcernTag, ...]:
    """The themes of the list whose terms ``text`` uses, in the list's order."""
    return tuple(ConcernTag(code, spans) for code, spans in found(text, themes).items())


def found(text: str, themes: ThemeList) -> dict[str, tuple[Span, ...]]:
    """Where the terms of each theme stand in ``text``, in the list's order, for those that do.

    One pass over the words, whatever the length of the list.
    """
    said: dict[str, list[Span]] = {}
    excepted: dict[str, list[Span]] = {}
    for code, is_exception, span in _hits(text, _grown(themes)):
        (excepted if is_exception else said).setdefault(code, []).append(span)
    left = {
        theme.code: merge(_outside(said[theme.code], excepted.get(theme.code, [])))
        for theme in themes.themes
        if theme.code in said
    }
    return {code: spans for code, spans in left.items() if spans}


@dataclass(slots=True)
class _Node:
    """A place in the tree of terms: the ways on from it, and the terms that end in it."""

    exact: dict[str, _Node] = field(default_factory=dict)
    stems: dict[str, _Node] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()  # of the stems, so that only these are tried
    ends: list[tuple[str, bool]] = field(default_factory=list)  # code, is an exception

    def ways(self, word: str) -> Iterator[_Node]:
        if word in self.exact:
            yield self.exact[word]
        for length in self.lengths:
            if length > len(word):
                return
            if stem := self.stems.get(word[:length]):
                yield stem


@lru_cache(maxsize=8)
def _grown(themes: ThemeList) -> _Node:
    """The tree of all terms of the list."""
    root = _Node()
    for theme in themes.themes:
        for term in map(parse, theme.terms):
            node = root
            for word in term.words:
                ways = node.stems if word.endswith("*") else node.exact
                node = ways.setdefault(word.removesuffix("*"), _Node())
            node.ends.append((theme.code, term.is_exception))
    _measure(root)
    return root


def _measure(root: _Node) -> None:
    """Note the lengths of the stems at every place in the tree."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        node.lengths = tuple(sorted({len(stem) for stem in node.stems}))
        waiting += [*node.exact.values(), *node.stems.values()]


def _hits(text: str, root: _Node) -> Iterator[tuple[str, bool, Span]]:
    """Every place where a term stands: its theme's code, whether an exception, and the span."""
    open_terms: list[tuple[_Node, int]] = []
    for found in words(text):
        word = fold(found[0])
        if not word:
            open_terms = []  # a clause has ended
            continue
        starts = [*open_terms, (root, found.start())]
        open_terms = [(way, start) for node, start in starts for way in node.ways(word)]
        for node, start in open_terms:
            for code, is_exception in node.ends:
                yield code, is_exception, Span(start, found.end())


def _outside(spans: list[Span], excepted: list[Span]) -> list[Span]:
    """Those of ``spans`` that no exception overlaps."""
    if not excepted:
        return spans
    covered = merge(excepted)
    kept, at = [], 0
    for span in sorted(spans):
        while at < len(covered) and covered[at].end <= span.start:
            at += 1
        if at == len(covered) or covered[at].start >= span.end:
            kept.append(span)
    return kept
