"""From a row of somebody's survey file to a response that can be kept, or the reason why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from core.instruments import Instrument, Item, ItemKind
from imports.csv_files import Row
from imports.refused import RowRefusedError
from imports.text import clean_cell

BLANK = {"", "na", "n/a", "null", "none", "."}
"""What files put where nothing was answered (in small letters)."""


class NewCodeError(RowRefusedError):
    message = "“{said}” in column “{column}” is not one of the answers there."


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One response; two with one ``record_key`` are the same."""

    answers: dict[str, int]
    district: str | None
    record_key: str


class SurveyRowReader:
    """Reads the rows of one file, in order; make a new one for each pass.

    ``day`` is the one they were answered on: without a key, equal answers of two days are two.
    """

    def __init__(self, instrument: Instrument, day: date) -> None:
        self._items = [item for item in instrument.items if item.kind is not ItemKind.TEXT]
        self._key, self._district = (instrument.columns.get(n) for n in ("key", "district"))
        self._day = day
        self._times_seen: Counter[str] = Counter()

    def columns(self) -> list[str]:
        """The columns that must be there."""
        others = [name for name in (self._key, self._district) if name]
        return [*(item.key for item in self._items), *others]

    def read(self, row: Row) -> SurveyRow:
        """The response in ``row``; raises a ``RowRefusedError`` with the reason."""
        if row.problem:
            raise RowRefusedError(reason=row.problem)
        answers = {}
        for item in self._items:
            answer = _answer(item, row.values[item.key])
            if answer is not None:
                answers[item.key] = answer
        place = self._cell(row, self._district)
        return SurveyRow(answers, place, self._record_key(row, answers, place))

    def _cell(self, row: Row, column: str | None) -> str | None:
        return clean_cell(row.values[column], column) if column else None

    def _record_key(self, row: Row, answers: dict[str, int], place: str | None) -> str:
        if key := self._cell(row, self._key):
            return f"key:{key}"
        said = repr((self._day, sorted(answers.items()), place)).encode()
        content = blake2b(said, digest_size=16)
        self._times_seen[content.hexdigest()] += 1
        return f"content:{content.hexdigest()}:{self._times_seen[content.hexdigest()]}"


def _answer(item: Item, cell: str) -> int | None:
    """The code of what stands in a cell: a code, or the English name of an answer."""
    said = " ".join(cell.split())
    if said.casefold() in BLANK:
        return None
    number = said.removesuffix(".0")
    if number.isascii() and number.isdigit() and len(number) < 10 and item.allows(int(number)):
        return int(number)
    if item.kind is ItemKind.CHOICE:
        for code, name in item.labels("en").items():
            if name.casefold() == said.casefold():
                return code
    raise NewCodeError(said=said[:60], column=item.key)
