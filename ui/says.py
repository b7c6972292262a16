"""Figures in words: rounded to what is known, with how many people stand behind them."""

from __future__ import annotations

import re

from core.i18n import N_, _
from core.vocabulary import Rating, Sentiment

SENTIMENT = {
    Sentiment.NEGATIVE: N_("Negative"),
    Sentiment.MIXED: N_("Mixed"),
    Sentiment.NEUTRAL: N_("Neutral"),
    Sentiment.POSITIVE: N_("Positive"),
    Sentiment.UNCERTAIN: N_("Uncertain"),
    Sentiment.NOT_READ: N_("Not read"),
}
RATING = {
    Rating.VOICE: N_("I was listened to"),
    Rating.RESPECT: N_("I was treated with respect"),
    Rating.FAIRNESS: N_("Police here are fair"),
    Rating.TRUST: N_("I trust the police here"),
    Rating.SAFETY: N_("I feel safe where I live"),
}
VERDICT = {
    "rose": N_("More than before"),
    "fell": N_("Less than before"),
    "no clear change": N_("No clear change"),
    "too few to tell": N_("Too few to tell"),
}


def percent(share: float) -> str:
    return f"{share:.0%}"


def between(low: float, high: float) -> str:
    """An interval as people read it: ``between 41% and 52%``."""
    return _("between {low} and {high}").format(low=percent(low), high=percent(high))


def literal(text: str) -> str:
    """What a person typed, for a place that takes Markdown: no sign in it formats anything."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!$:~<>|])", r"\\\1", text)
