"""An event as a calendar shows it, between the records and the calendar's file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """``starts`` and ``ends`` are wall time in ``tzid``; ``changed_at`` is an instant.

    ``uid`` never changes, and ``sequence`` rises with each change: calendars replace by these.
    """

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    tzid: str
    title: str
    changed_at: datetime
    description: str = ""
    place: str = ""
    url: str = ""
    kind: str = ""
    is_cancelled: bool = False
    is_postponed: bool = False
    organizer: str = ""
