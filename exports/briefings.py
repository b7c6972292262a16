"""A briefing on paper: tagged, so that a screen reader reads it, and made offline."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from core.i18n import _
from exports.paper import Paper, pdf


@dataclass(frozen=True, slots=True)
class Row:
    """A share in a table: what it says in words, and its place from 0 to 1 for the drawing."""

    name: str
    counted: str
    percent: str
    between: str
    change: str
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Step:
    """One period of a line; ``share`` is missing where too few were heard."""

    name: str
    share: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quotes under what they are about: the words, and from where and when they are."""

    about: str
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the briefing; one of a district begins a page. ``drawn`` says what a line shows."""

    title: str
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]
    line: tuple[Step, ...]
    drawn: str
    quoted: tuple[Quoted, ...]
    begins_page: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole briefing in words. ``changed`` says what was withdrawn since, if anything was."""

    department: str
    title: str
    about: str
    made: str
    changed: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]


def briefing(sheet: Sheet, *, paper: Paper) -> bytes:
    """The briefing as PDF/UA: a title page of figures, and a page for each district."""
    words = {
        "concern": _("Concern"),
        "pieces": _("Pieces"),
        "share": _("Share"),
        "interval": _("95 % interval"),
        "change": _("Change"),
        "sure": _("How sure this is"),
    }
    top = max((row.high for part in sheet.parts for row in part.rows), default=1.0)
    values = asdict(sheet) | {"words": words, "top": max(top, 0.01)}
    return pdf("briefing", values, f"{sheet.title} - {sheet.department}", paper)
