"""What a figure is about: one source, a period, and perhaps one district and one question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from core import months

NO_DISTRICT = 0


@dataclass(frozen=True)
class Scope:
    """``first`` and ``last`` are months (``yyyymm``), both included.

    Both 0 ask for feedback without a date. ``NO_DISTRICT`` asks for feedback whose district is
    not known; ``None`` asks for all.
    """

    source_id: int
    first: int
    last: int
    district_id: int | None = None
    question_id: int | None = None

    @property
    def is_undated(self) -> bool:
        return self.first == self.last == months.NO_DATE

    def __post_init__(self) -> None:
        ends = (self.first, self.last)
        if not self.is_undated and not all(map(months.is_one, ends)):
            raise ValueError(f"{ends} are not two months")

    def before(self) -> Self:
        """The same, for the period of the same length that ends where this one begins."""
        if self.is_undated:
            return replace(self, first=months.LAST, last=months.FIRST)  # before it is nothing
        length = months.length(self.first, self.last)
        return replace(
            self, first=months.shifted(self.first, -length), last=months.shifted(self.first, -1)
        )
