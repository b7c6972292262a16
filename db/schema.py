"""Bringing a database to the newest schema, once, however many programs start together."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from core.errors import RecordsAwayError
from db.session import trouble_said

_LOCK = 0x436F_6D47  # "ComG", a number of our own for PostgreSQL's advisory locks


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing. All of them are stored, or none."""
    config = alembic_config()
    with alone(engine), engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_newest(connection: Connection) -> bool:
    """Whether the database stands at the schema this code was written for."""
    heads = ScriptDirectory.from_config(alembic_config()).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Only one program at a time is in here: the others that start with it wait."""
    with trouble_said():
        if engine.dialect.name == "postgresql":
            with engine.connect() as holder:
                holder.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
                try:
                    yield
                finally:
                    holder.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
            return
        try:
            file = Path(f"{engine.url.database}.lock").open("w")  # noqa: SIM115 -- closed below
        except OSError as error:
            raise RecordsAwayError from error
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
