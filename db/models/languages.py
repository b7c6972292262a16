"""Who has read which version of a translation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class CatalogueReview(Base):
    """A person read a catalogue whole. ``digest`` says which version; another one is unread.

    ``reviewer`` is typed in: a translator need not have an account. ``account_id`` is who wrote
    it down.
    """

    __tablename__ = "catalogue_review"
    __table_args__ = (
        UniqueConstraint("language", "digest"),
        CheckConstraint("length(reviewer) > 0", name="reviewer_not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str]
    digest: Mapped[str]
    reviewer: Mapped[str]
    signed_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
