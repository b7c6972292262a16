"""Whether a share moved beyond what chance, season and volume explain, twice in a row.

Counts of a concern vary more than chance alone allows, so each is set against a negative binomial:
a Poisson whose rate is itself drawn from a Gamma, fitted to the periods before by moments. Of many
lines looked at together some would alarm by chance; Y. Benjamini and Y. Hochberg, Journal of the
Royal Statistical Society B 57 (1995) 289-300, hold the share of false ones among the alarms. One
report is a first sign only: an alarm needs two in a row.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from analysis import false_discovery
from core import periods

FALSE_AMONG_SIGNS = 0.05
"""In each of the two reports; for alarms, which need both, it is far less."""

FEWEST_BEFORE, MOST_BEFORE = 6, 24
"""Periods that what is expected is worked out from."""

FEWEST_HEARD = 11
"""Pieces that the tested period needs in all before anything is said about it."""

_TWO_YEARS = 20  # months that were heard in two years; of weeks there are never so many
_OWN_SEASON = 20.0
"""Pieces by which a month must stand out before it is believed; one with few is like the others."""

_FAR_OFF = 40  # standard deviations; a Gamma's tail is long

State = Literal["rose", "fell", "first sign", "as expected", "too few to tell"]


class Counted(NamedTuple):
    """``n`` of ``total`` in one month or week."""

    period: int
    n: int
    total: int


class Told(NamedTuple):
    """``n`` of ``total`` were heard where ``expected`` (``low`` to ``high``, 95 %) were."""

    n: int
    total: int
    expected: float
    low: int
    high: int
    chance: float
    """Of a count so far from what is expected, on either side."""


class Alarm(NamedTuple):
    """What became of one line in the last period; ``told`` is missing where too few were heard."""

    state: State
    told: Told | None


def raised(
    lines: Mapping[int, Sequence[Counted]], *, since: int = periods.NO_DATE
) -> dict[int, Alarm]:
    """The state of every line (by its id) in its last period; all of them are of the same periods.

    ``since``: the first period that can be compared, because then another question was asked or
    other people were reached.
    """
    reports = []
    for back in (0, 1):
        told = {one: _told(line, back=back, since=since) for one, line in lines.items()}
        reports.append((told, _unlikely({one: t.chance for one, t in told.items() if t})))
    (last, sure), (before, sure_before) = reports
    found = {}
    for one, told_now in last.items():
        if told_now is None:
            found[one] = Alarm("too few to tell", None)
            continue
        then = before[one]
        twice = one in sure and one in sure_before and then and _up(told_now) == _up(then)
        state: State = "as expected"
        if twice:
            state = "rose" if _up(told_now) else "fell"
        elif one in sure:
            state = "first sign"
        elif not _would_be_seen(told_now):
            state = "too few to tell"
        found[one] = Alarm(state, told_now)
    return found


def history(line: Sequence[Counted], *, breaks: Sequence[int] = ()) -> list[Told | None]:
    """Every period of ``line`` against those before it; ``None`` where too little came before.

    ``breaks``: the periods across which nothing is compared.
    """
    found = []
    for at, one in enumerate(line):
        since = max((each for each in breaks if each <= one.period), default=periods.NO_DATE)
        found.append(_told(line[: at + 1], back=0, since=since))
    return found


def _told(line: Sequence[Counted], *, back: int, since: int) -> Told | None:
    """The last period, or the one ``back`` before it, against those before the last two.

    ``None`` where too little came before, or in it.
    """
    if len(line) < 2 + FEWEST_BEFORE:
        return None
    now = line[-1 - back]
    before = [one for one in line[-2 - MOST_BEFORE : -2] if one.total and one.period >= since]
    if len(before) < FEWEST_BEFORE or now.total < FEWEST_HEARD or since > line[-2].period:
        return None
    n, total = sum(one.n for one in before), sum(one.total for one in before)
    season = _season(before, n / total)
    rate = (n + 0.5) / (total + 1)  # never heard is not never to be heard
    likely = np.array([one.total * rate * season.get(_of_year(one.period), 1.0) for one in before])
    heard = np.array([one.n for one in before])
    fitted = 1 + len(season) * n / (n + _OWN_SEASON * len(season)) if n else 1
    free = len(before) / (len(before) - fitted)  # what was fitted fits too well
    spread = max(0.0, float((free * (heard - likely) ** 2 - likely).sum() / (likely**2).sum()))
    expected = now.total * rate * season.get(_of_year(now.period), 1.0)
    first, chances = _chances(expected, spread + 1 / (n + 0.5), now.total)
    below = chances[: max(0, now.n + 1 - first)].sum()
    above = chances[max(0, now.n - first) :].sum()
    low, high = first + np.searchsorted(chances.cumsum(), (0.025, 0.975))
    chance = float(min(1.0, 2 * min(below, above)))
    return Told(now.n, now.total, expected, int(low), int(high), chance)


def _season(before: Sequence[Counted], rate: float) -> dict[int, float]:
    """By how much each month of the year stands out, once two years of them are known."""
    if len(before) < _TWO_YEARS or periods.is_week(before[0].period) or not rate:
        return {}
    heard: Counter[int] = Counter()
    likely: dict[int, float] = defaultdict(float)
    for one in before:
        heard[_of_year(one.period)] += one.n
        likely[_of_year(one.period)] += one.total * rate
    return {
        at: (heard[at] + _OWN_SEASON) / (expected + _OWN_SEASON) for at, expected in likely.items()
    }


def _of_year(period: int) -> int:
    return period % 100


def _chances(mean: float, spread: float, most: int) -> tuple[int, np.ndarray]:
    """Of each count from a first one on, whose variance is ``mean`` + ``spread`` x ``mean``^2.

    From 0 to ``most``, but for those so far off that they cannot change a sum.
    """
    reach = _FAR_OFF * math.sqrt(mean + spread * mean**2)
    first, last = max(0, math.floor(min(mean, most) - reach)), min(most, math.ceil(mean + reach))
    counts, size = np.arange(first, last), 1 / spread
    steps = np.log((counts + size) / (counts + 1)) + math.log(mean / (mean + size))
    logs = np.concatenate([[0.0], steps.cumsum()])
    chances = np.exp(logs - logs.max())
    return first, np.asarray(chances / chances.sum())  # no more than all can say so


def _up(told: Told) -> bool:
    return told.n > told.expected


def _would_be_seen(told: Told) -> bool:
    """Whether a share twice as large would have stood out; else "as expected" says too much."""
    return told.high < 2 * told.expected


def _unlikely(chances: Mapping[int, float]) -> set[int]:
    """Those that stand out, with ``FALSE_AMONG_SIGNS`` of them false at most (on average)."""
    limit = false_discovery.limit(chances.values(), FALSE_AMONG_SIGNS)
    return {one for one, chance in chances.items() if chance <= limit}
