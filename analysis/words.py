"""The words of a text, and what makes two of them the same word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Letters and digits, with the apostrophes and combining accents inside them. A mark that ends a
# clause comes as a "word" of its own, so that no phrase is found across it.
_WORD = re.compile(
    r"[^\W_]+(?:['’ʼ\u0300-\u036f]+[^\W_]+)*[\u0300-\u036f]*|[.!?;:…\n\r\u2028\u2029。！？]"
)


def words(text: str) -> Iterator[re.Match[str]]:
    """The words of ``text`` in order, and between them the marks that end a clause."""
    return _WORD.finditer(text)


@lru_cache(maxsize=1 << 15)  # a text is read by several lists, and people use the same words
def fold(word: str) -> str:
    """What ``word`` is compared by: "Driver’s", "driver" and "DRIVER" are one, "más" is "mas".

    May be longer or shorter than ``word``; empty for a mark that ends a clause.
    """
    if not word[0].isalnum():
        return ""
    if not word.isascii():
        parts = unicodedata.normalize("NFKD", word.replace("’", "'").replace("ʼ", "'"))
        word = "".join(mark for mark in parts if not unicodedata.combining(mark))
    return word.casefold().removesuffix("'s").replace("'", "")
