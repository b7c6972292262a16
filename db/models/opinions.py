"""Conversations: one question, residents' statements on it, and who agrees with which."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.instruments import SampleKind
from db.base import Base, growing


class Conversation(Base):
    """A question put before people of one kind, whose votes are never pooled with others'.

    ``version`` goes up with every vote; figures with a lower one are to be worked out again.
    """

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    question: Mapped[str]
    kind: Mapped[SampleKind] = mapped_column(growing(SampleKind))
    is_open: Mapped[bool]
    version: Mapped[int] = mapped_column(default=0)


class Statement(Base):
    """What somebody said, which nobody else sees before staff approve it.

    ``is_approved`` is empty while it waits. ``language`` is that of the page it was written on.
    """

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("conversation_id", "record_key"),
        CheckConstraint(
            "(is_approved IS NULL) = (decided_at IS NULL) "
            "AND (is_approved IS NULL) = (decided_by IS NULL)",
            name="decided_by_somebody",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    words: Mapped[str]
    language: Mapped[str]
    said_on: Mapped[date]
    is_approved: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    record_key: Mapped[str | None]


class Vote(Base):
    """What one person said of one statement: 1 agrees, -1 disagrees, 0 passed. No day, no hour.

    ``person`` is a keyed hash of a random number that only their own page carries, and another in
    every conversation. SQLite keeps votes in the order of their key, which tells nothing of when.
    """

    __tablename__ = "vote"
    __table_args__ = (
        CheckConstraint("said IN (-1, 0, 1)", name="said_is_known"),
        {"sqlite_with_rowid": False},
    )

    statement_id: Mapped[int] = mapped_column(
        ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True
    )
    person: Mapped[str] = mapped_column(primary_key=True, index=True)
    said: Mapped[int]


class OpinionFigures(Base):
    """What the votes of a conversation say, worked out by a worker from all of them at once.

    ``version`` is the conversation's when it was; ``content`` is ``services.surveys.opinions``'.
    """

    __tablename__ = "opinion_figures"

    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    version: Mapped[int]
    worked_out_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
