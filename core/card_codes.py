"""Codes on contact cards: twelve letters that nobody confuses, and no word among them.

Twelve of twenty consonants are 51 bits; only a keyed hash of them is stored.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from core.errors import CommonGroundError
from core.keys import Keys

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 12
GROUP = 4


class CardCodeError(CommonGroundError):
    message = "A card has twelve letters, in groups of four. Check each one and try again."


def fresh() -> str:
    """A code that nobody can foresee, in three groups: ``BCDF-GHJK-LMNP``."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def stored_hash(code: str, keys: Keys) -> bytes:
    """What the table keeps of a code, however it was typed (small letters, spaces, no hyphens)."""
    letters = re.sub(r"[\s-]", "", code).upper()
    if len(letters) != LENGTH or not set(letters) <= set(LETTERS):
        raise CardCodeError
    return hmac.digest(keys.cards, letters.encode(), hashlib.sha256)
