from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from analysis.disclosure import DERIVED, MINIMUM, hidden, protect, protect_shares
from analysis.disclosure_cells import _primary, with_totals

MANY = 10 * MINIMUM


def tables(minimum=MINIMUM, side=5, most=5):
    """Tables with many small counts, and some that are nought or large."""
    some = st.one_of(st.integers(0, 2 * minimum), st.just(0), st.integers(0, most * minimum))
    shape = array_shapes(min_dims=2, max_dims=2, max_side=side)
    return arrays(np.int64, shape, elements=some)


def secret(counts, minimum=MINIMUM):
    """What ``hidden`` hides, as one table with the totals."""
    found = hidden(counts, minimum=minimum)
    cells = np.column_stack([found.cells, found.rows])
    return np.vstack([cells, [*found.columns, found.all]])


def determined(table, covered):
    """The hidden places whose value follows from the shown: an attacker who solves equations.

    One unknown for each hidden count and total, one equation for each line of the table with its
    totals; Gauss and Jordan in exact fractions. An unknown is known if its row has no other left.
    """
    unknown = [tuple(map(int, at)) for at in np.argwhere(covered)]
    rows, columns = table.shape
    lines = [[(i, j) for j in range(columns)] for i in range(rows)]
    lines += [[(i, j) for i in range(rows)] for j in range(columns)]
    equations = [
        [Fraction((-1 if at == line[-1] else 1) if at in line else 0) for at in unknown]
        for line in lines
    ]
    pivots = []
    for column in range(len(unknown)):
        top = len(pivots)
        found = next((i for i in range(top, len(equations)) if equations[i][column]), None)
        if found is None:
            continue
        equations[top], equations[found] = equations[found], equations[top]
        lead = equations[top][column]
        equations[top] = [value / lead for value in equations[top]]
        for i, equation in enumerate(equations):
            if i != top and (factor := equation[column]):
                pairs = zip(equation, equations[top], strict=True)
                equations[i] = [value - factor * minus for value, minus in pairs]
        pivots.append(column)
    alone = [sum(map(bool, equation)) == 1 for equation in equations[: len(pivots)]]
    return [unknown[column] for column, is_alone in zip(pivots, alone, strict=True) if is_alone]


def can_be(table, covered, at, fewest):
    """Whether the count ``at`` may be ``fewest`` or more: an attacker who tries every table.

    The attacker knows what is shown, that lines add up, and that what is hidden is 1 or more.
    """
    height, width = table.shape
    free = [(i, j) for i, j in np.argwhere(covered) if i < height - 1 and j < width - 1]
    trial = np.where(covered, 0, table)
    ceiling = int(table[:-1, :-1].max()) + fewest

    def lines(i, j):
        """What is summed in the totals of this cell, and where the total stands."""
        return [
            (trial[i, :-1], (i, width - 1)),
            (trial[:-1, j], (height - 1, j)),
            (trial[:-1, :-1], (height - 1, width - 1)),
        ]

    def last_of(step):
        """The places of totals to which no cell after this step adds."""
        i, j = free[step]
        after = free[step + 1 :]
        ends = [all(row != i for row, _ in after), all(column != j for _, column in after)]
        return [*ends, not after]

    closed = [last_of(step) for step in range(len(free))]

    def fits(step):
        for (cells, place), is_last in zip(lines(*free[step]), closed[step], strict=True):
            total = cells.sum()
            if not covered[place]:
                if total > table[place] or (is_last and total != table[place]):
                    return False
            elif is_last and total < (fewest if place == at else 1):
                return False
        return True

    def tried(step):
        if step == len(free):
            return True
        place = free[step]
        for value in range(fewest if place == at else 1, ceiling + 1):
            trial[place] = value
            if fits(step) and tried(step + 1):
                return True
        trial[place] = 0
        return False

    return tried(0)


# One small count in its row: what is shown of the row, and its total, give it away.
ALONE = [[3, 20, 40], [15, 30, 50]]
# Two hidden counts in every line, 11 together, and no equation gives one away. Yet the 1 of the
# last row cannot fall, so nothing round the six of them can move.
STIFF = [[1, 10, 50], [10, 50, 10], [50, 10, 1]]


def test_equations_give_a_small_count_away_where_it_alone_is_hidden():
    table = with_totals(np.array(ALONE))
    few = _primary(table, MINIMUM)

    assert few.sum() == 1
    assert determined(table, few) == [(0, 0)]
    assert not can_be(table, few, (0, 0), 4)
    assert determined(table, secret(np.array(ALONE))) == []
    assert can_be(table, secret(np.array(ALONE)), (0, 0), MINIMUM)


def test_hidden_counts_that_cannot_move_are_given_away_without_an_equation():
    table = with_totals(np.array(STIFF))
    few = _primary(table, MINIMUM)

    assert few.sum() == 6
    assert determined(table, few) == []
    assert not can_be(table, few, (0, 0), 2)
    assert can_be(table, secret(np.array(STIFF)), (0, 0), MINIMUM)


