"""From a row of somebody's file to feedback that can be kept, or the reason why not."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date
from hashlib import blake2b
from zoneinfo import ZoneInfo

from imports.csv_files import Row
from imports.dates import DateForm, check_not_future
from imports.refused import RowRefusedError
from imports.text import clean_cell, clean_text


class KeyBlankError(RowRefusedError):
    message = "The column “{column}”, which tells rows apart, is blank here."


class KeyReusedError(RowRefusedError):
    message = "The key “{key}” stands earlier in this file, with other content."


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column of the file holds what; ``None`` where none does."""

    text: str
    key: str | None = None
    received: str | None = None
    district: str | None = None
    category: str | None = None
    language: str | None = None
    question: str | None = None

    def names(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return tuple(name for name in astuple(self) if name is not None)


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One feedback as the file has it; values that are blank there are ``None``.

    Two with one ``import_key`` are the same feedback: keep the first.
    """

    text: str
    received_on: date | None
    district: str | None
    category: str | None
    language: str | None
    question: str | None
    import_key: str


class RowReader:
    """Reads the rows of one file, in order; make a new one for each pass.

    What ``import_key`` is, so that the same file again adds nothing:

    - With a key column, ``key:`` and the value. A key that returns with the same content is the
      same row again and gets the same ``import_key``; with other content the row is refused,
      since one of the two would be lost.
    - Without, ``content:``, a digest of the mapped values and how often that content has stood in
      the file so far: equal rows are kept apart, and are known again in the same file. Another
      choice of columns makes other content.

    Sixteen bytes of digest are remembered for each row or key: about 100 MB at a million rows,
    half as much again with a key column.
    """

    def __init__(
        self, columns: ColumnMap, date_form: DateForm | None, tz: ZoneInfo, today: date
    ) -> None:
        if columns.received and date_form is None:
            raise ValueError("a column of dates needs its form")
        self._columns = columns
        self._date_form = date_form
        self._tz = tz
        self._today = today
        self._content_of: dict[bytes, bytes] = {}  # by digest of the key
        self._times_seen: dict[bytes, int] = {}  # by digest of the content

    def read(self, row: Row) -> FeedbackRow:
        """The feedback in ``row``; raises a ``RowRefusedError`` with the reason."""
        if row.problem:
            raise RowRefusedError(reason=row.problem)
        columns = self._columns
        text = clean_text(row.values[columns.text])
        received_on = self._day(row)
        about = (
            _cell(row, columns.district),
            _cell(row, columns.category),
            _cell(row, columns.language),
            _cell(row, columns.question),
        )
        content = _digest(text, str(received_on or ""), *(cell or "" for cell in about))
        key = self._keyed(row, columns.key, content) if columns.key else self._counted(content)
        return FeedbackRow(text, received_on, *about, import_key=key)

    def _day(self, row: Row) -> date | None:
        written = _cell(row, self._columns.received)
        if written is None or self._date_form is None:
            return None
        day = self._date_form.parse(written, tz=self._tz)
        check_not_future(day, self._today)
        return day

    def _keyed(self, row: Row, column: str, content: bytes) -> str:
        key = _cell(row, column)
        if key is None:
            raise KeyBlankError(column=column)
        if self._content_of.setdefault(_digest(key), content) != content:
            raise KeyReusedError(key=key)
        return f"key:{key}"

    def _counted(self, content: bytes) -> str:
        ordinal = self._times_seen.get(content, 0) + 1
        self._times_seen[content] = ordinal
        return f"content:{content.hex()}:{ordinal}"


def _cell(row: Row, column: str | None) -> str | None:
    return clean_cell(row.values[column], column) if column else None


def _digest(*values: str) -> bytes:
    joined = "\x1f".join(values)  # cleaned values hold no such character
    return blake2b(joined.encode(), digest_size=16).digest()
