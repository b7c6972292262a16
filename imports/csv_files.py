"""Stream a CSV file that a stranger made, having first made sure that it can be read to its end.

The whole file is checked before the first row is handed out, so that a file which breaks at row
90,000 is refused and not half imported. Neither pass holds more than one row in memory.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import TextIOWrapper
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from core.i18n import _
from imports.encoding import check_encoding, encoding_of
from imports.files import EmptyFileError, FileRefusedError, open_file

RECORD_LIMIT = 8 * 2**20
"""Most characters one row may take. Beyond it a quotation mark is missing somewhere."""

_DELIMITERS = (",", ";", "\t")
_COLUMNS_NAMED = 30  # a sentence that lists more is not read

# The limit belongs to the process and not to a reader, so it is set once: two files open at the
# same time cannot undo each other. RECORD_LIMIT is met first.
csv.field_size_limit(RECORD_LIMIT)


class NotTextError(FileRefusedError):
    message = (
        "{path} holds zero bytes where its column names should be. "
        "Save it as “CSV UTF-8”, or try --encoding utf-16-le."
    )


class ColumnsUnreadableError(FileRefusedError):
    message = "In {path} the quotation marks in the first row do not pair up. Write its names anew."


class ColumnsWithoutNameError(FileRefusedError):
    message = "In {path} column {columns} has no name. Give every column a name in the first row."


class ColumnsNotUniqueError(FileRefusedError):
    message = "In {path} more than one column is called {columns}. Give each its own name."


class ColumnMissingError(FileRefusedError):
    message = "{path} has no column “{missing}”. Its columns are: {columns}."


class QuoteNotClosedError(FileRefusedError):
    message = (
        "In {path} the quotation mark opened in row {row} (line {line}) is never closed, so the "
        "rest of the file cannot be read. Close it, then import the file again."
    )


class RowTooLongError(FileRefusedError):
    message = (
        "In {path} row {row} (line {line}) is longer than {limit} characters. A quotation mark "
        "may be missing in it, or the file is not a CSV file."
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``number`` is the one a spreadsheet shows: the row of column names is 1.

    ``cells`` are what the file holds; ``values`` has every column, blank where the row is short.
    ``problem`` says why the row cannot be used, or is ``None``.
    """

    number: int
    line: int
    cells: tuple[str, ...]
    values: dict[str, str]
    problem: str | None = None


class Table:
    """A checked CSV file. Each ``iter()`` begins again at the first row; use one at a time.

    Rows without a single cell (empty lines) are counted and left out.
    """

    def __init__(self, path: Path, file: BinaryIO, encoding: str) -> None:
        self.path = path
        self._file = file
        self._size = os.fstat(file.fileno()).st_size
        check_encoding(path, file, encoding)
        self._text = TextIOWrapper(file, encoding, newline="")
        self._delimiter = max(_DELIMITERS, key=self._header_width)  # the first, if all are alike
        self.columns = self._read_columns()
        for _record in self._records(self._delimiter):  # to the end: is every quotation closed?
            pass

    @property
    def fraction_read(self) -> float:
        """How much of the file the present pass has read, from 0 to 1."""
        return min(1.0, self._file.tell() / self._size)

    def __iter__(self) -> Iterator[Row]:
        records = self._records(self._delimiter)
        next(records)
        return (self._row(*record) for record in records)

    def _row(self, number: int, line: int, cells: list[str], problem: str | None) -> Row:
        wanted = len(self.columns)
        while len(cells) > wanted and not cells[-1].strip():
            cells.pop()  # commas after the last column say nothing
        if problem is None and len(cells) != wanted:
            problem = _("The row has {found} cells and the first row has {wanted}.").format(
                found=len(cells), wanted=wanted
            )
        values = dict(zip_longest(self.columns, cells[:wanted], fillvalue=""))
        return Row(number, line, tuple(cells), values, problem)

    def _records(self, delimiter: str) -> Iterator[tuple[int, int, list[str], str | None]]:
        """Row number, first line, cells and problem of every record, that of the names included."""
        self._text.seek(0)
        lines = _Lines(self._text)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number, line, problem = number + 1, lines.begin_record(), None
            try:
                cells = next(reader)
            except StopIteration:
                return
            except _RecordTooLong:
                raise RowTooLongError(
                    path=self.path, row=number, line=line, limit=f"{RECORD_LIMIT:,}"
                ) from None
            except csv.Error:  # strictly read, or two residents' words could run together
                if lines.ended:
                    raise QuoteNotClosedError(path=self.path, row=number, line=line) from None
                cells = ["".join(lines.of_record)]
                problem = _("The quotation marks in this row do not pair up.")
            if cells:
                yield number, line, cells, problem

    def _header_width(self, delimiter: str) -> int:
        try:
            return len(next(self._records(delimiter))[2])
        except (StopIteration, FileRefusedError):
            return 0

    def _read_columns(self) -> tuple[str, ...]:
        first = next(self._records(self._delimiter), None)
        if first and first[3]:
            raise ColumnsUnreadableError(path=self.path)
        names = [name.strip() for name in first[2]] if first else []
        while names and not names[-1]:
            names.pop()  # a comma after the last name
        if not names:
            raise EmptyFileError(path=self.path)
        if any("\0" in name for name in names):
            raise NotTextError(path=self.path)
        if blank := [str(n) for n, name in enumerate(names, 1) if not name]:
            raise ColumnsWithoutNameError(path=self.path, columns=", ".join(blank))
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ColumnsNotUniqueError(path=self.path, columns=", ".join(twice))
        return tuple(names)


class _RecordTooLong(Exception):  # noqa: N818 -- a signal between two classes here, never shown
    pass


class _Lines:
    """The lines of ``text``, remembering those of the record being read."""

    def __init__(self, text: TextIOWrapper) -> None:
        self.ended = False
        self.of_record: list[str] = []
        self._text = text
        self._taken = 0
        self._read = 0

    def begin_record(self) -> int:
        """Forget the record before; the number of the line at which this one begins."""
        self.of_record.clear()
        self._taken = 0
        return self._read + 1

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(RECORD_LIMIT):
            self._read += 1
            self._taken += len(line)
            if self._taken >= RECORD_LIMIT:
                raise _RecordTooLong
            self.of_record.append(line)
            yield line
        self.ended = True


@contextmanager
def open_table(path: Path, *, encoding: str | None = None) -> Iterator[Table]:
    """The table in ``path``; raises a ``FileRefusedError`` if any part of it cannot be read.

    Without ``encoding`` the file is UTF-8, or UTF-16 if it begins with that mark.
    """
    with open_file(path) as file:
        yield Table(path, file, encoding_of(file, encoding))


def require_columns(table: Table, wanted: Iterable[str]) -> None:
    """Raise ``ColumnMissingError`` for the first wanted column that is not there."""
    for name in wanted:
        if name not in table.columns:
            columns = sorted(table.columns, key=lambda column: -_likeness(name, column))
            shown = columns[:_COLUMNS_NAMED] + ["…"] * (len(columns) > _COLUMNS_NAMED)
            raise ColumnMissingError(path=table.path, missing=name, columns=", ".join(shown))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()