@pytest.mark.parametrize(
    ("counts", "cells", "rows", "columns", "everything"),
    [
        ([[11, 12], [13, 14]], "..|..", "..", "..", False),
        ([[0, 0], [0, 0]], "..|..", "..", "..", False),
        ([[0, 12], [13, 14]], "..|..", "..", "..", False),
        ([[3, 20], [30, 40]], "##|##", "..", "..", False),
        ([[5, 20, 90], [30, 40, 90], [25, 60, 90]], "##.|##.|...", "...", "...", False),
        ([[4, 0], [0, 50]], "#.|..", "#.", "#.", True),
        ([[4]], "#", "#", "#", True),
        ([[40]], ".", ".", ".", False),
        ([[4, 60, 70]], "##.", ".", "##.", False),
        ([[4], [60], [70]], "#|#|.", "##.", ".", False),
        ([[1] * 11], "#" * 11, "#", "#" * 11, True),
    ],
)
def test_what_is_hidden_of_small_tables(counts, cells, rows, columns, everything):
    found = hidden(np.array(counts), minimum=MINIMUM)

    def drawn(flags):
        return "".join(".#"[int(flag)] for flag in flags)

    assert "|".join(map(drawn, found.cells)) == cells
    assert (drawn(found.rows), drawn(found.columns), found.all) == (rows, columns, everything)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (1, 1), (1, 6), (6, 1), (72, 5)])
@pytest.mark.parametrize("value", [0, 1, 10, 11])
def test_it_ends_whatever_the_shape(shape, value):
    counts = np.full(shape, value)

    found = hidden(counts, minimum=MINIMUM)

    assert found.cells.shape == shape
    assert (found.rows.size, found.columns.size) == shape
    assert found.cells.all() or value not in {1, 10}
    assert not found.cells.any() or value in {1, 10}


@pytest.mark.parametrize("mean", [1, 3, 8, 20])
@pytest.mark.parametrize("shape", [(72, 5), (40, 25)])
def test_a_large_table_is_protected_and_noughts_are_shown(shape, mean):
    counts = np.random.default_rng(mean).poisson(mean, shape)
    table, covered = with_totals(counts), secret(counts)

    assert covered[_primary(table, MINIMUM)].all()
    assert not covered[table == 0].any()


@pytest.mark.parametrize("counts", [[1, 2], [[[1]]], [[3, -1]]])
def test_what_is_no_table_of_counts_is_an_error(counts):
    with pytest.raises(ValueError, match="table of counts"):
        hidden(np.array(counts), minimum=MINIMUM)


@given(tables())
def test_no_shown_count_or_total_is_of_a_few(counts):
    table = with_totals(counts)
    shown = table[~secret(counts)]

    assert not ((shown > 0) & (shown < MINIMUM)).any()


@settings(deadline=None)  # the attacker's fractions take their time
@given(tables())
def test_no_hidden_count_or_total_follows_from_the_shown(counts):
    assert determined(with_totals(counts), secret(counts)) == []


@settings(deadline=None)
@given(tables(minimum=3, side=3, most=2))
def test_every_count_of_a_few_may_be_of_enough_for_all_a_reader_can_tell(counts):
    table, covered = with_totals(counts), secret(counts, minimum=3)

    for at in map(tuple, np.argwhere(_primary(table, 3))):
        assert can_be(table, covered, at, 3), at


