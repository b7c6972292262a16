"""The department itself: who it is, where its clock stands, and whom to call in danger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Department(Base):
    """One row: this installation serves one department."""

    __tablename__ = "department"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    tzid: Mapped[str]
    languages: Mapped[list[Any]]
    emergency_number: Mapped[str]
    crisis_number: Mapped[str]
    help_number: Mapped[str]
    set_up_at: Mapped[datetime]
    is_sample: Mapped[bool] = mapped_column(default=False)
    home_number: Mapped[str] = mapped_column(default="", server_default="")
    child_number: Mapped[str] = mapped_column(default="", server_default="")
    coverage: Mapped[str] = mapped_column(default="", server_default="")
    complaint_door: Mapped[str] = mapped_column(default="", server_default="")
    oversight: Mapped[str] = mapped_column(default="", server_default="")


class SetupLink(Base):
    """A one-time link for the first administrator; only a hash of it is kept."""

    __tablename__ = "setup_link"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
