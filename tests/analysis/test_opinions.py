"""Groups in votes: those that were planted are found, and chance is not taken for one."""

from __future__ import annotations

import json
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import opinion_groups, opinions, shares
from analysis.opinion_groups import NONE, Reason


def planted(seed=3, people=90, statements=24, groups=3, holds=0.85, unseen=0.3):
    """Votes of groups that answer their own way mostly, and whose each person is."""
    dice = np.random.default_rng(seed)
    own = np.sign(dice.normal(size=(groups, statements)))
    of = np.arange(people) % groups
    votes = np.where(dice.random((people, statements)) < holds, own[of], -own[of])
    votes[dice.random(votes.shape) < unseen] = np.nan
    return votes, of


def by_chance(seed, people=60, statements=20):
    dice = np.random.default_rng(seed)
    votes = dice.choice([1.0, -1.0, 0.0], p=[0.6, 0.3, 0.1], size=(people, statements))
    votes[dice.random(votes.shape) < 0.3] = np.nan
    return votes


def test_planted_groups_are_found_again():
    votes, of = planted()
    found = opinion_groups.find(votes)

    right = max((found.groups == np.array(names)[of]).mean() for names in permutations(range(3)))
    assert (found.count, found.reason) == (3, Reason.NONE)
    assert right > 0.95


def test_where_there_is_no_structure_no_groups_are_claimed():
    """With 30 tries at one in a hundred, more than one would be a fault of the test of chance."""
    claims = [opinion_groups.find(by_chance(seed)) for seed in range(30)]

    assert sum(found.count > 0 for found in claims) <= 1
    assert max(found.silhouette for found in claims) > 0.4, "a fixed cut would have claimed some"


def test_people_may_come_in_any_order():
    votes, _of = planted()
    order = np.random.default_rng(1).permutation(len(votes))

    assert (
        opinion_groups.find(votes[order]).groups == opinion_groups.find(votes).groups[order]
    ).all()
    assert opinions.figures(votes[order]) == opinions.figures(votes)


@pytest.mark.parametrize(
    ("votes", "reason", "placed"),
    [
        (np.ones((40, 10)), Reason.ALIKE, 40),
        (np.empty((0, 0)), Reason.FEW, 0),
        (np.empty((0, 5)), Reason.FEW, 0),
        (np.ones((1, 10)), Reason.FEW, 1),
        (np.full((30, 4), np.nan), Reason.FEW, 0),
        (planted(people=19)[0], Reason.FEW, 19),
    ],
    ids=["all alike", "nothing", "nobody", "one person", "nothing seen", "nineteen"],
)
def test_too_little_is_said_to_be_too_little(votes, reason, placed):
    found = opinions.figures(votes)

    assert (found.groups, found.reason, found.placed) == ((), reason, placed)
    assert found.points == ()


def test_who_voted_little_is_in_no_group_and_counts_in_every_total():
    votes, _of = planted(unseen=0)
    votes[0, 6:] = np.nan
    votes[1, 7:] = np.nan
    found = opinion_groups.find(votes)

    assert found.placed == 89
    assert found.groups[0] == NONE != found.groups[1]
    assert opinions.figures(votes).opinions[0].all.seen == 90


def test_a_statement_nobody_saw_changes_nothing():
    votes, _of = planted()
    more = np.column_stack([votes, np.full(len(votes), np.nan)])
    found = opinions.figures(more)

    assert found.groups == opinions.figures(votes).groups
    assert found.opinions[-1] == opinions.Opinion(24, opinions.Tally(0, 0, 0), (None,) * 3)


def test_a_small_circle_is_no_group_of_its_own():
    votes, _of = planted(groups=1, people=60, holds=0.95)
    votes[:4] = -votes[:4]

    assert all(group.n >= 5 for group in opinions.figures(votes).groups)


def test_what_all_share_what_sets_apart_and_where_they_divide():
    votes = np.zeros((40, 8))
    votes[:, 0] = 1  # shared
    votes[:24, 1:5], votes[24:, 1:5] = 1, -1
    votes[:24, 5:], votes[24:, 5:] = -1, 1
    found = opinions.figures(votes)

    assert [group.n for group in found.groups] == [24, 16]
    assert [one.statement for one in found.agreed()] == [0]
    assert found.opinions[0].consensus == pytest.approx(25 / 26 * 17 / 18)
    assert {(mark.statement, mark.agrees) for mark in found.groups[0].marks} <= {
        (1, True), (2, True), (3, True), (4, True), (5, False), (6, False), (7, False)
    }  # fmt: skip
    assert 0 not in {mark.statement for group in found.groups for mark in group.marks}
    divide = found.opinions[1].divide
    assert (divide.more, divide.less, divide.apart) == (0, 1, 1.0)
    assert divide.low == pytest.approx(shares.difference(24, 24, 0, 16).low)
    assert found.opinions[5].divide.more == 1
    assert found.opinions[0].divide is None


def test_no_share_of_a_few_people_of_a_group_is_told():
    votes, of = planted(groups=2, unseen=0)
    votes[np.flatnonzero(of == 1)[4:], 0] = np.nan  # four of the second group saw it
    found = opinions.figures(votes)

    groups = found.opinions[0].groups
    assert sorted(one is None for one in groups) == [False, True]
    assert found.opinions[0].consensus is None
    assert found.opinions[0].divide is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([1.0, -1.0, 0.0, float("nan")]), min_size=4, max_size=4),
        max_size=30,
    )
)
def test_whatever_was_voted_the_figures_add_up_and_survive_being_kept(rows):
    votes = np.array(rows, dtype=float).reshape(-1, 4)
    found = opinions.figures(votes)

    assert opinions.Figures.read(json.loads(json.dumps(found.said()))) == found
    assert sum(one.all.seen for one in found.opinions) == found.votes
    assert sum(group.n for group in found.groups) == (found.placed if found.groups else 0)
    assert all(group.n >= opinion_groups.FEWEST_IN_GROUP for group in found.groups)
    assert len(found.points) == sum(group.n for group in found.groups)
