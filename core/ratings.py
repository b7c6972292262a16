"""What residents may rate beside their words, as screens, plain pages and paper say it."""

from __future__ import annotations

from core.i18n import N_
from core.vocabulary import Rating

RATINGS = {
    Rating.VOICE: N_("I was listened to"),
    Rating.RESPECT: N_("I was treated with respect"),
    Rating.FAIRNESS: N_("Police here are fair"),
    Rating.TRUST: N_("I trust the police here"),
    Rating.SAFETY: N_("I feel safe where I live"),
}
