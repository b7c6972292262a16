"""Addresses, sealed and apart from everything else; and what their owners asked to hear of."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import Mode
from db.base import Base, BigId, RandomId, random_id


class Contact(Base):
    """An e-mail address under AES-GCM, bound to this row; the key lies outside the database.

    Nothing here can be searched, so nobody can look up whether somebody is in it.
    """

    __tablename__ = "contact"
    __table_args__ = (CheckConstraint("is_13_or_older", name="is_13_or_older"),)

    id: Mapped[RandomId] = mapped_column(default=random_id)
    sealed: Mapped[bytes]
    language: Mapped[str]
    is_13_or_older: Mapped[bool]
    keep_until: Mapped[date]


class Follow(Base):
    """Somebody wants to hear of one meeting, a series, or a promise; counts once confirmed."""

    __tablename__ = "follow"
    __table_args__ = (
        CheckConstraint(
            "(event_id IS NOT NULL AND series_id IS NULL AND commitment_id IS NULL) OR "
            "(event_id IS NULL AND series_id IS NOT NULL AND commitment_id IS NULL) OR "
            "(event_id IS NULL AND series_id IS NULL AND commitment_id IS NOT NULL)",
            name="of_one_thing",
        ),
        UniqueConstraint("nonce_hash"),
    )

    id: Mapped[RandomId] = mapped_column(default=random_id)
    nonce_hash: Mapped[bytes]
    contact_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("contact.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    series_id: Mapped[int | None] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), index=True
    )
    commitment_id: Mapped[int | None] = mapped_column(
        ForeignKey("commitment.id", ondelete="CASCADE"), index=True
    )
    confirmed_at: Mapped[datetime | None]


class FeedbackContact(Base):
    """Who is behind a piece that is not anonymous; ``name`` is sealed as an address is.

    The mode is part of the reference: for an anonymous piece no row can stand here, and a name
    only where the person chose to be named.
    """

    __tablename__ = "feedback_contact"
    __table_args__ = (
        ForeignKeyConstraint(
            ["feedback_id", "mode"], ["feedback.id", "feedback.mode"], ondelete="CASCADE",
        ),
        CheckConstraint("mode IN ('confidential', 'named')", name="not_anonymous"),
        CheckConstraint("(mode = 'named') = (name IS NOT NULL)", name="named_has_a_name"),
    )  # fmt: skip

    feedback_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    mode: Mapped[Mode]
    name: Mapped[bytes | None]
    contact_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("contact.id", ondelete="CASCADE"), index=True
    )
