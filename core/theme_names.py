"""How a theme is called, and what it is about, in the language of the person."""

from __future__ import annotations

from typing import Protocol

from core import i18n


class Named(Protocol):
    """What has a name and a description in two languages."""

    @property
    def name(self) -> str: ...
    @property
    def name_es(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def description_es(self) -> str: ...


def said(theme: Named) -> str:
    """Its name in the language of the person, or else in English."""
    return (theme.name_es if _is_spanish() else "") or theme.name


def told(theme: Named) -> str:
    """What it is about, in the same language."""
    return (theme.description_es if _is_spanish() else "") or theme.description


def _is_spanish() -> bool:
    return i18n.language.get().split("-")[0] == "es"
