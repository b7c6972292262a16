"""How long records are kept, and what stops them from being erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class RetentionClass(Base):
    """A rule of the department: at least ``least_days``, and at most ``most_days`` (none: ever)."""

    __tablename__ = "retention_class"
    __table_args__ = (
        CheckConstraint("least_days >= 0", name="least_not_negative"),
        CheckConstraint("most_days IS NULL OR most_days >= least_days", name="most_after_least"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    least_days: Mapped[int]
    most_days: Mapped[int | None]


class LegalHold(Base):
    """Nothing of the source (of any, where it names none) is erased while it is in force."""

    __tablename__ = "legal_hold"
    __table_args__ = (CheckConstraint("length(reason) > 0", name="has_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"))
    placed_at: Mapped[datetime]
    placed_by: Mapped[str]
    lifted_at: Mapped[datetime | None]
