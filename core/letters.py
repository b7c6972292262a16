"""A message to one person, in their language, before it becomes bytes."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.entries import Entry


@dataclass(frozen=True)
class Door:
    """A link in a letter, with the words that stand on it."""

    label: str
    url: str


@dataclass(frozen=True)
class Letter:
    """What is written. ``unsubscribe`` is a page that asks first; ``entry`` is attached."""

    to: str
    language: str
    subject: str
    paragraphs: tuple[str, ...]
    doors: tuple[Door, ...] = ()
    facts: tuple[tuple[str, str], ...] = field(default=())
    unsubscribe: str = ""
    entry: Entry | None = None
