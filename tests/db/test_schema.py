"""Migrations: from nothing to exactly the models, once, whoever starts them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url, text

from core.errors import RecordsAwayError
from db import schema
from db.base import Base
from db.models import Feedback
from db.session import make_engine

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ROOT / "db" / "migrations" / "versions"

_numbers = count()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"empty_{next(_numbers)}"
    _run(server, f"CREATE DATABASE {name}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty(empty_url):
    engine = make_engine(empty_url)
    yield engine
    engine.dispose()


def _run(server, statement):
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def described(engine):
    """Every table as the database tells it, checks and all; Alembic's own left out."""
    found, tables = {}, inspect(engine)
    for table in tables.get_table_names():
        if table == "alembic_version" or is_of_the_search(table):
            continue
        found[table] = {
            "columns": {
                column["name"]: (repr(column["type"]), column["nullable"], column.get("default"))
                for column in tables.get_columns(table)
            },
            "key": tables.get_pk_constraint(table)["constrained_columns"],
            "foreign": _sorted(tables.get_foreign_keys(table)),
            "unique": _sorted(tables.get_unique_constraints(table)),
            "checks": _sorted(tables.get_check_constraints(table)),
            "indexes": _sorted(
                one for one in tables.get_indexes(table) if not is_of_the_search(one["name"])
            ),
        }
    return found


def is_of_the_search(name, *_rest):
    """Whether a table (or index) is one that FTS5 keeps for itself, or PostgreSQL's search index:
    the models know of neither."""
    return str(name).startswith(("feedback_text", "ix_feedback_text"))


KNOWN = {"include_name": lambda *about: not is_of_the_search(*about)}


def _sorted(things):
    return sorted(re.sub(r" at 0x\w+|\s+", " ", str(thing)) for thing in things)


def head():
    return ScriptDirectory.from_config(schema.alembic_config()).get_current_head()


def test_from_empty_to_the_models_with_nothing_to_add_or_take_away(empty):
    schema.upgrade(empty)

    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True} | KNOWN)
        assert compare_metadata(context, Base.metadata) == []


def test_migrated_tables_are_those_the_models_would_make_to_the_last_check(empty):
    Base.metadata.create_all(empty)
    wanted = described(empty)
    Base.metadata.drop_all(empty)
    assert described(empty) == {}

    schema.upgrade(empty)

    assert described(empty) == wanted
    assert wanted.keys() == Base.metadata.tables.keys()
    assert wanted["feedback"]["checks"]


def test_a_table_the_migrations_forgot_would_show(empty):
    schema.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("ALTER TABLE source ADD COLUMN extra INTEGER"))
        connection.execute(text("DROP TABLE throttle_count"))

    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts=KNOWN)
        found = compare_metadata(context, Base.metadata)
    assert {difference[0] for difference in found} == {"add_table", "remove_column", "add_index"}


def test_there_is_one_head_and_files_are_numbered_from_0001():
    scripts = ScriptDirectory.from_config(schema.alembic_config())

    names = sorted(path.name for path in VERSIONS.glob("[!_]*.py"))
    revisions = [script.revision for script in scripts.walk_revisions()][::-1]
    assert len(scripts.get_heads()) == 1
    assert [name[:5] for name in names] == [f"{n:04}_" for n in range(1, len(names) + 1)]
    assert revisions == [name[:4] for name in names]


def test_a_second_upgrade_does_nothing(empty):
    schema.upgrade(empty)
    before = described(empty)
    with empty.begin() as connection:
        connection.execute(
            text("INSERT INTO source (id, name, kind) VALUES (1, 'Letters', 'import')")
        )

    schema.upgrade(empty)

    with empty.connect() as connection:
        assert connection.scalar(text("SELECT name FROM source")) == "Letters"
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == head()
    assert described(empty) == before


def test_four_threads_that_upgrade_at_once_all_succeed(empty_url):
    gate = Barrier(4)

    def upgrade(_thread):
        engine = make_engine(empty_url)
        gate.wait(timeout=60)
        schema.upgrade(engine)
        with engine.connect() as connection:
            newest = schema.is_newest(connection)
        engine.dispose()
        return newest

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(upgrade, range(4))) == [True] * 4


def test_two_programs_that_start_at_once_both_succeed(empty_url, tmp_path):
    settings = os.environ | {
        "COMMON_GROUND_DATABASE_URL": empty_url,
        "COMMON_GROUND_KEY_FILE": str(tmp_path / "secret.key"),
    }

    programs = [
        subprocess.Popen(
            [sys.executable, "manage.py", "migrate"], cwd=ROOT, env=settings,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [program.communicate(timeout=120) for program in programs]

    assert [program.returncode for program in programs] == [0, 0]
    assert said == [("The database is at the newest schema.\n", "")] * 2
    engine = make_engine(empty_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM question")) == 3
    engine.dispose()


def test_a_database_knows_whether_it_is_at_the_newest_schema(empty):
    with empty.connect() as connection:
        before = schema.is_newest(connection)
    schema.upgrade(empty)

    with empty.connect() as connection:
        assert (before, schema.is_newest(connection)) == (False, True)


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty, monkeypatch):
    real = command.upgrade

    def upgrade_and_fail(config, revision):
        real(config, revision)
        raise ZeroDivisionError

    monkeypatch.setattr(command, "upgrade", upgrade_and_fail)

    with pytest.raises(ZeroDivisionError):
        schema.upgrade(empty)

    assert inspect(empty).get_table_names() == []


def test_records_that_are_away_are_said_while_migrating(tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder")
    for url in (f"sqlite:///{tmp_path / 'taken' / 'x.db'}", "postgresql+psycopg://u@127.0.0.1:1/x"):
        engine = make_engine(url)
        with pytest.raises(RecordsAwayError):
            schema.upgrade(engine)
        engine.dispose()


def test_every_constraint_has_a_name():
    constraints = [
        constraint
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if not getattr(constraint, "_type_bound", False) or constraint.name
    ]

    assert Feedback.__table__.constraints
    assert [constraint for constraint in constraints if not constraint.name] == []
