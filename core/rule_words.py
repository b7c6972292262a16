"""How often something comes back, as people say it."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_skeleton, get_day_names, get_month_names
from babel.lists import format_list

from core import i18n
from core.i18n import N_, _, ngettext
from core.rules import WEEKDAYS, Rule, parsed

_WHICH = {
    0: N_("each {weekday}"),
    1: N_("the first {weekday}"),
    2: N_("the second {weekday}"),
    3: N_("the third {weekday}"),
    4: N_("the fourth {weekday}"),
    5: N_("the fifth {weekday}"),
    -1: N_("the last {weekday}"),
    -2: N_("the second to last {weekday}"),
}
_LEAP_YEAR = 2000


def in_words(rule: str, first: datetime) -> str:
    """``rule`` in the current person's language; ``first`` says what the rule leaves to it."""
    found = parsed(rule)
    said = _pattern(found, first)
    if found.count:
        return ngettext("{pattern}, {n} time", "{pattern}, {n} times", found.count).format(
            pattern=said, n=found.count
        )
    if found.last:
        last = format_date(found.last, "long", locale=i18n.locale())
        return _("{pattern}, until {day}").format(pattern=said, day=last)
    return said


def _pattern(found: Rule, first: datetime) -> str:
    said = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}
    return said[found.frequency](found, first) or _vaguely(found)


def _daily(found: Rule, first: datetime) -> str:
    if found.months or found.month_days or found.positions:
        return ""
    if found.days and found.interval == 1:
        return _weekly(found, first)  # each Monday to Friday, as some calendars write it
    if found.days:
        return ""
    return ngettext("Every day", "Every {n} days", found.interval).format(n=found.interval)


def _weekly(found: Rule, first: datetime) -> str:
    if found.months or found.positions:
        return ""
    codes = [day for _which, day in found.days] or [WEEKDAYS[first.weekday()]]
    return ngettext("Every week on {days}", "Every {n} weeks on {days}", found.interval).format(
        n=found.interval, days=_listed([_weekday(code) for code in codes])
    )


def _monthly(found: Rule, first: datetime) -> str:
    if found.months:
        return ""
    if found.days:
        days = _named_days(found)
        return days and ngettext(
            "Every month on {days}", "Every {n} months on {days}", found.interval
        ).format(n=found.interval, days=days)
    if found.positions or (min(found.month_days, default=0) < 0 and found.month_days != (-1,)):
        return ""
    if found.month_days == (-1,):
        return ngettext(
            "Every month on the last day", "Every {n} months on the last day", found.interval
        ).format(n=found.interval)
    days = _listed([str(day) for day in found.month_days or (first.day,)])
    return ngettext(
        "Every month on day {days}", "Every {n} months on day {days}", found.interval
    ).format(n=found.interval, days=days)


def _yearly(found: Rule, first: datetime) -> str:
    if len(found.months) > 1 or len(found.month_days) > 1:
        return ""
    if found.days:
        return _yearly_days(found)
    if found.positions or (found.month_days and not found.months):
        return ""
    day = _day_of_the_year((*found.months, first.month)[0], (*found.month_days, first.day)[0])
    return day and ngettext(
        "Every year on {day}", "Every {n} years on {day}", found.interval
    ).format(n=found.interval, day=day)


def _yearly_days(found: Rule) -> str:
    days = _named_days(found)
    if not days or not found.months:
        return ""
    month = get_month_names(locale=i18n.locale())[found.months[0]]
    return ngettext(
        "Every year on {days} of {month}", "Every {n} years on {days} of {month}", found.interval
    ).format(n=found.interval, days=days, month=month)


def _vaguely(found: Rule) -> str:
    """True of rules that no short sentence says; the dates themselves are listed beside it."""
    said = {
        "DAILY": ngettext("On some days", "Every {n} days, on some of them", found.interval),
        "WEEKLY": ngettext("In some weeks", "Every {n} weeks, in some of them", found.interval),
        "MONTHLY": ngettext(
            "Every month on some days", "Every {n} months on some days", found.interval
        ),
        "YEARLY": ngettext(
            "Every year on some days", "Every {n} years on some days", found.interval
        ),
    }
    return said[found.frequency].format(n=found.interval)


def _named_days(found: Rule) -> str:
    """The second Tuesday, whichever of two ways the rule writes it; empty where it is neither."""
    days = found.days
    if found.positions and len(days) == 1 and days[0][0] == 0:
        days = tuple((position, days[0][1]) for position in found.positions)
    elif found.positions:
        return ""
    if found.month_days or not all(which in _WHICH for which, _day in days):
        return ""
    return _listed([_(_WHICH[which]).format(weekday=_weekday(day)) for which, day in days])


def _day_of_the_year(month: int, day: int) -> str:
    try:
        return format_skeleton("MMMMd", date(_LEAP_YEAR, month, day), locale=i18n.locale())
    except ValueError:  # a day that no year has, or counted from the end
        return ""


def _weekday(code: str) -> str:
    return str(get_day_names(locale=i18n.locale())[WEEKDAYS.index(code)])


def _listed(items: list[str]) -> str:
    return format_list(items, locale=i18n.locale())
