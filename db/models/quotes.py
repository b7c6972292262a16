"""What of a piece may be shown to the public: its words with parts masked, after a second look."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId


class PublicQuote(Base):
    """The masked words of one piece; what is masked is not in them. Public once released.

    Account ids have no foreign key: they outlive the account, as the audit does.
    """

    __tablename__ = "public_quote"
    __table_args__ = (
        CheckConstraint("length(words) > 0", name="words_not_empty"),
        CheckConstraint("released_by <> masked_by", name="two_people"),
        CheckConstraint(
            "(released_by IS NULL) = (released_on IS NULL)", name="released_by_somebody"
        ),
    )

    feedback_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    words: Mapped[str]
    reasons: Mapped[list[Any]]
    masked_by: Mapped[int]
    masked_on: Mapped[date]
    released_by: Mapped[int | None]
    released_on: Mapped[date | None]
