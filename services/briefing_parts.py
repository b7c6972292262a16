"""What a briefing is made of: plain values that can be kept, and shown on a screen or on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from analysis.series import Point
from analysis.shares import Verdict
from core import periods, told
from core.i18n import _
from core.scope import Scope
from services.findings import Behind, Finding
from services.quotes import Place


@dataclass(frozen=True)
class Row:
    """A share in a table: ``n`` of ``total``, from ``low`` to ``high`` (0 to 1)."""

    name: str
    n: int
    total: int
    share: float
    low: float
    high: float
    verdict: Verdict
    behind: Behind


@dataclass(frozen=True)
class Said:
    """Quotes under what they are about."""

    about: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Section:
    """A part with its title; ``line`` is the share that sounds negative, in each month
    or week in which anything was heard.

    ``district_id`` is that of a page for one district.
    """

    title: str
    findings: tuple[Finding, ...] = ()
    rows: tuple[Row, ...] = ()
    line: tuple[Point, ...] = ()
    said: tuple[Said, ...] = ()
    district_id: int | None = None

    @property
    def drawn(self) -> str:
        """What the line shows, in words; empty where too little was heard to draw one."""
        enough = [point for point in self.line if point.enough]
        if len(enough) < 2:
            return ""
        grain = periods.grain_of(enough[0].period)
        first, last = (
            _("{share} in {period}").format(
                share=told.percent(point.share), period=told.period(point.period, grain)
            )
            for point in (enough[0], enough[-1])
        )
        return _("Share that sounds negative: {first}, {last}. Bars are 95 % intervals.").format(
            first=first, last=last
        )


@dataclass(frozen=True)
class Content:
    """A whole briefing in one language. ``withdrawn``: pieces of its period that had been taken
    back that day, before it was made."""

    title: str
    about: str
    language: str
    source_id: int
    first: int
    last: int
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    withdrawn: int = 0

    @property
    def scope(self) -> Scope:
        return Scope(self.source_id, self.first, self.last)

    def rephrased(self, say: Callable[[list[str]], list[str]]) -> Content:
        """The same with the sentences that ``say`` answers, in their order."""
        texts = [finding.text for section in self.sections for finding in section.findings]
        others = iter(say(texts))
        return replace(
            self,
            sections=tuple(
                replace(
                    section,
                    findings=tuple(
                        replace(finding, text=next(others)) for finding in section.findings
                    ),
                )
                for section in self.sections
            ),
        )
