"""What in a text would tell who somebody is, so that its writer can take it out before sending.

It shows and never refuses: likely names, telephone numbers, addresses, e-mail and plates.
"""

from __future__ import annotations

import re

from analysis import officer_names
from analysis.spans import Span, merge

LONGEST = 5_000
"""Characters that are looked at: what a form takes."""

_STREET = (
    r"street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|way|terrace"
    r"|highway|hwy|parkway|pkwy|circle|cir|square|sq"
)
_NAME = r"[A-ZÁÉÍÓÚÑ][\w'’-]{1,30}"
_WHAT = tuple(
    map(
        re.compile,
        (
            r"\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{2,30}){1,4}",
            r"(?<![\w.])\+?\(?\d{1,4}\)?(?:[ ./-]?\(?\d{2,4}\)?){2,4}(?!\w|\.\w)",
            rf"\b\d{{1,6}}[a-zA-Z]? (?:(?:[NSEW]|North|South|East|West)\.? )?(?:{_NAME} ){{1,3}}"
            rf"(?i:{_STREET})\b\.?",
            rf"\b(?i:calle|avenida|av\.?|camino|paseo) (?:(?:de|del|la|las|los|el) ){{0,2}}{_NAME}"
            r"(?: (?:núm\.?|n[º°]|#)? ?\d{1,5})",
            r"\b(?i:apt|apartment|unit|apto|apartamento)\.? ?#?\w{1,5}\b",
            rf"\b(?i:my name is|i am called|me llamo|mi nombre es|soy) {_NAME}(?: {_NAME}){{0,2}}",
            rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Sr|Sra|Srta|Don|Doña)\.? {_NAME}(?: {_NAME})?",
            r"\b(?i:plate|license plate|licence plate|placa|matrícula)(?: (?:number|no\.?|número))?"
            r"(?: is| es|:)? ?[A-Z0-9][A-Z0-9 -]{3,8}[A-Z0-9]\b",
        ),
    )
)
_PHONE_DIGITS = 7


def find(text: str) -> tuple[Span, ...]:
    """The stretches that tell who somebody is, in order; empty for none."""
    seen = text[:LONGEST]
    found = [
        Span(*hit.span())
        for number, pattern in enumerate(_WHAT)
        for hit in pattern.finditer(seen)
        if number != 1 or sum(map(str.isdigit, hit.group())) >= _PHONE_DIGITS
    ]
    return merge([*found, *officer_names.find(seen)])
