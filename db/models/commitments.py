"""Promises: who made them, by when, and what came of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import CommitmentState
from db.base import Base, BigId


class Commitment(Base):
    """A promise in public words, with an owner and a day.

    A promise that is done carries its evidence, and one that is not, or was handed over, a reason:
    the table refuses an end without either.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("length(wording) > 0", name="wording_not_empty"),
        CheckConstraint(
            "state NOT IN ('done', 'not done', 'handed over') OR "
            "(outcome IS NOT NULL AND length(outcome) > 0 AND answered_on IS NOT NULL)",
            name="an_end_has_its_outcome",
        ),
        UniqueConstraint("nonce"),
        Index("ix_commitment_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nonce: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="SET NULL"), index=True
    )
    wording: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    owner: Mapped[str]
    made_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[CommitmentState]
    outcome: Mapped[str | None]
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    answered_on: Mapped[date | None]


class CommitmentStep(Base):
    """One turn in a promise's life, as the public reads it. Never changed."""

    __tablename__ = "commitment_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(
        ForeignKey("commitment.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[CommitmentState]
    taken_on: Mapped[date]
    words: Mapped[str]
    is_residents: Mapped[bool]


class CommitmentFeedback(Base):
    """A piece of feedback that raised what was promised: its writer may say "not done" too."""

    __tablename__ = "commitment_feedback"

    commitment_id: Mapped[int] = mapped_column(
        ForeignKey("commitment.id", ondelete="CASCADE"), primary_key=True
    )
    feedback_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class CommitmentDispute(Base):
    """A resident said that it is not done. Once a person and promise."""

    __tablename__ = "commitment_dispute"
    __table_args__ = (UniqueConstraint("commitment_id", "said_by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(
        ForeignKey("commitment.id", ondelete="CASCADE"), index=True
    )
    said_by: Mapped[str]
    said_on: Mapped[date]
    words: Mapped[str]
    seen_at: Mapped[datetime | None]
