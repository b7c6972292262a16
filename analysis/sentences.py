"""Where the sentences of a text begin and end. Our own: no corpus has to be shipped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.spans import Span

# Every candidate is taken whole and judged afterwards. No pattern looks ahead over a run of
# characters, so none is tried again and again, and the time stays linear in the text.
_CANDIDATE = re.compile(
    r"(?P<stop>[.!?…؟۔।]+)[\"'”’»)\]]*"
    r"|(?P<wide>[。！？]+[」』”’）]*)"
    r"|(?P<line>[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+)"
    r"|(?P<bullet>[•‣▪●◦])"
)
_BEFORE_WORD = re.compile(r"[\s(\[\"“‘']")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
_QUARTER = re.compile(r"\s*[NESW]{1,2}\b")
_NEARBY = 32  # characters looked at on either side of a full stop

_TITLES = frozenset(
    """
    dr mr mrs ms mx prof rev hon sgt lt ofc det capt cpt cpl maj col cmdr gen sen rep gov
    insp supt sr sra dep pvt atty
    """.split()
)
"""What stands before a name: never the end of a sentence."""

_SHORTENED = frozenset(
    """
    ave av blvd rd st ln ct pl hwy pkwy sq apt bldg dept co inc ltd corp etc vs approx est
    jr nos mon tue tues thu thur thurs fri jan feb mar apr jun jul
    aug sep sept oct nov dec e.g i.e a.m p.m
    """.split()
)
"""May also end a sentence: what follows decides."""


def split(text: str) -> tuple[Span, ...]:
    """The sentences of ``text`` in order, without the space around them.

    A line break or a bullet ends a sentence, with or without a full stop. Every character that is
    not space lies in exactly one span.
    """
    spans = []
    start = 0
    for end in (*_breaks(text), len(text)):
        piece = text[start:end]
        inner = piece.strip()
        if inner:
            first = start + len(piece) - len(piece.lstrip())
            spans.append(Span(first, first + len(inner)))
        start = end
    return tuple(spans)


def _breaks(text: str) -> Iterator[int]:
    """Offsets between two sentences."""
    for found in _CANDIDATE.finditer(text):
        if found.lastgroup == "bullet":
            yield found.start()
        elif found.lastgroup != "stop" or _ends_sentence(text, found):
            yield found.end()


def _ends_sentence(text: str, found: re.Match[str]) -> bool:
    end, stop = found.end(), found["stop"]
    if end < len(text) and not text[end].isspace():
        return False  # "3.5", "city.gov", "stop.Now"
    after = text[end : end + _NEARBY].lstrip()
    if stop == ".":
        return end > found.start() + 1 or not _is_abbreviation(text, found.start(), after)
    is_pause = stop.strip(".…") == "" and after[:1].islower()  # "I called... no one came"
    return not is_pause


def _is_abbreviation(text: str, dot: int, after: str) -> bool:
    """Whether the full stop at ``dot`` shortens a word and does not end a sentence."""
    before = text[max(0, dot - _NEARBY) : dot]
    word = _BEFORE_WORD.split(before)[-1]
    folded = word.lower()
    if folded == "st" and after[:1].isupper() and not _QUARTER.match(after):
        return not before.rpartition(" ")[0].rpartition(" ")[2][:1].isupper()  # "Main St. Cars"
    if folded == "no":
        return after[:1].isdigit()
    if folded in _SHORTENED:
        return after[:1].islower() or after[:1].isdigit() or bool(_QUARTER.match(after))
    return folded in _TITLES or bool(_INITIALS.match(word))
