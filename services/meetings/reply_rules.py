"""What a reply must be before a place is looked for."""

from __future__ import annotations

from datetime import datetime

from core import texts
from core.attendance import Way
from core.errors import CommonGroundError
from core.vocabulary import EventState
from db.models import Event

MOST_PEOPLE = 20


class RepliesClosedError(CommonGroundError):
    message = "Replies to this meeting have closed. You can still come if there is room."


class NotOnError(CommonGroundError):
    message = "This meeting is not open for replies just now. Look at its page for the reason."


class WayError(CommonGroundError):
    message = "This meeting cannot be joined that way. Choose one of the ways on its page."


class PartyError(CommonGroundError):
    message = "Say how many of you come: a number from 1 to {most}."


def check_open(event: Event, now: datetime) -> None:
    """Refuse where the meeting takes no replies now."""
    if event.state is not EventState.PUBLISHED:
        raise NotOnError
    if now >= event.starts_at:
        raise RepliesClosedError


def check(event: Event, way: Way, party_size: int) -> None:
    """Refuse what this meeting cannot be joined by, and parties beyond reason."""
    if not (event.is_in_room if way is Way.ROOM else event.is_online):
        raise WayError
    if not 1 <= party_size <= MOST_PEOPLE:
        raise PartyError(most=MOST_PEOPLE)


def name(said: str) -> str | None:
    """The name as it is kept; ``None`` where none was given."""
    return texts.optional(said, limit=100).replace("\n", " ") or None
