"""What an installation may choose, read once from ``COMMON_GROUND_*`` variables or ``.env``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from core.errors import CommonGroundError
from core.i18n import _
from core.sample import SampleSize

ROOT = Path(__file__).resolve().parent.parent


LOCAL = (
    r"^(https?://(localhost|127\.\d+\.\d+\.\d+|\[::1\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+"
    r"|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+)(:\d+)?/?)?$"
)
"""An address on this machine or its own network: nothing goes further."""


class Settings(BaseSettings):
    """Checked at birth and frozen; ``docs/operations.md`` explains each."""

    model_config = SettingsConfigDict(
        env_prefix="COMMON_GROUND_", env_file=ROOT / ".env", extra="ignore", frozen=True
    )

    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'var' / 'common-ground.db'}",
        pattern=r"^(sqlite:///|postgresql\+psycopg://).",
    )
    key_file: Path = ROOT / "var" / "secret.key"
    sample: SampleSize | Literal[""] = ""
    host: str = "127.0.0.1"
    port: int = Field(
        default=8501, ge=0, le=65535, validation_alias=AliasChoices("COMMON_GROUND_PORT", "PORT")
    )
    allowed_hosts: tuple[str, ...] = ()
    forwarded_allow_ips: str = ""
    worker: bool = True
    upload_folder: Path = ROOT / "var" / "uploads"
    largest_upload_mb: int = Field(default=200, ge=1, le=2_000)
    minimum_cell_size: int = Field(default=11, ge=3, le=1_000)
    public_url: str = Field(default="", pattern=r"^(https?://[^\s/]+/?)?$")
    mail_host: str = ""
    mail_port: int = Field(default=587, ge=1, le=65535)
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_from: str = Field(default="", pattern=r"^([^@\s]+@[^@\s]+)?$")
    language_model_url: str = Field(default="", pattern=LOCAL)
    language_model: str = "local"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def address(self) -> str:
        """Where people reach us, for links in messages and on paper; no slash at its end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def head_file(self) -> Path:
        """Where what corrections taught is kept: beside the key."""
        return self.key_file.with_name("local-head.json")

    @property
    def sends_mail(self) -> bool:
        return bool(self.mail_host and self.mail_from)


class SettingRefusedError(CommonGroundError):
    # The value is not said: it may hold a password.
    message = "The setting {name} cannot be used: {reason}. See docs/operations.md."


@cache
def current() -> Settings:
    """The settings of this process; tests that change the environment clear the cache."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]).upper().removeprefix("COMMON_GROUND_")
        raise SettingRefusedError(name=f"COMMON_GROUND_{name}", reason=first["msg"]) from None
    except SettingsError as error:
        raise SettingRefusedError(name=_named(error), reason=_("it is not JSON")) from None


def _named(error: SettingsError) -> str:
    """The variable that pydantic could not parse; it says so only in a sentence of its own."""
    named = re.search(r'field "(\w+)"', str(error))
    return f"COMMON_GROUND_{named.group(1).upper()}" if named else "COMMON_GROUND_..."
