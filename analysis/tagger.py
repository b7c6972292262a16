"""Which themes a text raises: the words that name them, weighed with what the text is about.

A term that stands in a text says much, but "school" in "the school board raises taxes" names no
worry. So one small linear model, the same for all themes, weighs where the terms stand with how
much the text means what the theme's lines mean, how it sounds and what it does. How it was
measured: ``docs/decisions/0022-concerns.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis import concerns, themes
from analysis.concerns import ConcernTag
from analysis.encoder import Scored, Scores, shipped_file
from analysis.linear import Reals, score
from analysis.local_tags import Heard, Tags
from analysis.spans import Span
from analysis.themes import ThemeList
from analysis.topics import Topics, arrays

FILE = "concerns.npz"
ARRAYS = ("heads", "prototypes", "weights", "cut")
MOST_TERMS, MOST_THEMES = 3, 4
HIT = 0
"""The column of ``features`` that says whether a term stands there."""
Found = dict[str, tuple[Span, ...]]


class Known(NamedTuple):
    """What the tagger has for the themes of one list."""

    themes: ThemeList
    trained: tuple[tuple[str, int], ...]  # the code, and its row in what was learnt
    added: ThemeList  # the terms that staff wrote


class Tagger:
    """Tags with the files in one folder. Any number of threads may call it."""

    def __init__(self, folder: Path, tags: Tags | None = None) -> None:
        """Load the files; ``ModelFileError`` where one is missing or altered.

        ``tags`` is what a department's own corrections taught.
        """
        self._tags = tags
        self._topics = Topics(folder)
        kept = arrays(folder, FILE, ARRAYS)
        self._heads, self._prototypes, self._weights = (kept[name] for name in ARRAYS[:3])
        self._cut = float(kept["cut"][0])
        self.version = sha256(shipped_file(folder, FILE)).hexdigest()[:8]
        if tags is not None:
            self.version += f"-{tags.version}"
        self._known: Known | None = None

    def __call__(
        self, text: str, wanted: ThemeList, scored: Scored, sentences: Sequence[Span]
    ) -> tuple[ConcernTag, ...]:
        """The themes of the list that ``text`` raises, in the list's order, each with evidence.

        ``scored`` is what the network made of the text and of its ``sentences``. Terms that staff
        wrote tag by themselves, and so a theme that staff made is found by its terms alone.
        """
        known = self._of(wanted)
        said = concerns.found(text, wanted)
        sure = said.keys() & concerns.found(text, known.added).keys()
        heard = self._heard(text, known, said, scored.whole)
        odds = self._tags(heard) if self._tags else heard.odds
        raised = {code for code, one in odds.items() if one > 0} | sure
        meant = {code: self._heads[row, :-1] for code, row in known.trained}
        return tuple(
            ConcernTag(
                theme.code, said.get(theme.code) or self._best(meant[theme.code], scored, sentences)
            )
            for theme in wanted.themes
            if theme.code in raised
        )

    def heard(self, text: str, wanted: ThemeList, scored: Scored) -> Heard:
        """What corrections are learnt on: as it is shipped, whatever was learnt before."""
        return self._heard(text, self._of(wanted), concerns.found(text, wanted), scored.whole)

    def _heard(self, text: str, known: Known, said: Found, whole: Scores) -> Heard:
        rows = [row for _code, row in known.trained]
        if not rows:
            return Heard({}, frozenset())
        about = self._topics(whole.vector[None])
        told = features(
            text, [said.get(code, ()) for code, _row in known.trained], len(said), whole,
            meaning(about, self._heads[rows], self._prototypes[rows])[0],
        )  # fmt: skip
        odds = (score(told, self._weights) - self._cut).tolist()
        codes = [code for code, _row in known.trained]
        return Heard(dict(zip(codes, odds, strict=True)), frozenset(said))

    def _best(self, meant: Reals, scored: Scored, sentences: Sequence[Span]) -> tuple[Span, ...]:
        """The sentence that means most what the theme means."""
        read = [
            (span, part)
            for span, part in zip(sentences, scored.parts, strict=True)
            if part is not None
        ]
        if not read:
            return (Span(sentences[0].start, sentences[-1].end),)
        about = self._topics(np.array([part.vector for _span, part in read]))
        return (read[int((about @ meant).argmax())][0],)

    def _of(self, wanted: ThemeList) -> Known:
        if self._known is None or self._known.themes is not wanted:
            self._known = self._learn(wanted)
        return self._known

    def _learn(self, wanted: ThemeList) -> Known:
        rows = {theme.code: row for row, theme in enumerate(themes.shipped().themes)}
        return Known(
            wanted,
            tuple((one.code, rows[one.code]) for one in wanted.themes if one.code in rows),
            ThemeList(wanted.version, tuple(map(_added, wanted.themes))),
        )


def meaning(about: Reals, heads: Reals, prototypes: Reals) -> Reals:
    """How far texts mean each theme: ``(texts, themes, 2)``, by what was learnt and by likeness."""
    return np.stack([about @ heads[:, :-1].T + heads[:, -1], about @ prototypes.T], axis=2)


def features(
    text: str, said: Sequence[tuple[Span, ...]], raised: int, whole: Scores, meant: Reals
) -> Reals:
    """What is weighed, ``(themes, 28)``: where terms stand, meaning, length, feeling and act.

    Each of the latter stands there twice: for every theme, and for those of which a term was found.
    ``said`` holds the spans of each theme's terms, ``raised`` counts the themes that have any.
    """
    hit = np.array([float(bool(spans)) for spans in said])
    more = np.array([max(min(len(spans), MOST_TERMS) - 1, 0) for spans in said])
    first = np.array([1 - spans[0].start / len(text) if spans else 0.0 for spans in said])
    covered = np.array([sum(end - start for start, end in spans) for spans in said])
    shared = np.array([
        log(1 + len(text.split())) - 2.5, min(raised, MOST_THEMES) / 2, *whole.feeling / 2,
        *whole.act / 4,
    ])  # fmt: skip
    other = np.column_stack([meant * [0.5, 4.0], np.tile(shared, (len(said), 1))])
    own = np.column_stack([hit, more, first, 2 * np.sqrt(covered / max(len(text), 1))])
    return np.column_stack([own, other, other * hit[:, None]])


def _added(theme: themes.Theme) -> themes.Theme:
    """The theme with only the terms that the shipped one of its code does not have."""
    before = {each.code: frozenset(each.terms) for each in themes.shipped().themes}
    return themes.Theme(
        theme.code, theme.name, theme.description, theme.is_conduct,
        tuple(term for term in theme.terms if term not in before.get(theme.code, frozenset())),
    )  # fmt: skip
