"""Settings: read from COMMON_GROUND_*, checked at birth, and never changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from core.settings import ROOT, Settings


@pytest.fixture(autouse=True)
def _bare(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"COMMON_GROUND_{name.upper()}", raising=False)
    monkeypatch.delenv("PORT", raising=False)


def settings():
    return Settings(_env_file=None)


def test_without_any_it_listens_on_loopback_and_keeps_its_records_here():
    found = settings()

    assert found.database_url == f"sqlite:///{ROOT}/var/common-ground.db"
    assert (found.host, found.port, found.sample, found.worker) == ("127.0.0.1", 8501, "", True)


@pytest.mark.parametrize(
    ("name", "said", "field", "value"),
    [
        (
            "COMMON_GROUND_DATABASE_URL",
            "postgresql+psycopg://x/y",
            "database_url",
            "postgresql+psycopg://x/y",
        ),
        ("COMMON_GROUND_KEY_FILE", "/x/y.key", "key_file", Path("/x/y.key")),
        ("COMMON_GROUND_PORT", "9000", "port", 9000),
        ("PORT", "9001", "port", 9001),
        ("COMMON_GROUND_SAMPLE", "town", "sample", "town"),
        ("COMMON_GROUND_SAMPLE", "city", "sample", "city"),
        ("COMMON_GROUND_WORKER", "false", "worker", False),
        ("COMMON_GROUND_ALLOWED_HOSTS", '["a.example"]', "allowed_hosts", ("a.example",)),
        ("COMMON_GROUND_LOG_LEVEL", "debug", "log_level", "debug"),
    ],
)
def test_a_variable_sets_it(monkeypatch, name, said, field, value):
    monkeypatch.setenv(name, said)

    assert getattr(settings(), field) == value


@pytest.mark.parametrize(
    ("name", "said"),
    [("PORT", "http"), ("PORT", "70000"), ("SAMPLE", "village"), ("LOG_LEVEL", "loud"),
     ("WORKER", "perhaps")],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_at_birth(monkeypatch, name, said):
    monkeypatch.setenv(f"COMMON_GROUND_{name}", said)

    with pytest.raises(ValidationError):
        settings()


def test_settings_do_not_change_once_they_are_there():
    with pytest.raises(ValidationError, match="frozen"):
        settings().port = 1


def test_our_own_name_for_the_port_wins(monkeypatch):
    monkeypatch.setenv("PORT", "9001")
    monkeypatch.setenv("COMMON_GROUND_PORT", "9000")

    assert settings().port == 9000
