"""Which language a text is written in, where that can be told."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = frozenset(
    """
    am ar bn de en es fa fr hi ht it ja ko nl pl pt ru so tl uk ur vi zh
    """.split()
)
"""The ISO 639-1 codes that can be answered. Fewer candidates make short texts surer."""

ENOUGH_TO_TELL = 4000
"""Characters that are looked at: the rest of a long text changes nothing but the time."""

CERTAIN = 0.7
"""Probability from which another language than English is answered."""

ENGLISH_SHARE = 0.5
ENGLISH_FLOOR = 0.1
"""English needs half the best candidate's probability, and this much.

"More patrols" is .11 English and .17 French to the identifier. Nearly all who write so little write
English, and reading it as English costs a stranger's two words an "uncertain" at worst.
"""

_LETTER = re.compile(r"[^\W\d_]")


@cache
def _identifier() -> LanguageIdentifier:
    """One identifier for all threads: reading from it changes nothing in it."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


def detect(text: str) -> str | None:
    """The ISO 639-1 code of ``text``'s language, one of ``LANGUAGES``.

    ``None`` where there is no letter, too little text, or too little certainty.
    """
    beginning = text[:ENOUGH_TO_TELL]
    if not _LETTER.search(beginning):
        return None
    ranked = _identifier().rank(beginning)
    best, probability = ranked[0]
    english = dict(ranked)["en"]
    if english >= max(ENGLISH_FLOOR, ENGLISH_SHARE * probability):
        return "en"
    return str(best) if probability >= CERTAIN else None
