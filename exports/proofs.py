"""A proof to take away, as PDF: the signed passages between two lines, and the code beneath."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import _
from exports.paper import Paper, code, pdf


@dataclass(frozen=True, slots=True)
class ProofSheet:
    """``passages`` are pairs of a heading and words; ``address`` is the page that checks them."""

    department: str
    passages: tuple[tuple[str, str], ...]
    code: str
    address: str


def proof(sheet: ProofSheet, *, paper: Paper) -> bytes:
    """As many pages as the words need; nothing stands between the lines but what is signed."""
    title = _("What you told us, and what came of it")
    words = {
        "signed": _("What stands between the two lines is signed."),
        "code": _("The code that signs it"),
        "check": _(
            "To check it, open the page below. Type this code, and copy or type all that stands "
            "between the two lines. The page says whether anything was changed, and whether it was "
            "taken back since. The code alone tells nobody what was said."
        ),
        "camera": _("Code for a phone camera. It leads to:"),
    }
    values = {
        "department": sheet.department, "title": title, "passages": sheet.passages,
        "code": sheet.code, "address": sheet.address, "qr": code(sheet.address), "words": words,
    }  # fmt: skip
    return pdf("proof", values, title, paper)
