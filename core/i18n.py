"""Sentences for people pass through here, so that each can be said in another language."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
DEFAULT_LANGUAGE = "en"
TRANSLATED = tuple(
    sorted(
        (file.parent.parent.name for file in CATALOGUES.glob("*/LC_MESSAGES/messages.po")),
        key=lambda tag: (Locale.parse(tag, sep="-").text_direction == "rtl", tag),
    )
)
"""The languages that have a catalogue; those written from right to left stand last in menus."""

OFFERED = (DEFAULT_LANGUAGE, *TRANSLATED)
"""What people may choose from. English needs no catalogue: it is what stands in the code."""

LOCALES = {"en": "en_US", "es": "es_US"}
"""Whose dates and clocks go with a language here, where it is not the language's own."""

language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)
"""The language (BCP 47) of the person being answered; set at the edge, once a request or run."""


def file_of(tag: str) -> Path:
    return CATALOGUES / tag / "LC_MESSAGES" / "messages.po"


def read(tag: str) -> Catalog:
    """The catalogue as it stands in its file.

    It is read as it is: there is no compiled copy that could differ from what a reviewer signed.
    """
    with file_of(tag).open("rb") as file:
        return read_po(file, locale=tag.replace("-", "_"))


@cache
def _catalogue(tag: str) -> NullTranslations:
    if tag not in TRANSLATED:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read(tag))
    compiled.seek(0)
    return GNUTranslations(compiled)


def translate(sentence: str) -> str:
    """``sentence`` in the current person's language; as it stands where no catalogue has it."""
    return _catalogue(language.get()).gettext(sentence) if sentence else ""


_ = translate


def ngettext(one: str, many: str, n: int) -> str:
    """``one`` or ``many``, as the current person's language counts ``n`` things."""
    return _catalogue(language.get()).ngettext(one, many, n)


def N_(sentence: str) -> str:  # noqa: N802 -- gettext's own name, which extraction knows
    """Mark ``sentence`` for translation where it is written, before anyone's language is known."""
    return sentence


def locale() -> str:
    """The locale by which dates, times and lists are said to the current person."""
    tag = language.get()
    return LOCALES.get(tag, tag.replace("-", "_"))
