"""Who says they are coming, what they need, and how many came."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.attendance import NeedKind, NeedState, RsvpState, Way
from db.base import Base, BigId, RandomId, random_id


class Rsvp(Base):
    """One reply, found again by its receipt. Attendance is apart: a reply is not a visit.

    ``waitlisted_at`` orders the waitlist; ``offer_until`` is when places held for it are free
    again. ``ticket_hash`` is of the short code that the door may scan; it opens nothing else.
    """

    __tablename__ = "rsvp"
    __table_args__ = (
        UniqueConstraint("receipt_hash"),
        UniqueConstraint("event_id", "ticket_hash"),
        CheckConstraint("party_size BETWEEN 1 AND 20", name="party_size_one_to_twenty"),
        CheckConstraint(
            "(state IN ('waiting', 'offered')) = (waitlisted_at IS NOT NULL)",
            name="waits_since_a_moment",
        ),
        CheckConstraint(
            "(state = 'offered') = (offer_until IS NOT NULL)", name="an_offer_has_an_end"
        ),
        Index("ix_rsvp_waitlist", "event_id", "way", "state", "waitlisted_at", "id"),
    )

    id: Mapped[RandomId] = mapped_column(default=random_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    receipt_hash: Mapped[bytes]
    ticket_hash: Mapped[bytes]
    state: Mapped[RsvpState]
    way: Mapped[Way]
    party_size: Mapped[int]
    name: Mapped[str | None]
    language: Mapped[str]
    contact_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("contact.id", ondelete="SET NULL"), index=True
    )
    wants_reminder: Mapped[bool]
    replied_on: Mapped[date]
    waitlisted_at: Mapped[datetime | None]
    offer_until: Mapped[datetime | None]


class Need(Base):
    """What one reply needs: a task with a person and a day."""

    __tablename__ = "need"
    __table_args__ = (UniqueConstraint("rsvp_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(BigId, ForeignKey("rsvp.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[NeedKind]
    details: Mapped[str]
    state: Mapped[NeedState]
    answer: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    due_on: Mapped[date]


class CheckIn(Base):
    """People who came in, counted once by the door's own ``mark`` however often it is sent.

    ``people`` below zero takes back a miscount. Names are optional and go on ``names_until``.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("event_id", "mark"),
        CheckConstraint("people BETWEEN -20 AND 20 AND people <> 0", name="people_in_reason"),
    )

    id: Mapped[RandomId] = mapped_column(default=random_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    mark: Mapped[str]
    people: Mapped[int]
    described_as: Mapped[str]
    name: Mapped[str | None]
    names_until: Mapped[date]
    rsvp_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("rsvp.id", ondelete="SET NULL"), index=True
    )
