"""How fast a file comes in and is read, at three sizes, beside a bare insert of the same rows."""

from __future__ import annotations

import csv
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.timing import Measure, peak_memory
from core.keys import Keys
from db.sample_texts import pieces
from db.session import make_engine
from imports.feedback_rows import ColumnMap
from jobs.import_feedback import import_feedback
from jobs.read_feedback import read_all
from jobs.start import migrate

SIZES = (1_000, 10_000, 100_000)


def measures() -> Iterator[Measure]:
    per_row: dict[int, float] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = _file(Path(folder), size)
            Keys.load(Path(folder) / "key")
            engine = make_engine(f"sqlite:///{folder}/bench.db")
            migrate(engine)
            started = time.perf_counter()
            import_feedback(engine, path, columns=ColumnMap("text", key="id"), source="bench")
            stored = time.perf_counter()
            read_all(engine)
            done = time.perf_counter()
            engine.dispose()
            bare = _bare_insert(Path(folder), path)
        per_row[size] = (done - started) / size
        memory = peak_memory()
        yield Measure(
            f"store {size:,} rows", size / (stored - started), "rows/s", "bare INSERT", size / bare
        )
        yield Measure(
            f"store and read {size:,} rows, per row",
            per_row[size] * 1_000, "ms", f"the same at {SIZES[0]:,}", per_row[SIZES[0]] * 1_000,
        )  # fmt: skip
        yield Measure(f"  most memory so far, at {size:,} rows", memory, "MB")


def _file(folder: Path, size: int) -> Path:
    path = folder / "rows.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text"])
        writer.writerows(enumerate(piece.text for piece in pieces(size, seed=2)))
    return path


def _bare_insert(folder: Path, path: Path) -> float:
    """Seconds to put the same rows into a table of two columns, one transaction a batch of 200."""
    with path.open(newline="") as file:
        rows = list(csv.reader(file))[1:]
    connection = sqlite3.connect(folder / "bare.db")
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    connection.execute("CREATE TABLE bare (id TEXT PRIMARY KEY, text TEXT)")
    started = time.perf_counter()
    for at in range(0, len(rows), 200):
        with connection:
            connection.executemany("INSERT INTO bare VALUES (?, ?)", rows[at : at + 200])
    taken = time.perf_counter() - started
    connection.close()
    return taken
