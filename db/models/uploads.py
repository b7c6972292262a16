"""Files that staff bring in by hand, from the upload to what came of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import UploadState
from db.base import Base, RandomId, growing, random_id


class Upload(Base):
    """One file. Its bytes lie in the folder of uploads under ``id``, until it is done or too old.

    ``choices`` say which column is what, and how dates are written; ``outcome`` holds the figures
    of the last check or import, and ``refusal`` why the file as a whole could not be used. A worker
    that has it under ``lease`` says how far it is in ``fraction`` (0 to 1).
    """

    __tablename__ = "upload"
    __table_args__ = (CheckConstraint("fraction BETWEEN 0 AND 1", name="fraction_of_one"),)

    id: Mapped[RandomId] = mapped_column(default=random_id)
    account_id: Mapped[int | None]  # no foreign key: what was brought in outlives the account
    who: Mapped[str]
    file_name: Mapped[str]
    uploaded_at: Mapped[datetime]
    state: Mapped[UploadState] = mapped_column(growing(UploadState))
    choices: Mapped[dict[str, Any]]
    fraction: Mapped[float] = mapped_column(default=0.0)
    outcome: Mapped[dict[str, Any] | None]
    refusal: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    lease: Mapped[str | None]
