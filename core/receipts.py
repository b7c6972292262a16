"""Receipts: six words that let a person come back to their feedback without an account.

The words come from the form's own random nonce, so sending a form twice shows the same words, and
only a keyed hash of them is stored. Words: EFF's long list for passphrases (CC BY 3.0 US) without
its four hyphenated ones; six of 7,772 are 77 bits.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from functools import cache
from pathlib import Path

from core.errors import CommonGroundError
from core.keys import Keys

WORDS = 6
NONCE_BYTES = 32


class ReceiptFormError(CommonGroundError):
    message = "A receipt has six words from our list. Check the spelling and try again."


@cache
def _word_list() -> tuple[str, ...]:
    return tuple(Path(__file__).with_name("receipt_words.txt").read_text().split())


def words_for(nonce: bytes, keys: Keys) -> str:
    """The receipt for a form's nonce: six words with one space between them."""
    if len(nonce) != NONCE_BYTES:
        raise ValueError("a form's nonce has 32 bytes")
    number = int.from_bytes(hmac.digest(keys.receipt_words, nonce, hashlib.sha256))
    chosen = []
    for _ in range(WORDS):
        number, place = divmod(number, len(_word_list()))
        chosen.append(_word_list()[place])
    return " ".join(chosen)


def stored_hash(words: str, keys: Keys) -> bytes:
    """What the table keeps of a receipt, however it was typed (capitals, commas, line breaks)."""
    plain = re.findall(r"[a-z]+", words.lower())
    if len(plain) != WORDS or not set(plain) <= set(_word_list()):
        raise ReceiptFormError
    return hmac.digest(keys.receipt_hash, " ".join(plain).encode(), hashlib.sha256)
