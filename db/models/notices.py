"""Messages waiting to be sent: rows written with the change that they announce."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import NoticeKind, NoticeState
from db.base import Base, BigId, RandomId, growing, random_id


class Notice(Base):
    """One message to one person, written when it is sent, from what is so at that moment.

    ``once`` names the occasion: a second row for it is refused, so that asking twice is asking
    once. ``message_id`` stays the same however often sending is tried. ``account_id`` is for staff.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("once"),
        UniqueConstraint("message_id"),
        CheckConstraint("(contact_id IS NULL) <> (account_id IS NULL)", name="has_one_reader"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_its_moment"),
        Index(
            "ix_notice_waiting",
            "not_before",
            postgresql_where=text("state = 'waiting'"),
            sqlite_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[RandomId] = mapped_column(default=random_id)
    kind: Mapped[NoticeKind] = mapped_column(growing(NoticeKind))
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.WAITING)
    once: Mapped[str]
    message_id: Mapped[str]
    contact_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("contact.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    rsvp_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("rsvp.id", ondelete="CASCADE"), index=True
    )
    follow_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("follow.id", ondelete="CASCADE"), index=True
    )
    commitment_id: Mapped[int | None] = mapped_column(
        ForeignKey("commitment.id", ondelete="CASCADE"), index=True
    )
    feedback_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("feedback.id", ondelete="CASCADE"), index=True
    )
    about: Mapped[str]
    not_before: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    lease: Mapped[str | None]
    sent_at: Mapped[datetime | None]
