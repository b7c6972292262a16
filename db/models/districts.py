"""Districts: the upper level of place, with a boundary and who lives there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class District(Base):
    """A district under the code its department uses; ``boundary`` is a GeoJSON geometry."""

    __tablename__ = "district"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("population >= 0", name="population_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    population: Mapped[int | None]
    boundary: Mapped[dict[str, Any]]
    attributes: Mapped[dict[str, Any]]
