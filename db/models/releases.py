"""Figures that were released: fixed periods, once, with small cells hidden."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Release(Base):
    """One quarter of one source, as observers see it; never worked out a second time.

    ``quarter`` goes by its first month (``yyyymm``). ``figures`` holds the tables as they were
    protected (see ``analysis.disclosure``), by name, each a list of rows.
    """

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("source_id", "quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"))
    quarter: Mapped[int]
    released_on: Mapped[date]
    minimum: Mapped[int]
    figures: Mapped[dict[str, Any]]
