"""The signature on a proof: a code that says that a text is what we gave out, letter by letter.

Nothing of it is stored. The code names the piece and the day, and its tag, a keyed hash over both
and the whole text, shows that we made it. It holds no words: without the text it tells nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.errors import CommonGroundError

GROUP = 4
_FIRST_DAY = date(2020, 1, 1)
_BODY_BYTES = 10  # the piece's id, and the day since the first one
_TAG_BYTES = 10
_LOOK_ALIKE = str.maketrans("01", "OI")  # neither digit is in a code


class ProofCodeError(CommonGroundError):
    message = "A code has 32 letters and numbers, in groups of four. Check them and try again."


class ProofState(StrEnum):
    """What has become of a piece since a proof of it was given out."""

    KEPT = "kept"
    PUT_RIGHT = "put right"
    TAKEN_BACK = "taken back"
    ERASED = "erased"


@dataclass(frozen=True)
class Seal:
    """What a code says: which piece, on which day, and the tag that the text must lead to."""

    feedback_id: int
    made_on: date
    tag: bytes

    def fits(self, text: str, key: bytes) -> bool:
        """Whether we gave out this very text under this code."""
        return hmac.compare_digest(self.tag, _tag(_body(self.feedback_id, self.made_on), text, key))


def code_for(feedback_id: int, made_on: date, text: str, *, key: bytes) -> str:
    """The code to print under ``text``: eight groups of four letters and numbers."""
    body = _body(feedback_id, made_on)
    letters = base64.b32encode(body + _tag(body, text, key)).decode()
    return " ".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def seal_of(code: str) -> Seal:
    """What stands in a code, however it was typed; whether it is genuine is not known yet."""
    letters = re.sub(r"[\s-]", "", code).upper().translate(_LOOK_ALIKE)
    try:
        whole = base64.b32decode(letters)
    except (binascii.Error, ValueError) as error:
        raise ProofCodeError from error
    if len(whole) != _BODY_BYTES + _TAG_BYTES:
        raise ProofCodeError
    made_on = _FIRST_DAY + timedelta(days=int.from_bytes(whole[8:_BODY_BYTES]))
    return Seal(int.from_bytes(whole[:8]), made_on, whole[_BODY_BYTES:])


def squeezed(text: str) -> str:
    """The text without what copying and typing change: spaces, line ends and unseen signs."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKC", text)
        if unicodedata.category(letter) not in {"Cc", "Cf", "Zl", "Zp", "Zs"}
        and not 0xFE00 <= ord(letter) <= 0xFE0F  # it only chooses how a sign is drawn
    )


def _body(feedback_id: int, made_on: date) -> bytes:
    return feedback_id.to_bytes(8) + (made_on - _FIRST_DAY).days.to_bytes(2)


def _tag(body: bytes, text: str, key: bytes) -> bytes:
    return hmac.digest(key, body + squeezed(text).encode(), hashlib.sha256)[:_TAG_BYTES]
