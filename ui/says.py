"""Figures in words: rounded to what is known, with how many people stand behind them."""

from __future__ import annotations

from core.i18n import _
from core.vocabulary import Rating, Sentiment

SENTIMENT = {
    Sentiment.NEGATIVE: "Negative",
    Sentiment.MIXED: "Mixed",
    Sentiment.NEUTRAL: "Neutral",
    Sentiment.POSITIVE: "Positive",
    Sentiment.UNCERTAIN: "Uncertain",
    Sentiment.NOT_READ: "Not read",
}
RATING = {
    Rating.VOICE: "I was listened to",
    Rating.RESPECT: "I was treated with respect",
    Rating.FAIRNESS: "Police here are fair",
    Rating.TRUST: "I trust the police here",
    Rating.SAFETY: "I feel safe where I live",
}
VERDICT = {
    "rose": "More than before",
    "fell": "Less than before",
    "no clear change": "No clear change",
    "too few to tell": "Too few to tell",
}


def percent(share: float) -> str:
    return f"{share:.0%}"


def between(low: float, high: float) -> str:
    """An interval as people read it: ``between 41% and 52%``."""
    return _("between {low} and {high}").format(low=percent(low), high=percent(high))
