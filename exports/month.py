"""A month as a table that a screen reader can read and a telephone can show."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape

from babel import Locale
from babel.dates import format_date

from core import i18n, when


@dataclass(frozen=True)
class Day:
    """Something on a day, with the way to its page; ``note`` says what is special about it."""

    starts: datetime
    title: str
    url: str
    note: str = ""


def month_table(first: date, items: Iterable[Day]) -> str:
    """The month of ``first`` as HTML, in weeks that begin as they do where the reader lives."""
    on: dict[date, list[Day]] = defaultdict(list)
    for item in items:
        on[item.starts.date()].append(item)
    locale = Locale.parse(i18n.locale())
    begins = locale.first_week_day
    weeks = Calendar(begins).monthdatescalendar(first.year, first.month)
    names = "".join(
        f'<th scope="col"><abbr title="{escape(format_date(day, "EEEE", locale=locale))}">'
        f"{escape(format_date(day, 'EEE', locale=locale))}</abbr></th>"
        for day in (weeks[0][0] + timedelta(days=n) for n in range(7))
    )
    rows = "".join(
        f"<tr>{''.join(_cell(day, first, on[day]) for day in week)}</tr>" for week in weeks
    )
    title = escape(format_date(first, "MMMM y", locale=locale))
    return (
        f'<table class="month"><caption>{title}</caption>'
        f"<thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cell(day: date, first: date, items: list[Day]) -> str:
    if day.month != first.month:
        return '<td class="other"></td>'
    said = "".join(
        f'<li><a href="{escape(item.url)}">{escape(when.time(item.starts))} '
        f"{escape(item.title)}</a> {escape(item.note)}</li>"
        for item in items
    )
    listed = f"<ul>{said}</ul>" if said else ""
    named = escape(when.day(day, with_year=False))
    shown = (
        f'<span class="day" aria-hidden="true">{day.day}</span><span class="full">{named}</span>'
    )
    return f'<td class="{"has" if said else "none"}">{shown}{listed}</td>'
