"""The closed lists of words about coming to a meeting."""

from __future__ import annotations

from enum import StrEnum


class Way(StrEnum):
    """The two ways of being at a meeting; each has its own places and its own instructions."""

    ROOM = "room"
    ONLINE = "online"


class RsvpState(StrEnum):
    """What became of a reply. ``OFFERED`` holds places until somebody claims them or time is up."""

    GOING = "going"
    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"


class NeedKind(StrEnum):
    """What somebody needs to take part."""

    INTERPRETER = "interpreter"
    SIGN_LANGUAGE = "sign language"
    STEP_FREE = "step-free"
    CHILDCARE = "childcare"
    OTHER = "other"


class NeedState(StrEnum):
    """What staff did about a need. Nobody is told "confirmed" before a person confirmed it."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    NOT_POSSIBLE = "not possible"
