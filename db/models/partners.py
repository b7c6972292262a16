"""Organisations that meet residents with us."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Partner(Base):
    """A treatment provider, a school, a community organisation. Its name is shown to residents."""

    __tablename__ = "partner"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("length(name) > 0", name="name_not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    contact: Mapped[str]
    retired_at: Mapped[datetime | None]
