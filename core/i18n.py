"""Sentences for people pass through here, so that each can be said in another language."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
DEFAULT_LANGUAGE = "en"

language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)
"""The language (BCP 47) of the person being answered; set at the edge, once a request or run."""


@cache
def _catalogue(tag: str) -> NullTranslations:
    return translation("messages", CATALOGUES, languages=[tag], fallback=True)


def translate(sentence: str) -> str:
    """``sentence`` in the current person's language; as it stands where no catalogue has it."""
    return _catalogue(language.get()).gettext(sentence)


_ = translate


def ngettext(one: str, many: str, n: int) -> str:
    """``one`` or ``many``, as the current person's language counts ``n`` things."""
    return _catalogue(language.get()).ngettext(one, many, n)


def N_(sentence: str) -> str:  # noqa: N802 -- gettext's own name, which extraction knows
    """Mark ``sentence`` for translation where it is written, before anyone's language is known."""
    return sentence
