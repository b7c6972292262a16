"""Contact cards as PDF: ten on a page, to cut apart and hand over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core import when
from core.i18n import _
from exports.paper import Paper, code, pdf


@dataclass(frozen=True, slots=True)
class Cards:
    """``codes`` are good until the end of ``good_until``; ``address`` is the page they open."""

    department: str
    codes: tuple[str, ...]
    good_until: date
    address: str
    emergency_number: str = "911"


def contact_cards(cards: Cards, *, paper: Paper) -> bytes:
    """As many pages as the cards need; each card can be read by itself."""
    until = _("Good for one answer, until {day}.").format(day=when.day(cards.good_until))
    words = {
        "asks": _("You have met us. How was it?"),
        "until": until,
        "anonymous": _("No name needed. We do not keep who gave you this card."),
        "emergency": _("In danger now? Call {number}.").format(number=cards.emergency_number),
        "camera": _("Code for a phone camera. It leads to:"),
    }
    values = {
        "department": cards.department, "codes": cards.codes, "address": cards.address,
        "qr": code(cards.address), "words": words,
    }  # fmt: skip
    return pdf("contact_cards", values, _("Cards to hand over"), paper)
