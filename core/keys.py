"""The installation's secret key, kept outside the database, and a key for each purpose from it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from core.errors import CommonGroundError

KEY_BYTES = 32


class KeyFileError(CommonGroundError):
    message = (
        "The key file {path} cannot be used: it must hold {size} bytes as hexadecimal. "
        "Put the right file back; without it no receipt given so far can be recognised."
    )


def load_or_create(path: Path) -> bytes:
    """The key in ``path``; a new one is written, readable by its owner alone, where none is.

    Two processes that start together agree on one key: only one of them can create the file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    if not path.exists():
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first; its key is the key
        finally:
            fresh.unlink()
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyFileError(path=path.name, size=KEY_BYTES)
    return key


@dataclass(frozen=True)
class Keys:
    """One key of 32 bytes for each purpose; from none of them can another be worked out."""

    receipt_words: bytes
    receipt_hash: bytes
    throttle: bytes
    contact: bytes
    links: bytes
    proofs: bytes
    cards: bytes

    @classmethod
    def load(cls, path: Path) -> Self:
        """The keys of the installation whose key file is ``path``, made where there is none."""
        root = load_or_create(path)
        return cls(**{field.name: _derive(root, field.name) for field in fields(cls)})


def _derive(root: bytes, purpose: str) -> bytes:
    return hmac.digest(root, f"common-ground/{purpose}".encode(), hashlib.sha256)
