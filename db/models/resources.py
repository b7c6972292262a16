"""Where people find help: what a department tells residents about others."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Resource(Base):
    """One place or line that helps, in the department's own words; empty is not known."""

    __tablename__ = "resource"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("length(name) > 0", name="name_not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    about: Mapped[str]
    telephone: Mapped[str]
    website: Mapped[str]
    address: Mapped[str]
    hours: Mapped[str]
    languages: Mapped[str]
