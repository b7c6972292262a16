"""Which counts of a table must not be shown, so that none of a few people can be worked out.

Cell suppression, after Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 4.
The table with its totals is a network (Gusfield, SIAM Journal on Computing 17, 1988): every line is
a node, every count an edge, and what is hidden can only move round a cycle of hidden edges. So:

1. Every count and total from 1 to ``minimum - 1`` is hidden. Nought is about nobody and is shown.
2. Each of these must be able to be ``minimum`` or more, for all that a reader can tell who knows
   what is shown, that lines add up, and that a hidden count is at least 1 (noughts never are
   hidden). That is a question of how much can flow round its edge through hidden edges.
3. Where too little can, the cheapest path that can is hidden too: few counts, small ones, over
   lines that have hidden counts already, and totals last.

What step 3 hides lies on a cycle that can move, so it is not determined either. With all but the
noughts hidden anything can flow, so there is always a path. It is a heuristic: what it hides is
enough, and not always the least.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]
Places = list[tuple[int, int]]
Path = tuple[Places, Places]

AGAIN = 0.001
"""What a path pays for an edge that is hidden already: next to nothing, but short paths win."""


@dataclass(frozen=True)
class Hidden:
    """What must not be shown of a table: its cells, the totals of its lines, the grand total."""

    cells: Flags
    rows: Flags
    columns: Flags
    all: bool


class Edges(NamedTuple):
    """A table with its totals, as the network in which a count is raised.

    ``out`` is how much may flow along each edge from its row to its column, ``back`` the other way.
    A row's equation is ``cells - total = 0``, and a column's the same, so a count may fall to 1 and
    rise without end, and a line's total the other way round.
    """

    out: Reals
    back: Reals
    hidden: Flags
    cost: Reals

    def turned(self) -> Edges:
        """The same with rows and columns changing places; what is hidden there is hidden here."""
        return Edges(self.back.T, self.out.T, self.hidden.T, self.cost.T)

    def without(self, row: int, column: int) -> Edges:
        """A copy to push through, except over one edge. ``hidden`` is no copy."""
        out, back = self.out.copy(), self.back.copy()
        out[row, column] = back[row, column] = 0
        return self._replace(out=out, back=back)


def hidden(counts: npt.ArrayLike, *, minimum: int) -> Hidden:
    """What to hide of ``counts`` of people, whose totals would be published beside them."""
    given = np.asarray(counts, dtype=np.int64)
    if given.ndim != 2 or (given < 0).any():
        raise ValueError("a table of counts has rows and columns, and nothing below nought")
    table = with_totals(given)
    secret = _primary(table, minimum)
    edges = _edges(table, secret)
    for row, column in np.argwhere(secret)[np.argsort(table[secret], kind="stable")]:
        _protect(edges, int(row), int(column), by=float(minimum - table[row, column]))
    return Hidden(secret[:-1, :-1], secret[:-1, -1], secret[-1, :-1], bool(secret[-1, -1]))


def with_totals(counts: Counts) -> Counts:
    """The table with a column of its rows' totals and a row of its columns'."""
    wide = np.column_stack([counts, counts.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def _primary(table: Counts, minimum: int) -> Flags:
    """The counts of a few people, in a table with its totals: hidden whatever else is."""
    few: Flags = (table > 0) & (table < minimum)
    return few


def _edges(table: Counts, secret: Flags) -> Edges:
    falls = np.maximum(table - 1.0, 0.0)
    rises = np.where(table > 0, np.inf, 0.0)
    negative = np.zeros(table.shape, dtype=bool)
    negative[:-1, -1] = negative[-1, :-1] = True
    # A total takes the shares of its whole line with it.
    cost = 1 + table / (table.max() + 1.0)
    cost[:, -1] += table.shape[1]
    cost[-1, :] += table.shape[0]
    return Edges(
        out=np.where(negative, rises, falls),
        back=np.where(negative, falls, rises),
        hidden=secret,
        cost=np.where(table > 0, cost, np.inf),
    )


def _protect(edges: Edges, row: int, column: int, *, by: float) -> None:
    """Let the count at ``row`` and ``column`` rise ``by`` so much, hiding what that takes.

    What is added to a cell, its row's other counts must give up: it flows out to the column. What
    is added to a line's total flows the other way.
    """
    if (row == edges.hidden.shape[0] - 1) != (column == edges.hidden.shape[1] - 1):
        edges, row, column = edges.turned(), column, row
    edges = edges.without(row, column)
    while by > 0:
        by -= _push(edges, *_path(edges, row, column, by), at_most=by)


def _path(edges: Edges, row: int, column: int, wanted: float) -> Path:
    """The next path from ``row`` to ``column``: over hidden edges as long as there is one.

    Wide ones are looked for first, since fewer of them are needed.
    """
    again = np.where(edges.hidden, AGAIN, np.inf)
    priced = np.where(edges.hidden, AGAIN, edges.cost)
    for cost, room in ((again, wanted), (again, wanted // 3), (again, 1), (priced, wanted)):
        if path := _cheapest(edges, cost, row, column, room=max(room, 1)):
            return path
    raise AssertionError("both lines' totals and the grand total can always rise together")


def _cheapest(edges: Edges, cost: Reals, start: int, end: int, *, room: float) -> Path | None:
    """The edges, out and back, of the cheapest path from row ``start`` to column ``end``.

    Only over edges with ``room`` for as much (Bellman and Ford, one side of the table at a time).
    """
    out = np.where(edges.out >= room, cost, np.inf)
    back = np.where(edges.back >= room, cost, np.inf)
    rows, columns = np.full(out.shape[0], np.inf), np.full(out.shape[1], np.inf)
    rows[start] = 0
    from_row, from_column = np.zeros(columns.size, int), np.zeros(rows.size, int)
    nearest = 0.0
    while nearest < columns[end]:
        _nearer(columns, from_row, rows[:, None] + out)
        nearest = _nearer(rows, from_column, columns[:, None] + back.T)
    if np.isinf(columns[end]):
        return None
    outs, backs = [(int(from_row[end]), end)], []
    while (row := outs[-1][0]) != start:
        column = int(from_column[row])
        backs.append((row, column))
        outs.append((int(from_row[column]), column))
    return outs, backs


def _nearer(reached: Reals, by: npt.NDArray[np.int_], ways: Reals) -> float:
    """Note in ``reached`` and ``by`` what the ``ways`` make cheaper; the least of the new costs."""
    best = ways.argmin(axis=0)
    cost = ways[best, np.arange(reached.size)]
    better = cost < reached
    reached[better], by[better] = cost[better], best[better]
    return float(cost[better].min(initial=np.inf))


def _push(edges: Edges, outs: Places, backs: Places, *, at_most: float) -> float:
    """Send what goes through a path, hide it, and answer how much that was."""
    sent = min(at_most, *(edges.out[at] for at in outs), *(edges.back[at] for at in backs))
    for along, against, path in ((edges.out, edges.back, outs), (edges.back, edges.out, backs)):
        for at in path:
            along[at] -= sent
            against[at] += sent
            edges.hidden[at] = True
    return float(sent)
