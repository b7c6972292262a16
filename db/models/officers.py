"""Which members of staff a piece of feedback names, so that it can be shut to them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId


class NamedOfficer(Base):
    """One feedback names one account, or, where not ``is_about``, a person says that it does not.

    It is here to shut the piece to that account and to everyone above it, and for nothing else: no
    figure about an officer may come out of it, and nothing lists or counts it by account.
    ``said_by`` is empty where the words told; what a person said is never changed by a reader.
    """

    __tablename__ = "named_officer"
    __table_args__ = (Index("ix_named_officer_account_id", "account_id", "feedback_id"),)

    feedback_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    is_about: Mapped[bool]
    said_by: Mapped[str | None]


class NameSearch(Base):
    """Work: the feedback beyond ``after_id`` is to be searched for an account's new names."""

    __tablename__ = "name_search"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    after_id: Mapped[int] = mapped_column(BigId)
