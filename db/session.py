"""Engines and the two paths to the records: ``reading`` never waits for a writer, ``transaction``
is the only way to write, and both turn a database's trouble into a sentence for people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from core.errors import RecordsAwayError, StorageFullError, TextRefusedError

BUSY_MS = 30_000  # the longest wait for a writer measured under eight processes was 3.2 s
READ_ONLY = {"common_ground_read_only": True}


def make_engine(url: str) -> Engine:
    """An engine for SQLite (``sqlite:///file``) or PostgreSQL (``postgresql+psycopg://...``).

    Its errors do not hold the statement's values: they would carry words into a log.
    """
    if make_url(url).get_backend_name() == "sqlite":
        file = make_url(url).database
        if file and file != ":memory:":
            with suppress(OSError):  # then it cannot be opened either, and that is said to people
                Path(file).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_MS / 1000})
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": 5}
    )


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that may write; everything in it is stored together, or nothing is."""
    with trouble_said(), Session(engine) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one moment of the records and cannot change them."""
    options: dict[str, Any] = dict(READ_ONLY)
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with trouble_said(), Session(engine.execution_options(**options)) as session:
        yield session


def _open_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # NORMAL lost up to 680 acknowledged rows in a power cut
        "foreign_keys = ON",
        "secure_delete = ON",  # what was erased is overwritten, not only forgotten
        f"busy_timeout = {BUSY_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred BEGIN that later writes fails with "database is locked"; a writer therefore asks
    # for its place at once, and a reader is not able to write at all.
    read_only = connection.get_execution_options().get("common_ground_read_only", False)
    if connection.info.get("query_only") is not read_only:  # mostly it is as it was
        connection.exec_driver_sql(f"PRAGMA query_only = {int(read_only)}")
        connection.info["query_only"] = read_only
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


@contextmanager
def trouble_said() -> Iterator[None]:
    """Turn a database's trouble into a sentence, where neither of the two paths does."""
    try:
        yield
    except (DBAPIError, UnicodeEncodeError) as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        raise refusal from error


def _refusal(error: DBAPIError | UnicodeEncodeError) -> Exception | None:
    if isinstance(error, (UnicodeEncodeError, DataError)):
        return TextRefusedError()
    said = str(error.orig)
    if "disk is full" in said or getattr(error.orig, "sqlstate", None) == "53100":
        return StorageFullError()
    if isinstance(error, (OperationalError, InterfaceError)) and not _is_our_mistake(error):
        return RecordsAwayError()
    return None


def _is_our_mistake(error: DBAPIError) -> bool:
    # SQLite reports a missing table or a misspelt column with the class it uses for a lost file.
    said = str(error.orig)
    ours = ("no such", "syntax error", "ambiguous", "readonly")
    return any(words in said for words in ours)
