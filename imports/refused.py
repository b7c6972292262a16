"""Rows that were not taken: why, and the file in which a department finds them again."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import Any, Self, TypeVar

from core.errors import CommonGroundError
from core.spreadsheet import inert
from imports.csv_files import Row

T = TypeVar("T")


class RowRefusedError(CommonGroundError):
    """One row cannot be used; the others can. The message is the reason, in one sentence."""

    message = "{reason}"


class RefusedRowsNotWrittenError(CommonGroundError):
    message = (
        "The refused rows could not be written to {path} ({reason}). "
        "Make room there, or copy the file to a folder you may write to, and import it again."
    )


class RefusedRows:
    """``<name>.refused.csv`` beside the file ``beside``, written only if a row is refused.

    A context manager: the file of an earlier run is replaced in one step at the end, removed if
    nothing was refused this time, and kept if the work inside failed. Only the account that ran
    the import may read it, since it holds residents' words.
    """

    def __init__(self, beside: Path, columns: Sequence[str]) -> None:
        self.path = beside.with_name(f"{beside.stem}.refused.csv")
        self.count = 0
        self._columns = columns
        self._file: Any = None  # tempfile's wrapper has no public type

    def add(self, row: Row, reason: str) -> None:
        """Keep ``row`` as it was read, with ``reason`` before it."""
        with _explained(self.path):
            if self._file is None:
                self._begin()
            self._write(str(row.number), reason, *row.cells)
        self.count += 1

    def taken(self, rows: Iterable[Row], read: Callable[[Row], T]) -> Iterator[T]:
        """What ``read`` makes of each row; one that it refuses is kept here, with the reason."""
        for row in rows:
            try:
                yield read(row)
            except RowRefusedError as refusal:
                self.add(row, str(refusal))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is None:
            if kind is None:
                self.path.unlink(missing_ok=True)
            return
        written = Path(self._file.name)
        try:
            with _explained(self.path):
                self._file.close()
                if kind is None:
                    written.replace(self.path)
        finally:
            written.unlink(missing_ok=True)

    def _begin(self) -> None:
        self._file = NamedTemporaryFile(  # noqa: SIM115 -- closed in __exit__
            "w",
            encoding="utf-8-sig",  # with the mark, or Excel reads it as cp1252
            errors="backslashreplace",  # a lone surrogate may be why the row is refused
            newline="",
            dir=self.path.parent,
            prefix=f".{self.path.stem}.",
            suffix=".part",
            delete=False,
        )
        self._write("row", "reason", *self._columns)

    def _write(self, *cells: str) -> None:
        csv.writer(self._file).writerow([inert(cell) for cell in cells])


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or os.strerror(error.errno or 0)
        raise RefusedRowsNotWrittenError(path=path, reason=reason) from None
