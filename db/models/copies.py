"""Feedback that is a copy of one text, edited or not."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId, RandomId, random_id


class TextGroup(Base):
    """Two pieces or more that are copies; ``is_campaign``: many came by the open form in days."""

    __tablename__ = "text_group"
    __table_args__ = (
        Index(
            "ix_text_group_campaign",
            "id",
            postgresql_where=text("is_campaign"),
            sqlite_where=text("is_campaign"),
        ),
    )

    id: Mapped[RandomId] = mapped_column(default=random_id)
    is_campaign: Mapped[bool] = mapped_column(default=False)


class TextCopy(Base):
    """One piece in its group, with the feedback's source and day, which never change."""

    __tablename__ = "text_copy"
    __table_args__ = (Index("ix_text_copy_group_id", "group_id", "source_id", "received_on"),)

    feedback_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("text_group.id", ondelete="CASCADE"))
    source_id: Mapped[int]
    received_on: Mapped[date | None]


class CopyBand(Base):
    """A band by which copies of a piece are found; of a group, one piece has them for all.

    One tree and no more, for there are ten rows to a text: without an index by piece they are found
    again from the words. Texts of fewer than five words have none.
    """

    __tablename__ = "copy_band"
    __table_args__ = ({"sqlite_with_rowid": False},)

    band: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    feedback_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
