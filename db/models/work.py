"""Work for later: rows written with the change that asks for them, claimed with a lease."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId


class UnreadFeedback(Base):
    """A feedback that waits to be read.

    The key is the feedback's own random id, so the queue tells no order of arrival; asking twice
    is asking once. ``leased_until`` is empty until a worker has claimed it.
    """

    __tablename__ = "unread_feedback"

    feedback_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    leased_until: Mapped[datetime | None] = mapped_column(index=True)
    lease: Mapped[str | None]
