"""What a figure is about: one source, a period, and perhaps one district and one question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from core import periods

NO_DISTRICT = 0


@dataclass(frozen=True)
class Scope:
    """``first`` and ``last`` are two months or two weeks (see ``core.periods``), both included.

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
        return self.first == self.last == periods.NO_DATE

    def __post_init__(self) -> None:
        ends = (self.first, self.last)
        of_one_kind = len(set(map(periods.is_week, ends))) == 1
        if not self.is_undated and not (of_one_kind and all(map(periods.is_one, ends))):
            raise ValueError(f"{ends} are not two months, nor two weeks")

    def before(self) -> Self:
        """The same, for the period of the same length that ends where this one begins."""
        if self.is_undated:
            return replace(self, first=periods.LAST, last=periods.FIRST)  # before it is nothing
        length = periods.length(self.first, self.last)
        return replace(
            self, first=periods.shifted(self.first, -length), last=periods.shifted(self.first, -1)
        )
