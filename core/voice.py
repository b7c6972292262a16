"""The closed lists of words about what residents tell us, and who they are to us."""

from __future__ import annotations

from enum import StrEnum


class Danger(StrEnum):
    """Who or what a text says is in danger."""

    SELF = "self"
    OTHERS = "others"
    CHILD = "child"
    HOME = "home"  # from a partner or the family
    EMERGENCY = "emergency"  # going on now


class Act(StrEnum):
    """The main thing a text does, as a reader understood it.

    ``REQUEST`` asks for something or proposes it, ``QUESTION`` asks to be told something, and
    ``STATEMENT`` is a fact or an opinion with none of the others in it.
    """

    COMPLAINT = "complaint"
    REQUEST = "request"
    PRAISE = "praise"
    QUESTION = "question"
    STATEMENT = "statement"


class Mode(StrEnum):
    """What a person was promised about who they are.

    ``CONFIDENTIAL``: the department can write to them and staff cannot see who they are.
    """

    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"
    NAMED = "named"


class ThreadState(StrEnum):
    """Where a piece stands, as its owner is told."""

    RECEIVED = "received"
    LOOKED_AT = "looked at"
    IN_HAND = "in hand"
    ANSWERED = "answered"
    TAKEN_BACK = "taken back"
    ERASED = "erased"


class ComplaintChoice(StrEnum):
    """What a person said when they were offered the formal way to complain."""

    FORMAL = "formal"
    HERE = "here"


class MaskReason(StrEnum):
    """Why something in a piece is not for the public."""

    IDENTITY = "identity"  # it tells who the writer is
    THIRD_PERSON = "third person"
    CONTACT = "contact"  # an address, a number, a plate
    OFFICER = "officer"
    HEALTH = "health"
    INVESTIGATION = "investigation"
