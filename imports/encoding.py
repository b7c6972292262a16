"""Which encoding a text file has, and whether all of it can be read in that encoding."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import BinaryIO

from imports.files import FileRefusedError

_CHUNK_BYTES = 2**20
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class EncodingUnknownError(FileRefusedError):
    message = "There is no text encoding called {encoding}. Try --encoding cp1252 or utf-8."


class WrongEncodingError(FileRefusedError):
    message = (
        "{path} is not written in {encoding}: line {line} (byte {byte}) cannot be read. "
        "Save it as “CSV UTF-8”, or name its encoding, for example --encoding cp1252."
    )


def encoding_of(file: BinaryIO, named: str | None) -> str:
    """The encoding somebody named, or UTF-8, or UTF-16 where the file begins with its mark."""
    if named:
        return _usable(named)
    mark = file.read(2)
    file.seek(0)
    return "utf-16" if mark in _UTF_16_MARKS else "utf-8-sig"


def _usable(encoding: str) -> str:
    try:
        "?".encode(encoding)
        name = codecs.lookup(encoding).name
    except (LookupError, UnicodeError):
        raise EncodingUnknownError(encoding=encoding) from None
    return "utf-8-sig" if name == "utf-8" else name


def check_encoding(path: Path, file: BinaryIO, encoding: str) -> None:
    """Raise ``WrongEncodingError`` for the first byte, counted from 1, that cannot be read."""
    decoder = codecs.getincrementaldecoder(encoding)()
    read, lines, chunk = 0, 1, b"begin"
    while chunk:
        chunk = file.read(_CHUNK_BYTES)
        read += len(chunk)
        try:
            lines += decoder.decode(chunk, final=not chunk).count("\n")
        except UnicodeError as error:
            shown = encoding.removesuffix("-sig").upper()
            line, byte = (
                lines,
                read - len(chunk) + 1,
            )  # a missing UTF-16 mark has no place of its own
            if isinstance(error, UnicodeDecodeError):  # its object ends where the chunk ends
                line += error.object[: error.start].count(b"\n")
                byte = read - len(error.object) + error.start + 1
            raise WrongEncodingError(path=path, encoding=shown, line=line, byte=byte) from None
    file.seek(0)
