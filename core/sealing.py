"""Sealing a value so that it opens only in its own row, with a key that is kept elsewhere."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import CommonGroundError

_VERSION = b"\x01"
_NONCE_BYTES = 12


class SealBrokenError(CommonGroundError):
    message = (
        "A sealed value cannot be opened: it was altered or moved, or the key file is another one. "
        "Put the right key file back."
    )


def seal(value: str, *, place: str, key: bytes) -> bytes:
    """``value`` under AES-256-GCM; ``place`` (``table.column:row``) is bound to it."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, value.encode(), _bound(place))


def opened(sealed: bytes, *, place: str, key: bytes) -> str:
    """The value; refused where it stands at another ``place`` than it was sealed for."""
    nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        if sealed[:1] != _VERSION:
            raise SealBrokenError
        return AESGCM(key).decrypt(nonce, rest, _bound(place)).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError from error


def _bound(place: str) -> bytes:
    return _VERSION + place.encode()
