"""One row of a table that sets a share beside the same share in an earlier period."""

from __future__ import annotations

from typing import NamedTuple

from analysis.shares import Verdict, difference, wilson


class Comparison(NamedTuple):
    """``share`` of ``n`` in ``total`` with its interval, and the change since the period before.

    ``change`` and its interval are missing (NaN) where the period before has nothing in it.
    """

    n: int
    total: int
    share: float
    low: float
    high: float
    previous_n: int
    previous_total: int
    change: float
    change_low: float
    change_high: float
    verdict: Verdict


def compare(n: int, total: int, previous_n: int, previous_total: int) -> Comparison | None:
    """The comparison; ``None`` where there is nothing to take a share of."""
    share = wilson(n, total)
    if share is None:
        return None
    change = difference(n, total, previous_n, previous_total)
    moved = change[:3] if change else (float("nan"),) * 3
    verdict: Verdict = change.verdict if change else "too few to tell"
    return Comparison(
        n, total, *share[:3], previous_n, previous_total, moved[0], moved[1], moved[2], verdict
    )
