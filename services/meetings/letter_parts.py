"""What every letter is made from: the facts of this moment, and the parts of a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.i18n import _
from core.links import LinkPurpose
from db.models import Follow, Notice, Rsvp
from services.meetings.event_cards import EventCard

Link = tuple[str, LinkPurpose, int, datetime]
"""What stands on a link, what it may do, for which row, and until when."""


@dataclass(frozen=True)
class About:
    """What a notice is about, as it is at this moment."""

    session: Session
    notice: Notice
    card: EventCard | None
    rsvp: Rsvp | None
    follow: Follow | None
    public_url: str
    now: datetime

    @property
    def meeting(self) -> EventCard:
        assert self.card is not None  # noqa: S101 -- the kinds that ask for it always have one
        return self.card

    @property
    def is_ahead(self) -> bool:
        card = self.card
        return card is not None and card.is_open and card.starts_at > self.now


@dataclass(frozen=True)
class Said:
    """``links`` are (label, purpose, subject, until); ``pages`` are (label, path)."""

    subject: str
    paragraphs: tuple[str, ...]
    links: tuple[Link, ...] = ()
    pages: tuple[tuple[str, str], ...] = ()
    has_facts: bool = True
    has_entry: bool = False


def page_of(about: About) -> tuple[str, str]:
    """The way to the meeting's own page."""
    return _("The meeting's page"), f"/plain/events/{about.meeting.id}"


def change_door(about: About) -> tuple[Link, ...]:
    """The way to change a reply, for whoever made one."""
    if about.rsvp is None:
        return ()
    door = _("Change your reply, or give your place back")
    return ((door, LinkPurpose.CHANGE_REPLY, about.rsvp.id, about.meeting.starts_at),)
