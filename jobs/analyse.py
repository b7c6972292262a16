"""Reading a file without a database: the same readings, written beside the file's own columns."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analysis import reading as texts
from analysis import themes
from core.errors import CommonGroundError
from core.spreadsheet import inert
from core.vocabulary import Sentiment
from imports.csv_files import open_table, require_columns

COLUMNS = (
    "language", "sentiment", "p_negative", "p_neutral", "p_positive", "act", "concerns",
    "urgent", "complaint",
)  # fmt: skip
"""What is written. Chances and ``act`` are empty where no reader gave any, and are indicative where
``language`` is another than "en". ``urgent``: it tells of danger."""


class OutputNotWrittenError(CommonGroundError):
    message = "{path} could not be written ({reason}). Choose another place for --out."


class SameFileError(CommonGroundError):
    message = "--out names the file that is read. Choose another name, so that nothing is lost."


@dataclass(frozen=True)
class Analysed:
    """How many rows were read so, and which of the file's columns had to take another name."""

    sentiments: Counter[Sentiment]
    renamed: tuple[str, ...]


def analyse(
    path: Path, out: Path, *, text: str, question: str | None = None, language: str | None = None,
    encoding: str | None = None, said: Callable[[float], None] = lambda _fraction: None,
) -> Analysed:  # fmt: skip
    """Write ``path``'s rows to ``out`` in their order, each with ``COLUMNS`` behind its own.

    A column of the file that has one of our names becomes ``input_NAME``. Cells that a
    spreadsheet would run as formulas are made inert.
    """
    if out.resolve() == path.resolve():
        raise SameFileError
    wanted = themes.shipped()
    counted: Counter[Sentiment] = Counter()
    part = out.with_name(f".{out.name}.part")
    with open_table(path, encoding=encoding) as table:
        require_columns(table, [name for name in (text, question, language) if name])
        renamed = tuple(name for name in table.columns if name in COLUMNS)
        try:
            with part.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow([*map(_named, table.columns), *COLUMNS])
                for row in table:
                    found = texts.read(
                        row.values[text],
                        themes=wanted,
                        question=row.values[question] if question else None,
                        language=row.values[language] if language else None,
                    )
                    counted[found.sentiment] += 1
                    own = [inert(row.values[name]) for name in table.columns]
                    writer.writerow([*own, *_cells(found)])
                    if row.number % 100 == 0:
                        said(table.fraction_read)
            part.replace(out)
        except OSError as error:
            raise OutputNotWrittenError(path=out, reason=error.strerror) from error
        finally:
            part.unlink(missing_ok=True)
    said(1.0)
    return Analysed(counted, renamed)


def _named(column: str) -> str:
    return inert(f"input_{column}" if column in COLUMNS else column)


def _cells(found: texts.Reading) -> list[str]:
    concerns = ";".join(tag.code for tag in found.concerns)
    chances = [f"{chance:.3f}" for chance in found.chances or ()] or ["", "", ""]
    return [
        *(found.language or "", found.sentiment, *chances, found.act or "", concerns),
        *(str(bool(spans)).lower() for spans in (found.dangers, found.complaint)),
    ]
