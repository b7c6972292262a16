"""One row of a table that sets a share beside the same share in an earlier period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from analysis import reading_error
from analysis.reading_error import Readers
from analysis.shares import Verdict, difference


class Comparison(NamedTuple):
    """``share`` of ``n`` in ``total`` with its interval, and the change since the period before.

    ``change`` and its interval are missing (NaN) where the period before has nothing in it. It is
    of what was read: the same reader read both, so its mistakes make a change look smaller and do
    not turn it round. Where more of one period is in other languages, whose reader errs more, the
    interval of the change is wider by what that alone could make of it.
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


def compare(
    n: int, total: int, previous_n: int, previous_total: int, readers: Readers | None = None,
    indicative: tuple[int, int] = (0, 0),
) -> Comparison | None:  # fmt: skip
    """The comparison; ``None`` where there is nothing to take a share of.

    ``indicative``: how many of ``total``, and of ``previous_total``, are in other languages.
    """
    share = reading_error.share(n, total, readers, indicative[0])
    if share is None:
        return None
    slack = 0.0
    if readers and previous_total:
        slack = readers.apart(indicative[0] / total, indicative[1] / previous_total)
    change = difference(n, total, previous_n, previous_total, slack=slack)
    moved = change[:3] if change else (float("nan"),) * 3
    verdict: Verdict = change.verdict if change else "too few to tell"
    return Comparison(n, total, *share[:3], previous_n, previous_total, *moved, verdict)


def sides(
    compared: pd.DataFrame, readers: Sequence[Readers | None] | None = None,
    indicative: tuple[int, int] = (0, 0),
) -> pd.DataFrame:  # fmt: skip
    """Both shares of every row one below the other, each with its own interval.

    ``compared`` has the columns of ``Comparison`` beside its own, which are kept; the answer has
    ``side`` (0 or 1), ``n``, ``total``, ``share``, ``low`` and ``high``. A side on which nothing
    was read has no rows. ``readers``: row by row; ``indicative``: how many of each side's total
    (the same in every row) are in other languages.
    """
    own = [name for name in compared.columns if name not in Comparison._fields]
    rows = []
    of_rows = readers or [None] * len(compared)
    for row, known in zip(compared.to_dict("records"), of_rows, strict=True):
        for side, (n, total) in enumerate(
            ((row["n"], row["total"]), (row["previous_n"], row["previous_total"]))
        ):
            if share := reading_error.share(n, total, known, indicative[side]):
                rows.append((*(row[name] for name in own), side, n, total, *share[:3]))
    return pd.DataFrame(rows, columns=[*own, "side", "n", "total", "share", "low", "high"])
