"""One consistent copy of all records, taken under load and checked, and the way back from it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Engine, inspect, text

from core.errors import CommonGroundError
from db import schema
from db.session import trouble_said


class BackupFailedError(CommonGroundError):
    message = "The copy was not made: {reason}. The records are as they were."


class NotABackupError(CommonGroundError):
    message = "{path} is not a backup of Common Ground, or it is damaged. Nothing was changed."


class WouldOverwriteError(CommonGroundError):
    message = (
        "There are records here already, and a restore would replace them all. "
        "Make a backup of them first, then say --force."
    )


class ToolMissingError(CommonGroundError):
    message = "{tool} is not installed here. Install PostgreSQL's client programs, then try again."


def backup(engine: Engine, path: Path) -> int:
    """Write a checked copy to ``path``, in one step at the end; answers its size in bytes."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if engine.dialect.name == "postgresql":
            _run("pg_dump", "--format=custom", f"--file={part}", engine.url)
            _run("pg_restore", "--list", str(part))
        else:
            _copy_sqlite(Path(str(engine.url.database)), part)
        part.chmod(0o600)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailedError(reason=str(error)) from error
    finally:
        with suppress(OSError):  # where its folder is none, there is nothing to take away
            part.unlink(missing_ok=True)
    return path.stat().st_size


def restore(engine: Engine, path: Path, *, force: bool) -> None:
    """Replace all records by those in ``path``: wholly, or not at all."""
    if not force and _has_records(engine):
        raise WouldOverwriteError
    if engine.dialect.name == "postgresql":
        with _as_not_a_backup(path):
            _run("pg_restore", "--list", str(path))
        _run(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
            str(path), engine.url,
        )  # fmt: skip
    else:
        with _as_not_a_backup(path), closing(_open_checked(path)) as copy:
            engine.dispose()
            # Into the live file through SQLite itself: one transaction, so a program that has
            # it open sees the old records or the new ones, and never half of each.
            with closing(sqlite3.connect(str(engine.url.database), timeout=30)) as target:
                copy.backup(target)
    engine.dispose()
    schema.upgrade(engine)


def _copy_sqlite(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(source, timeout=30)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)  # in one go: a copy page by page never ends under load
        copy.execute("PRAGMA journal_mode = DELETE")  # else whoever opens it leaves files beside it
    with closing(_open_checked(target)):
        pass


def _open_checked(path: Path) -> sqlite3.Connection:
    copy = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        copy.execute("SELECT version_num FROM alembic_version")
        copy.execute("SELECT count(*) FROM feedback")
    except sqlite3.Error:
        sound = False
    if not sound:
        copy.close()
        raise NotABackupError(path=path)
    return copy


def _has_records(engine: Engine) -> bool:
    with trouble_said(), engine.connect() as connection:
        if "account" not in inspect(connection).get_table_names():
            return False
        found = (
            connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first()  # noqa: S608 -- two fixed names
            for table in ("account", "feedback")
        )
        return any(found)


@contextmanager
def _as_not_a_backup(path: Path) -> Iterator[None]:
    try:
        yield
    except (BackupFailedError, sqlite3.Error) as error:
        raise NotABackupError(path=path) from error


def _run(tool: str, *arguments: str | URL) -> None:
    program = shutil.which(tool)
    if program is None:
        raise ToolMissingError(tool=tool)
    words, secrets = [program], dict(os.environ)
    for argument in arguments:
        if isinstance(argument, URL):
            # libpq takes the password from the environment: on the command line all could see it
            secrets["PGPASSWORD"] = str(argument.password or "")
            plain = argument.set(drivername="postgresql", password=None)
            argument = f"--dbname={plain.render_as_string(hide_password=False)}"
        words.append(argument)
    done = subprocess.run(words, env=secrets, capture_output=True, text=True, check=False)  # noqa: S603 -- no shell, our own arguments
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"{tool} ended with {done.returncode}"]
        reason = next((line for line in said if "error:" in line), said[-1])
        raise BackupFailedError(reason=reason[:200])
