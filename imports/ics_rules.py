"""The repetitions of a stranger's calendar, expanded between two days and never for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import islice

from dateutil.rrule import rrulestr

from core.recurrence import expanded
from imports.ics_lines import CalendarRefusedError

WORK_LIMIT = 2_000_000
"""Most work for the repetitions of one file, in steps of a microsecond or so."""

_DAYS_A_STEP = {"DAILY": 1, "WEEKLY": 2, "MONTHLY": 3, "YEARLY": 3}
_DAYS_A_STEP_OF_ANNIVERSARIES = 12
_LENGTH_LIMIT = 500
_UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")
_SOUND = re.compile(r"[A-Z0-9=;,+-]*")
_QUICK = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_TRIED_FOR_NOTHING = 500 * 365  # days: ``core.recurrence.expanded`` gives up after so many


class RepetitionError(CalendarRefusedError):
    message = (
        "We cannot read how often “{title}” comes back (“{rule}”). "
        "Correct that event, or leave it out."
    )


class TooQuickError(CalendarRefusedError):
    message = (
        "“{title}” comes back more often than once a day (“{rule}”). "
        "Correct that event, or leave it out."
    )


class TooMuchWorkError(CalendarRefusedError):
    message = (
        "The events in this calendar come back too often, or began too long ago. "
        "Export fewer of them, or fewer years."
    )


class Repetitions:
    """Expands the rules of one file, and counts how much work that was."""

    def __init__(self, first: date, last: date) -> None:
        self._first, self._last = first, last
        self._work = 0

    def times(self, title: str, rule: str, starts: date | datetime) -> list[date | datetime]:
        """When ``rule`` brings back what first was at ``starts``, between the two days."""
        parts = _checked(title, rule)
        naive = _naive(starts)
        end = datetime.combine(self._last, time.max)
        if last := parts.pop("UNTIL", None):
            end = min(end, _until(title, rule, last, starts))
        count = int(parts.pop("COUNT", 0)) or None
        text = ";".join(f"{name}={value}" for name, value in parts.items())
        self._charge((end - naive).days, parts)
        try:
            every = expanded(lambda start: self._every(text, start, parts), naive, end)
            found = list(islice(every, count))
        except (ValueError, TypeError, OverflowError, IndexError, KeyError, AttributeError):
            raise RepetitionError(title=title, rule=rule) from None
        shown = [at for at in found if at.date() >= self._first]
        if not isinstance(starts, datetime):
            return [at.date() for at in shown]
        return [at.replace(tzinfo=starts.tzinfo) for at in shown]

    def _every(self, text: str, start: datetime, parts: dict[str, str]) -> Iterator[datetime]:
        for at in rrulestr(text, dtstart=start):
            self._charge(1, {"FREQ": "DAILY"})
            yield at
        self._charge(_TRIED_FOR_NOTHING, parts)  # only who asks to the end comes here

    def _charge(self, days: int, parts: dict[str, str]) -> None:
        """Count what dateutil does to try a rule on so many days, as measured."""
        a_step = _DAYS_A_STEP[parts["FREQ"]]
        if parts["FREQ"] == "YEARLY" and "BYDAY" not in parts:
            a_step = _DAYS_A_STEP_OF_ANNIVERSARIES
        self._work += max(0, days) // (a_step * int(parts.get("INTERVAL", 1)))
        if self._work > WORK_LIMIT:
            raise TooMuchWorkError


def _checked(title: str, rule: str) -> dict[str, str]:
    """The parts of ``rule``, once it is sure that expanding it comes to an end."""
    shown = rule[:60]
    pairs = [part.partition("=")[::2] for part in rule.upper().replace(" ", "").split(";") if part]
    parts = {name: value for name, value in pairs if not name.startswith("X-")}
    if parts.get("FREQ") in ("HOURLY", "MINUTELY", "SECONDLY") or parts.keys() & _QUICK:
        raise TooQuickError(title=title, rule=shown)
    sound = (
        len(rule) <= _LENGTH_LIMIT
        and all(_SOUND.fullmatch(value) for value in parts.values())
        and len(parts) == len(pairs) - sum(name.startswith("X-") for name, _value in pairs)
        and parts.get("FREQ") in _DAYS_A_STEP
        and re.fullmatch("0{0,3}[1-9][0-9]{0,3}", parts.get("INTERVAL", "1"))
        and re.fullmatch("0{0,5}[1-9][0-9]{0,5}", parts.get("COUNT", "1"))
        and not parts.keys() & {"DTSTART", "BYEASTER"}
    )
    if not sound:
        raise RepetitionError(title=title, rule=shown)
    return parts


def _until(title: str, rule: str, text: str, starts: date | datetime) -> datetime:
    """The last wall time that UNTIL lets through, on the clock of ``starts``."""
    found = _UNTIL.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        day = datetime.strptime(found[1], "%Y%m%d")  # noqa: DTZ007 -- wall time is naive
        if found[2] is None:
            return datetime.combine(day, time.max)
        at = datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S")  # noqa: DTZ007
        if not isinstance(starts, datetime):
            return datetime.combine(day, time.max)
        if found[3] and starts.tzinfo is not None:
            at = at.replace(tzinfo=UTC).astimezone(starts.tzinfo).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise RepetitionError(title=title, rule=rule[:60]) from None
    return at.replace(fold=0)


def _naive(starts: date | datetime) -> datetime:
    if isinstance(starts, datetime):
        return starts.replace(tzinfo=None)
    return datetime.combine(starts, time.min)
