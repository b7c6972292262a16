"""What people may have begun to talk about: phrases that burst, and phrases that no theme holds.

Both are one question: which phrases stand in more of these documents than of those, by more than
chance? Documents are counted, not words; copies of one text count as one document, which whoever
calls sees to. A person names what is found, or dismisses it.

*Test.* Of the ``k + b`` documents with a phrase, ``k`` are of the first kind. Were it no more
common there, ``k`` would be binomial; the upper tail is exact. Benjamini-Hochberg over all phrases
that stand in ``FEWEST`` documents of both kinds together, which says nothing of their share, so
the choice of what is tested favours nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from analysis import false_discovery, officer_names, personal
from analysis.spans import Span, merge
from analysis.stop_words import STOP_WORDS
from analysis.words import fold, words

FEWEST = 11  # pieces in which a phrase must stand before anybody sees it
FEWEST_DAYS = 5
FALSE_SHARE = 0.05  # of what is found (Benjamini-Hochberg)
LIFT = 2.0  # times as large a share, at least: less is not worth anybody's time
LONGEST = 3
SHORTEST_WORD = 3
TOGETHER = 0.5  # of the documents of either phrase: then the two are one finding
WITHIN = 0.8  # of the documents of the rarer one: the same
MOST_PHRASES = 6


class Document(NamedTuple):
    """One piece, as what it says."""

    id: int
    day: date | None
    phrases: frozenset[str]


@dataclass(frozen=True)
class Finding:
    """Phrases that go together, the most telling first, and the documents that have one of them.

    ``n`` of ``total`` documents, where it was ``n_before`` of ``total_before``.
    """

    phrases: tuple[str, ...]
    documents: tuple[int, ...]
    n: int
    total: int
    n_before: int
    total_before: int


def names_of(texts: Iterable[str]) -> frozenset[str]:
    """The words, folded, by which officers are named in any of these."""
    return frozenset(
        fold(word[0])
        for text in texts
        for start, end in officer_names.find(text)
        for word in words(text[start:end])
        if word[0][0].isupper()
    )


def phrases_of(text: str, names: frozenset[str] = frozenset()) -> frozenset[str]:
    """Phrases of one to three words in ``text``, folded; no names and numbers of persons.

    They begin and end with a word that says something, and lie within one clause. ``names``, where
    they have a capital, are an officer's wherever they stand.
    """
    shut = merge([*officer_names.find(text), *personal.find(text)])
    found: set[str] = set()
    run: list[str] = []
    for word in words(text):
        folded = fold(word[0])
        is_name = folded in names and word[0][0].isupper()
        if not folded or is_name or any(_meet(span, word) for span in shut):
            run = []
            continue
        run = [*run[1 - LONGEST :], folded]
        for length in range(1, len(run) + 1):
            part = run[-length:]
            if _says(part[0]) and _says(part[-1]):
                found.add(" ".join(part))
    return frozenset(found)


def contrast(
    ours: Sequence[Document], others: Sequence[Document], *,
    is_known: Callable[[str], bool] = lambda _phrase: False,
) -> list[Finding]:  # fmt: skip
    """What stands in more of ``ours`` than of ``others``, the most documents first.

    A phrase that ``is_known`` is not told of. Each finding stands in ``FEWEST`` of ours or more,
    on ``FEWEST_DAYS`` days or more.
    """
    here = Counter(phrase for one in ours for phrase in one.phrases)
    there = Counter(phrase for one in others for phrase in one.phrases)
    tested = [phrase for phrase, n in (here + there).items() if n >= FEWEST]
    if not ours or not others or not tested:
        return []
    share = len(ours) / (len(ours) + len(others))
    chances = {
        phrase: at_least(here[phrase], here[phrase] + there[phrase], share) for phrase in tested
    }
    limit = false_discovery.limit(chances.values(), FALSE_SHARE)
    days = _days(ours)
    telling = [
        phrase
        for phrase in sorted(tested, key=lambda one: (chances[one], one))
        if chances[phrase] <= limit
        and here[phrase] >= FEWEST
        and here[phrase] * len(others) >= LIFT * there[phrase] * len(ours)
        and len(days[phrase]) >= FEWEST_DAYS
        and not is_known(phrase)
    ]
    return _findings(telling, ours, others)


def at_least(k: int, n: int, p: float) -> float:
    """The chance of ``k`` or more of ``n`` where each has the chance ``p``, exactly."""
    if k <= n * p:
        return 1.0  # no more than expected: whatever it is, it is not of interest
    rest = math.log(p), math.log1p(-p)
    total = 0.0
    for at in range(k, n + 1):
        ways = math.lgamma(n + 1) - math.lgamma(at + 1) - math.lgamma(n - at + 1)
        term = math.exp(ways + at * rest[0] + (n - at) * rest[1])
        total += term
        if term < total * 1e-12:
            break
    return min(total, 1.0)


def _meet(span: Span, word: re.Match[str]) -> bool:
    return span.start < word.end() and word.start() < span.end


def _says(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and word not in STOP_WORDS and not word[0].isdigit()


def _days(ours: Sequence[Document]) -> dict[str, set[date | None]]:
    days: dict[str, set[date | None]] = defaultdict(set)
    for one in ours:
        for phrase in one.phrases:
            days[phrase].add(one.day)
    return days


def _findings(
    telling: Sequence[str], ours: Sequence[Document], others: Sequence[Document]
) -> list[Finding]:
    """Phrases whose documents are mostly the same are one finding."""
    holds = {phrase: {one.id for one in ours if phrase in one.phrases} for phrase in telling}
    groups: list[list[str]] = []
    for phrase in telling:
        mine = holds[phrase]
        near = [group for group in groups if any(_are_one(mine, holds[one]) for one in group)]
        groups = [group for group in groups if group not in near]
        groups.append([one for group in near for one in group] + [phrase])
    found = []
    for group in groups:
        kept = sorted(group, key=telling.index)[:MOST_PHRASES]
        documents = sorted(set().union(*(holds[phrase] for phrase in kept)))
        before = sum(not one.phrases.isdisjoint(kept) for one in others)
        found.append(
            Finding(tuple(kept), tuple(documents), len(documents), len(ours), before, len(others))
        )
    return sorted(found, key=lambda one: (-one.n, one.phrases))


def _are_one(some: set[int], others: set[int]) -> bool:
    both = len(some & others)
    either = len(some) + len(others) - both
    return both >= TOGETHER * either or both >= WITHIN * min(len(some), len(others))
