"""Figures that leave staff pages, without the counts that would tell of a few people.

Every download and all that observers see has come through here; what is hidden, and why that is
enough, is in ``analysis.disclosure_cells``. It protects one table against a reader of that table.
It does not protect

- tables that overlap: another period that shares months, a district beside the whole town, or the
  same month after feedback came late can be subtracted from each other. What observers see is
  therefore made of fixed periods that do not overlap, and released once;
- what else a frame carries. Lines sorted by a hidden count tell its bounds, and so does a column
  that was worked out from one and is not named in ``DERIVED``;
- against those who left some of the feedback themselves, and so can count without it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.disclosure_cells import Flags, Hidden, hidden

__all__ = ["MINIMUM", "Hidden", "hidden", "protect", "protect_shares"]

MINIMUM = 11
"""Fewest people a published figure stands for, where nobody has set another number."""

SHARE = ["share", "low", "high"]
BEFORE = ("previous_n", "previous_total")
CHANGE = ["change", "change_low", "change_high", "verdict"]
DERIVED = [*SHARE, *BEFORE, *CHANGE]


def protect(
    frame: pd.DataFrame, *, rows: list[str], column: str, n: str = "n", total: str = "total",
    minimum: int,
) -> pd.DataFrame:  # fmt: skip
    """A copy in which no few people can be told from ``n``, and a column ``hidden``.

    There is a line for each key ``rows`` and ``column``; ``n`` is its count and ``total`` the one
    of its key ``rows``. Where the lines of a key do not make up its total, the rest counts as one
    more column, since a reader can subtract. Columns' totals are taken to be known; whoever shows
    them beside the frame asks ``hidden`` which may be.
    """
    few, few_in_all = _secret(frame, rows, column, n, total, minimum)
    earlier, earlier_in_all = _nothing(frame), _nothing(frame)
    if set(BEFORE) <= set(frame):
        earlier, earlier_in_all = _secret(frame, rows, column, *BEFORE, minimum)
    # A share that is shown beside its count tells the total.
    share = few | few_in_all
    return _without(
        frame.assign(hidden=few),
        {n: few, total: few_in_all}
        | dict.fromkeys(SHARE, share)
        | dict(zip(BEFORE, (few | earlier, few | earlier_in_all), strict=True))
        | dict.fromkeys(CHANGE, share | earlier | earlier_in_all),
        whole=[n, total, *BEFORE],
    )


def protect_shares(
    frame: pd.DataFrame, *, n: str = "n", total: str = "total", minimum: int
) -> pd.DataFrame:
    """The same where lines do not add up: each is ``n`` who said a thing; the rest did not."""
    few, earlier = _either_few(frame, n, total, minimum), _nothing(frame)
    if set(BEFORE) <= set(frame):
        earlier = _either_few(frame, *BEFORE, minimum)
    return _without(
        frame.assign(hidden=few),
        dict.fromkeys([n, total, *SHARE], few) | dict.fromkeys([*BEFORE, *CHANGE], few | earlier),
        whole=[n, total, *BEFORE],
    )


def _secret(
    frame: pd.DataFrame, rows: list[str], column: str, n: str, total: str, minimum: int
) -> tuple[Flags, Flags]:
    """For each line of a long frame, whether its count, and its row's total, is hidden."""
    by_row = frame.groupby(rows, sort=False, dropna=False, observed=True)
    row = by_row.ngroup().to_numpy()
    at, names = pd.factorize(frame[column], use_na_sentinel=False)
    if frame.duplicated([*rows, column]).any() or (by_row[total].nunique() > 1).any():
        raise ValueError("a table has one line for each row and column, and one total for each row")
    counts = np.zeros((by_row.ngroups, len(names) + 1), dtype=np.int64)
    counts[row, at] = _whole(frame, n)
    totals = np.zeros(by_row.ngroups, dtype=np.int64)
    totals[row] = _whole(frame, total)
    counts[:, -1] = totals - counts.sum(axis=1)
    secret = hidden(counts, minimum=minimum)
    return secret.cells[row, at], secret.rows[row]


def _either_few(frame: pd.DataFrame, n: str, total: str, minimum: int) -> Flags:
    said, everyone = _whole(frame, n), _whole(frame, total)
    silent = everyone - said
    if (said < 0).any() or (silent < 0).any():
        raise ValueError("a share is of nought or more, in as many or more")
    few: Flags = everyone < minimum
    for count in (said, silent):
        few = few | ((count > 0) & (count < minimum))
    return few


def _whole(frame: pd.DataFrame, name: str) -> npt.NDArray[np.int64]:
    return np.asarray(frame[name].astype("int64"), dtype=np.int64)


def _nothing(frame: pd.DataFrame) -> Flags:
    return np.zeros(len(frame), dtype=bool)


def _without(frame: pd.DataFrame, secret: dict[str, Flags], *, whole: list[str]) -> pd.DataFrame:
    """``frame``, its own copy, with what is ``secret`` of each column missing."""
    for name in secret.keys() & set(frame):
        values = frame[name].astype("Int64") if name in whole else frame[name]
        frame[name] = values.mask(secret[name])
    return frame
