"""The closed lists of words that tables, services and screens share."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a member of staff is here to do; the rights of each are in ``services/access.py``."""

    OUTREACH = "outreach"
    COMMAND = "command"
    ADMINISTRATOR = "administrator"
    OBSERVER = "observer"
    PARTNER = "partner"


class Sentiment(StrEnum):
    """The feeling a text expresses, as a reader understood it.

    ``UNCERTAIN``: it was read, and the reader cannot tell. ``NOT_READ``: no reader knows the
    language. Neither is neutral.
    """

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    MIXED = "mixed"
    UNCERTAIN = "uncertain"
    NOT_READ = "not read"


class SourceKind(StrEnum):
    """How a source's feedback came to us. Kinds, and sources, are never pooled in one figure."""

    FORM = "form"
    IMPORT = "import"
    SAMPLE = "sample"


class Rating(StrEnum):
    """What a resident may rate from 1 to 5 beside their words."""

    VOICE = "voice"
    RESPECT = "respect"
    FAIRNESS = "fairness"
    TRUST = "trust"
    SAFETY = "safety"
