"""Cards that are handed over after a contact: each lets its holder give one answer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, RandomId, random_id


class ContactCard(Base):
    """One card that can still be used, for the form or for a survey. A used one has no row.

    Not kept, so that nobody can put two and two together: who made or handed it over, on which day,
    and which answer came by it.
    """

    __tablename__ = "contact_card"
    __table_args__ = (
        UniqueConstraint("code_hash"),
        CheckConstraint("length(code_hash) = 32", name="code_is_hashed"),
    )

    id: Mapped[RandomId] = mapped_column(default=random_id)
    code_hash: Mapped[bytes]
    good_until: Mapped[date]
    survey_id: Mapped[int | None] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), index=True
    )
