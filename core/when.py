"""Days and times as people say them, in their language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list

from core import i18n
from core.i18n import _


def day(day: date, *, with_year: bool = True) -> str:
    """A day with its weekday: ``Tuesday, March 3, 2026``."""
    locale = i18n.locale()
    if with_year:
        return format_date(day, "full", locale=locale)
    return format_skeleton("MMMMEEEEd", day, locale=locale)


def time(at: datetime) -> str:
    """The time of day of a wall time: ``6:00 PM``."""
    return format_time(at.time(), "short", locale=i18n.locale())


def span(starts: datetime, ends: datetime) -> str:
    """From one wall time to another; the day stands once where it is the same."""
    if starts.date() == ends.date():
        return _("{day}, {start} to {end}").format(
            day=day(starts.date()), start=time(starts), end=time(ends)
        )
    return _("{first_day}, {start}, to {last_day}, {end}").format(
        first_day=day(starts.date()), start=time(starts), last_day=day(ends.date()), end=time(ends)
    )


def listed(items: Iterable[str]) -> str:
    """Several things in a row: ``English, Spanish, and Arabic``."""
    return format_list(list(items), locale=i18n.locale())


def language_name(tag: str) -> str:
    """A language by its name in the reader's own, or the tag itself where none is known."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(i18n.language.get()) or tag
    except (UnknownLocaleError, ValueError):
        return tag
