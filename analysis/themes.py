"""The versioned list of themes that concerns are tagged with, and how it is read and written.

A term is what a resident might write, in lower case: a word or a phrase of up to ``LONGEST``
words. It stands for whole words, however they are capitalised, hyphenated or apostrophed.

* ``speeding`` finds "Speeding" and not "speedingly".
* ``pothole*`` finds every word that begins so: "pothole", "potholes".
* ``issued * ticket*`` finds any one word where the ``*`` stands alone.
* ``-traffic stop*`` is an exception: what it covers is not evidence for this theme.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from analysis.words import fold, words
from core.errors import CommonGroundError
from core.i18n import _

LONGEST = 8
SHORTEST_STEM = 2
PRAISE = "THX"
"""The one theme that is not a worry; its code, like every code, is permanent."""

_SHIPPED = Path(__file__).with_name("themes.json")


class ThemeListError(CommonGroundError):
    """The list cannot be used; the sentence says what to mend."""

    def __init__(self, message: str, **details: object) -> None:
        self.message = message
        super().__init__(**details)


class Term(NamedTuple):
    """A term taken apart. A word is exact, or a stem with ``*`` at its end, or ``*`` alone."""

    words: tuple[str, ...]
    is_exception: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """A matter residents raise. ``code`` is permanent; the rest may be edited by staff.

    ``examples`` are whole sentences that a resident might write, for people who wonder what is
    meant and for readers that compare meanings; a theme may have none.
    """

    code: str
    name: str
    description: str
    is_conduct: bool  # about how police staff behave, so that more care is due
    terms: tuple[str, ...]
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeList:
    """Themes under one version number; a change is a new version, and tags history anew."""

    version: int
    themes: tuple[Theme, ...]

    def __hash__(self) -> int:
        """Quick, since the list is the key under which what is made of it is kept."""
        return hash((self.version, len(self.themes)))


@cache
def shipped() -> ThemeList:
    """The list that comes with the software."""
    return loads(_SHIPPED.read_text(encoding="utf-8"))


def parse(term: str) -> Term:
    """``term`` taken apart; ``ThemeListError`` where it is not one."""
    body = term.removeprefix("-")
    parts = tuple(_part(piece, term) for piece in body.replace("-", " ").split())
    if not 1 <= len(parts) <= LONGEST:
        raise ThemeListError(_("A term has 1 to {most} words: “{term}”."), most=LONGEST, term=term)
    if "*" in (parts[0], parts[-1]):
        raise ThemeListError(_("A * alone stands between two words: “{term}”."), term=term)
    return Term(parts, is_exception=body != term)


def dumps(themes: ThemeList) -> str:
    """``themes`` as JSON that a person can read and edit."""
    return json.dumps(asdict(themes), ensure_ascii=False, indent=1) + "\n"


def loads(text: str) -> ThemeList:
    """The list in ``text``, as ``dumps`` writes it; ``ThemeListError`` says what is wrong."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        raise ThemeListError(_("The list of themes is not JSON.")) from None
    match plain:
        case {"version": int(version), "themes": list(themes)} if type(version) is int:
            return checked(ThemeList(version, tuple(map(_theme, themes))))
    raise ThemeListError(_("The list needs a version, which is a whole number, and its themes."))


def checked(themes: ThemeList) -> ThemeList:
    """``themes`` unchanged; ``ThemeListError`` where codes, names or terms cannot be used."""
    codes: set[str] = set()
    for theme in themes.themes:
        if not theme.code.strip() or not theme.name.strip():
            raise ThemeListError(_("Every theme needs a code and a name."))
        if theme.code in codes:
            raise ThemeListError(_("Two themes have the code “{code}”."), code=theme.code)
        codes.add(theme.code)
        for term in theme.terms:
            parse(term)
    return themes


def _theme(plain: object) -> Theme:
    match plain:
        case {
            "code": str(code),
            "name": str(name),
            "description": str(description),
            "is_conduct": bool(is_conduct),
            "terms": terms,
            **more,
        }:
            examples = _lines("examples", more.get("examples", []))
            return Theme(code, name, description, is_conduct, _lines("terms", terms), examples)
    raise ThemeListError(
        _("A theme needs a code, a name, a description, is_conduct (true or false), and terms.")
    )


def _lines(name: str, plain: object) -> tuple[str, ...]:
    """The ``name`` of a theme: a list of texts."""
    if not isinstance(plain, list) or not all(isinstance(line, str) for line in plain):
        raise ThemeListError(_("The {name} of a theme are a list of texts."), name=name)
    return tuple(plain)


def _part(piece: str, term: str) -> str:
    """A word of a term, folded as the words of a text are, with its ``*``."""
    if piece == "*":
        return piece
    stem = piece.removesuffix("*")
    found = [fold(word[0]) for word in words(stem)]
    if len(found) != 1 or not found[0] or not stem[0].isalnum():
        raise ThemeListError(
            _("A term is made of words, with * at their end or alone: “{term}”."), term=term
        )
    if stem != piece and len(found[0]) < SHORTEST_STEM:
        raise ThemeListError(
            _("There are too few letters before the * of “{term}”: it would find too much."),
            term=term,
        )
    return found[0] + piece.removeprefix(stem)
