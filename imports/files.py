"""Open a stranger's file, or say in one sentence why it cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from core.errors import CommonGroundError


class FileRefusedError(CommonGroundError):
    """The file as a whole cannot be used; nothing of it was taken."""


class FileMissingError(FileRefusedError):
    message = "There is no file {path}. Check its name and folder."


class NotAFileError(FileRefusedError):
    message = "{path} is a folder or a device, not a file. Name the file itself."


class FileForbiddenError(FileRefusedError):
    message = "{path} may not be read by this account. Change its permissions, or copy it."


class FileUnreadableError(FileRefusedError):
    message = "{path} could not be read ({reason}). Copy it again from where it came."


class EmptyFileError(FileRefusedError):
    message = "{path} is empty. Export it again from where it came."


class WorkbookError(FileRefusedError):
    message = "{path} is an Excel workbook. Save it as “CSV UTF-8” first, then import that file."


class CompressedError(FileRefusedError):
    message = "{path} is a compressed file. Unpack it first, then import the file inside it."


class PdfError(FileRefusedError):
    message = "{path} is a PDF. Ask for the same list as a spreadsheet, and save it as CSV UTF-8."


_HEAD_BYTES = 4096
_OTHER_FORMATS: tuple[tuple[bytes, type[FileRefusedError]], ...] = (
    (b"PK\x03\x04", CompressedError),
    (b"PK\x05\x06", CompressedError),
    (b"\x1f\x8b", CompressedError),
    (b"BZh", CompressedError),
    (b"7z\xbc\xaf\x27\x1c", CompressedError),
    (b"\xfd7zXZ", CompressedError),
    (b"\xd0\xcf\x11\xe0", WorkbookError),  # the binary workbooks of before 2007
    (b"%PDF", PdfError),
)
_WORKBOOK_SIGNS = (b"[Content_Types].xml", b"xl/", b"opendocument.spreadsheet")


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """The bytes of ``path``, from the first one; raises a ``FileRefusedError`` if unusable."""
    with _opened(path) as file:
        head = file.read(_HEAD_BYTES)
        if not head:
            raise EmptyFileError(path=path)
        _refuse_other_formats(path, head)
        file.seek(0)
        yield file


def _opened(path: Path) -> BinaryIO:
    try:
        if path.exists() and not path.is_file():
            raise NotAFileError(path=path)
        return path.open("rb")
    except FileNotFoundError:
        raise FileMissingError(path=path) from None
    except PermissionError:
        raise FileForbiddenError(path=path) from None
    except OSError as error:
        raise FileUnreadableError(path=path, reason=error.strerror or error) from None


def _refuse_other_formats(path: Path, head: bytes) -> None:
    for magic, refusal in _OTHER_FORMATS:
        if head.startswith(magic):
            packed = head.startswith(b"PK") and any(sign in head for sign in _WORKBOOK_SIGNS)
            raise (WorkbookError if packed else refusal)(path=path)
