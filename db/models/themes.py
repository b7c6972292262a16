"""Themes: what a concern can be called, kept as data in numbered versions."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Theme(Base):
    """A theme's lasting identity; its words may change from version to version."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]


class ThemeVersion(Base):
    """A list of themes that readings name, so that a trend compares like with like."""

    __tablename__ = "theme_version"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since_on: Mapped[date]


class ThemeDefinition(Base):
    """What one theme means in one version."""

    __tablename__ = "theme_definition"

    version: Mapped[int] = mapped_column(
        ForeignKey("theme_version.version", ondelete="CASCADE"), primary_key=True
    )
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    position: Mapped[int]
    name: Mapped[str]
    description: Mapped[str]
    is_conduct: Mapped[bool]
    terms: Mapped[list[Any]]
