"""The thread under a receipt: what staff answer and ask, and what the person says to it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId


class Message(Base):
    """One message of a thread. Days only: an hour would tell when an anonymous person was here.

    ``who`` and ``account_id`` are of the member of staff who wrote it; both empty, the person did.
    ``seen_on`` is when the other side first had it on its screen.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("length(words) > 0", name="words_not_empty"),
        CheckConstraint("who IS NOT NULL OR account_id IS NULL", name="staff_have_a_name"),
        UniqueConstraint("nonce_hash"),
        Index("ix_message_feedback_id", "feedback_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(BigId, ForeignKey("feedback.id", ondelete="CASCADE"))
    account_id: Mapped[int | None]  # no foreign key: it outlives the account, as the audit does
    who: Mapped[str | None]
    words: Mapped[str]
    said_on: Mapped[date]
    seen_on: Mapped[date | None]
    nonce_hash: Mapped[bytes | None]


class AnswerTemplate(Base):
    """Words that staff begin an answer from."""

    __tablename__ = "answer_template"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("length(name) > 0 AND length(words) > 0", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    words: Mapped[str]
