"""Shares with honest intervals, and whether two of them differ.

Both after R. G. Newcombe, Statistics in Medicine 17 (1998): Wilson's score interval for one share
(pp. 857-872, method 3), and the hybrid score interval for a difference (pp. 873-890, method 10).
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import Literal, NamedTuple

FEWEST_TO_COMPARE = 11
"""Answers that each side needs before a change is spoken of."""

Verdict = Literal["rose", "fell", "no clear change", "too few to tell"]


class Share(NamedTuple):
    """``estimate`` lies in ``low`` .. ``high``, all from 0 to 1; ``n`` answers stand behind it."""

    estimate: float
    low: float
    high: float
    n: int


class Change(NamedTuple):
    """How much larger a share has become, from -1 to 1, and what may be said of it."""

    estimate: float
    low: float
    high: float
    verdict: Verdict


def wilson(k: int, n: int, confidence: float = 0.95) -> Share | None:
    """The share of ``k`` in ``n``; ``None`` for none of none. ``ValueError`` unless 0 <= k <= n."""
    if not 0 <= k <= n:
        raise ValueError(f"a share of {k} in {n}")
    if n == 0:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = k / n
    middle = 2 * k + z * z
    reach = z * sqrt(z * z + 4 * k * (1 - share))
    width = 2 * (n + z * z)
    low = (middle - reach) / width if k else 0.0
    high = (middle + reach) / width if k < n else 1.0
    return Share(share, min(max(low, 0.0), share), max(min(high, 1.0), share), n)


def difference(
    k1: int, n1: int, k2: int, n2: int, confidence: float = 0.95, *, slack: float = 0.0
) -> Change | None:
    """Share 1 less share 2: what ``k1`` of ``n1`` now is above ``k2`` of ``n2`` before.

    ``slack``: how far apart they may lie, 0 to 1, for another reason than chance or a change.
    ``None`` where either side has no answer at all.
    """
    now, before = wilson(k1, n1, confidence), wilson(k2, n2, confidence)
    if now is None or before is None:
        return None
    estimate = now.estimate - before.estimate
    down = sqrt((now.estimate - now.low) ** 2 + (before.high - before.estimate) ** 2)
    up = sqrt((now.high - now.estimate) ** 2 + (before.estimate - before.low) ** 2)
    low, high = max(estimate - down - slack, -1.0), min(estimate + up + slack, 1.0)
    return Change(estimate, low, high, _verdict(low, high, fewest=min(n1, n2)))


def _verdict(low: float, high: float, *, fewest: int) -> Verdict:
    if fewest < FEWEST_TO_COMPARE:
        return "too few to tell"
    if low > 0:
        return "rose"
    return "fell" if high < 0 else "no clear change"
