"""What an installation may choose, read once from ``COMMON_GROUND_*`` variables or ``.env``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Checked at birth and frozen; ``docs/operations.md`` explains each."""

    model_config = SettingsConfigDict(
        env_prefix="COMMON_GROUND_", env_file=ROOT / ".env", extra="ignore", frozen=True
    )

    database_url: str = f"sqlite:///{ROOT / 'var' / 'common-ground.db'}"
    key_file: Path = ROOT / "var" / "secret.key"
    sample: Literal["", "town"] = ""
    host: str = "127.0.0.1"
    port: int = Field(
        default=8501, ge=0, le=65535, validation_alias=AliasChoices("COMMON_GROUND_PORT", "PORT")
    )
    allowed_hosts: tuple[str, ...] = ()
    forwarded_allow_ips: str = ""
    worker: bool = True
    log_level: Literal["debug", "info", "warning", "error"] = "info"


@cache
def current() -> Settings:
    """The settings of this process; tests that change the environment clear the cache."""
    return Settings()
