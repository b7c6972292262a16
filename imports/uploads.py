"""Files that somebody uploaded: where their bytes lie, and refusals for a person with a page."""

from __future__ import annotations

from pathlib import Path

from core.errors import CommonGroundError
from imports.dates import AmbiguousDatesError, DatesNotRecognisedError
from imports.encoding import WrongEncodingError
from imports.files import FileMissingError


class AmbiguousHereError(CommonGroundError):
    message = (
        "Dates such as “{value}” could have the month or the day first, and nothing in the file "
        "decides it. Choose which of the two below: {month_first} or {day_first}."
    )


class DatesUnknownHereError(CommonGroundError):
    message = (
        "Dates such as “{value}” are written in no form we know. "
        "Choose another column, or bring the file in without its dates."
    )


class EncodingHereError(CommonGroundError):
    message = (
        "The file is not written in {encoding}: line {line} cannot be read. Save it as "
        "“CSV UTF-8” and choose it again, or choose below how it is written."
    )


class BytesGoneError(CommonGroundError):
    message = "The file is not on this machine any more. Choose it again from where you keep it."


def path_of(folder: Path, upload_id: int) -> Path:
    """The file itself. Its name tells nothing, and nobody chose it."""
    return folder / f"{upload_id:016x}.csv"


def refused_rows(folder: Path, upload_id: int) -> Path:
    """Where ``imports.refused`` puts the rows of it that could not be used."""
    return folder / f"{upload_id:016x}.refused.csv"


def remove(folder: Path, upload_id: int) -> None:
    """Remove both."""
    for path in (path_of(folder, upload_id), refused_rows(folder, upload_id)):
        path.unlink(missing_ok=True)


def as_read_on_a_screen(error: CommonGroundError, path: Path, file_name: str) -> str:
    """The refusal of ``path`` without a command's options, and with the name people know."""
    here = {
        AmbiguousDatesError: AmbiguousHereError,
        DatesNotRecognisedError: DatesUnknownHereError,
        WrongEncodingError: EncodingHereError,
        FileMissingError: BytesGoneError,
    }.get(type(error))
    said = str(here(**error.details)) if here else str(error)
    return said.replace(str(path), file_name)
