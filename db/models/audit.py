"""Who did what. Entries are chained by hash, so that a missing or altered one shows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import AuditAction
from db.base import Base, BigId, growing

_looks = text("action = 'feedback read'")


class AuditEntry(Base):
    """One act by one person. Looks at feedback carry the hour, not the minute."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(
            "uq_audit_entry_look_per_hour",
            "account_id",
            "subject",
            "at",
            unique=True,
            sqlite_where=_looks,
            postgresql_where=_looks,
        ),
        Index("ix_audit_entry_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    account_id: Mapped[int | None]  # no foreign key: an entry outlives the account it names
    who: Mapped[str]
    action: Mapped[AuditAction] = mapped_column(growing(AuditAction))
    subject: Mapped[str]
    details: Mapped[str]
    hash: Mapped[bytes]


class AuditHead(Base):
    """The newest entry; its one row is the lock that keeps the chain a chain."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(BigId)
    hash: Mapped[bytes]
