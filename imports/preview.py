"""What a stranger's table seems to hold: its first rows, and a guess at what each column is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import mean

from core.errors import CommonGroundError
from core.places import district_key
from imports.csv_files import Row, open_table
from imports.dates import recognise

LOOKED_AT = 500
SHOWN = 5

_NAMES = {
    "text": r"text|comment|summary|feedback|words|message|descri|narrative|response|answer|concern",
    "key": r"(^|[^a-z])(id|key|guid|uuid|number|no)$|globalid|objectid|_id$|id$",
    "received": r"date|received|submitted|created|time|day|month",
    "district": r"district|precinct|beat|ward|zone|division|sector",
    "category": r"categor|type|classif|topic|subject",
    "language": r"lang",
    "question": r"question|prompt|asked",
}
_BETTER = {
    "text": r"^(text|comments?|summary|feedback|comment.?body)$",
    "key": r"^(globalid|guid|uuid|.*complaint.?id|comment.?id|id|key)$",
    "received": r"received|submitted",
}


@dataclass(frozen=True)
class Guess:
    """The column that seems to hold each thing, or ``None``; ``date_form`` as ``imports.dates``
    names it, or ``None`` where the dates could be read in more than one way, or in none."""

    text: str | None = None
    key: str | None = None
    received: str | None = None
    district: str | None = None
    category: str | None = None
    language: str | None = None
    question: str | None = None
    date_form: str | None = None


@dataclass(frozen=True)
class Preview:
    """``rows`` are the first ones, by column; ``guess`` is for a person to check."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    guess: Guess


def preview(path: Path, *, encoding: str | None, districts: Collection[str]) -> Preview:
    """The first rows of ``path`` and what they seem to be; ``FileRefusedError`` if unreadable.

    ``districts`` are those known, by ``core.places.district_key``.
    """
    with open_table(path, encoding=encoding) as table:
        rows: list[Row] = list(islice(table, LOOKED_AT))
        columns = table.columns
    values = {name: [row.values[name].strip() for row in rows] for name in columns}
    shown = tuple(row.values for row in rows[:SHOWN])
    return Preview(columns, shown, guess(values, districts=districts))


def guess(values: dict[str, list[str]], *, districts: Collection[str]) -> Guess:
    """What each column seems to be, from its name and its first ``values``; each is one thing."""
    free = list(values)

    def taken(names: Iterator[str]) -> str | None:
        name = next(names, None)
        if name is not None:
            free.remove(name)
        return name

    text = taken(_texts(values))
    received = taken(name for name in _named("received", free) if _date_form(values[name]))
    received = received or taken(
        name for name in _named("received", free) if _are_dates(values[name])
    )
    key = taken(name for name in _named("key", free) if _tells_rows_apart(values[name]))
    place = taken(
        name for name in _named("district", free) if _are_districts(values[name], districts)
    )
    place = place or taken(_named("district", free) if not districts else iter(()))
    language = taken(_named("language", free))
    question = taken(_named("question", free))
    category = taken(name for name in _named("category", free) if _is_short(values[name]))
    form = _date_form(values[received]) if received else None
    return Guess(text, key, received, place, category, language, question, form)


def _named(what: str, columns: Sequence[str]) -> Iterator[str]:
    """The columns whose names suggest ``what``, the likeliest first."""
    likely = [name for name in columns if re.search(_NAMES[what], name.casefold().strip())]
    better = _BETTER.get(what, "$^")
    return iter(sorted(likely, key=lambda name: not re.search(better, name.casefold().strip())))


def _texts(values: dict[str, list[str]]) -> Iterator[str]:
    """Columns of words, those with a telling name first, then the longest."""
    lengths = {name: _length(mine) for name, mine in values.items()}
    wordy = [name for name in values if lengths[name] >= 3]
    named = [name for name in _named("text", wordy) if lengths[name] * 4 >= max(lengths.values())]
    yield from named
    yield from sorted(wordy, key=lambda name: -lengths[name])


def _length(values: Sequence[str]) -> float:
    """How many words the column's values have, where they have any."""
    filled = [len(value.split()) for value in values if value]
    return mean(filled) if filled else 0.0


def _date_form(values: Sequence[str]) -> str | None:
    try:
        return recognise(values).name if any(values) else None
    except CommonGroundError:
        return None


def _are_dates(values: Sequence[str]) -> bool:
    """Whether these are days, though nothing decides whether the month or the day comes first."""
    filled = [value for value in values if value]
    like = [value for value in filled if re.match(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", value)]
    return bool(filled) and len(like) * 10 >= len(filled) * 9


def _tells_rows_apart(values: Sequence[str]) -> bool:
    return all(values) and len(set(values)) == len(values)


def _are_districts(values: Sequence[str], districts: Collection[str]) -> bool:
    filled = [value for value in values if value]
    known = [value for value in filled if district_key(value) in districts]
    return bool(known) and len(known) * 2 >= len(filled)


def _is_short(values: Sequence[str]) -> bool:
    return 0 < _length(values) <= 6
