"""What a service manager and a load balancer ask."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.web.running import Person


@pytest.fixture
def on_server(postgresql_server) -> Callable[[str], None]:
    """Runs a statement on the PostgreSQL server itself."""

    def run(statement: str) -> None:
        engine = create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    return run


def test_health_is_json(person):
    answer = person.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["content-type"] == "application/json"


def test_readiness_is_json(person):
    answer = person.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_without_its_records_it_is_alive_and_says_why_it_is_not_ready_until_they_are_back(
    start_app, postgresql_url, postgresql_template, on_server
):
    name = make_url(postgresql_url).database
    app = start_app(database_url=postgresql_url)
    with Person(app) as person:
        assert person.get("/readyz").json() == {"status": "ok"}

        on_server(f"DROP DATABASE {name} WITH (FORCE)")
        answer = person.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"status": "database is away"})
        assert person.get("/healthz").json() == {"status": "ok"}
        receipt = person.post("/plain/receipt", data={"receipt": "one two three four five six"})
        assert "We cannot reach our records just now" in receipt.text

        on_server(f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
        assert person.get("/readyz").json() == {"status": "ok"}
    assert "Traceback" not in app.log()


def test_on_an_older_schema_it_is_not_ready(start_app):
    app = start_app()
    with app.changes() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")

    with Person(app) as person:
        answer = person.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "schema is not the newest"})