@settings(deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter_for_safety(counts, random):
    rows, columns = (random.sample(range(size), size) for size in counts.shape)
    other = counts[np.ix_(rows, columns)]

    assert determined(with_totals(other), secret(other)) == []
    assert secret(counts.T).any() == secret(counts).any() == secret(other).any()


@given(tables())
def test_nothing_is_hidden_where_everything_is_nought_or_enough(counts):
    assert not secret(np.where(counts < MINIMUM, 0, counts)).any()
    assert not secret(counts + MINIMUM).any()


def frame_of(counts, **columns):
    """A long frame of a table, a row a month."""
    rows, names = counts.shape
    lines = pd.DataFrame(product(range(rows), "abcde"[:names]), columns=["month", "sentiment"])
    total = np.repeat(counts.sum(axis=1), names)
    share = counts.ravel() / np.maximum(total, 1)
    return lines.assign(n=counts.ravel(), total=total, share=share, low=0.0, high=1.0, **columns)


def protected(frame, minimum=MINIMUM):
    return protect(frame, rows=["month"], column="sentiment", minimum=minimum)


def test_a_frame_keeps_its_lines_and_loses_what_is_hidden():
    frame = frame_of(np.array(ALONE), note="kept").sample(frac=1, random_state=1)

    shown = protected(frame)

    assert shown["hidden"].tolist() == shown["sentiment"].isin(["a", "b"]).tolist()
    assert shown["n"].isna().equals(shown["hidden"])
    assert shown["share"].isna().equals(shown["hidden"])
    assert shown["n"].dtype == shown["total"].dtype == "Int64"
    assert shown["total"].notna().all()
    kept = ["month", "sentiment", "note"]
    pd.testing.assert_frame_equal(shown[kept], frame[kept])
    assert "hidden" not in frame
    assert frame["n"].notna().all()


def test_a_share_does_not_tell_a_total_that_is_hidden():
    shown = protected(frame_of(np.array([[4, 0, 0], [0, 50, 60], [30, 40, 60]])))

    assert shown["total"].isna().any()
    assert shown.loc[shown["total"].isna(), ["share", "low", "high"]].isna().all(axis=None)
    assert shown.loc[shown["total"].isna(), "n"].notna().any()


def test_what_the_lines_leave_of_a_total_is_protected_too():
    """One sentiment by month: whoever subtracts has the others."""
    frame = pd.DataFrame({"month": [1, 2, 3], "sentiment": "a", "n": [60, 70, 80], "total": 100})
    frame.loc[0, "n"] = 97

    shown = protected(frame)

    assert shown["hidden"].tolist() == [True, True, False]
    assert not protected(frame.assign(n=[60, 70, 80]))["hidden"].any()


def test_the_period_before_is_protected_by_itself():
    now, before = np.full((2, 3), MANY), np.array(ALONE)
    total = np.repeat(before.sum(axis=1), 3)
    frame = frame_of(
        now, previous_n=before.ravel(), previous_total=total, change=0.1, verdict="rose"
    )

    shown = protected(frame)

    assert not shown["hidden"].any()
    assert shown["n"].notna().all()
    for name in ("previous_n", "change", "verdict"):
        assert shown[name].isna().tolist() == [True, True, False] * 2, name
    assert shown["previous_total"].notna().all()


@given(tables(), tables())
def test_a_frame_shows_no_few_people_in_any_column(counts, earlier):
    rows, columns = (min(sizes) for sizes in zip(counts.shape, earlier.shape, strict=True))
    now, before = counts[:rows, :columns], earlier[:rows, :columns]
    total = np.repeat(before.sum(axis=1), columns)
    others = {"previous_n": before.ravel(), "previous_total": total, "change": 0.1}
    frame = frame_of(now, verdict="rose", **others)

    shown = protected(frame)

    for name in ("n", "total", "previous_n", "previous_total"):
        assert not shown[name].between(1, MINIMUM - 1).fillna(False).any()
    assert shown.loc[shown["hidden"], ["n", *set(DERIVED) & set(shown)]].isna().all(axis=None)


def test_a_table_that_is_none_is_an_error():
    frame = frame_of(np.array(ALONE))
    with pytest.raises(ValueError, match="one line"):
        protected(pd.concat([frame, frame]))
    with pytest.raises(ValueError, match="one total"):
        protected(frame.assign(total=range(200, 206)))
    with pytest.raises(ValueError, match="nothing below nought"):
        protected(frame.assign(total=1))


@pytest.mark.parametrize(
    ("n", "total", "is_hidden"),
    [
        (0, 40, False), (40, 40, False), (11, 22, False), (20, 40, False),
        (1, 40, True), (10, 40, True), (39, 40, True), (30, 40, True),
        (0, 10, True), (10, 10, True), (0, 0, True), (5, 11, True),
    ],
)  # fmt: skip
def test_a_share_of_a_theme_is_shown_where_both_sides_are_enough(n, total, is_hidden):
    frame = pd.DataFrame({"theme": ["t"], "n": [n], "total": [total], "share": [0.5]})
    before = {"previous_n": [n], "previous_total": [total], "change": [0.1], "verdict": ["fell"]}

    shown = protect_shares(frame, minimum=MINIMUM)
    compared = protect_shares(frame.assign(n=MANY, total=3 * MANY, **before), minimum=MINIMUM)

    assert shown["hidden"].tolist() == [is_hidden]
    assert shown[["n", "total", "share"]].isna().all(axis=None) == is_hidden
    assert compared[["n", "total", "share"]].notna().all(axis=None)
    assert compared[list(before)].isna().all(axis=None) == is_hidden
    assert compared["hidden"].tolist() == [False]


def test_a_hidden_share_takes_the_period_before_with_it():
    frame = pd.DataFrame({"n": [3], "total": [40], "previous_n": [20], "previous_total": [40]})

    assert protect_shares(frame, minimum=MINIMUM).drop(columns="hidden").isna().all(axis=None)


def test_an_impossible_share_is_an_error():
    with pytest.raises(ValueError, match="nought or more"):
        protect_shares(pd.DataFrame({"n": [5], "total": [4]}), minimum=MINIMUM)


def test_a_frame_without_lines_stays_one():
    frame = frame_of(np.zeros((0, 3), dtype=np.int64), previous_n=0, previous_total=0, verdict="")

    assert list(protected(frame)) == [*frame, "hidden"]
    assert list(protect_shares(frame, minimum=MINIMUM)) == [*frame, "hidden"]
    assert len(protected(frame)) == 0
