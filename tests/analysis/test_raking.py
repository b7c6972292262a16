"""Weights: the population's margins, none where they cannot be, no one voice for dozens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.raking import CAP, UNKNOWN, Margin, rake, shares_of

AGES, SEXES = [0.2, 0.5, 0.3], [0.5, 0.5]


def people(seed, n=600):
    dice = np.random.default_rng(seed)
    age = dice.choice(3, n, p=[0.15, 0.4, 0.45])
    sex = dice.choice([UNKNOWN, 0, 1], n, p=[0.1, 0.5, 0.4])
    return Margin("age", age, AGES), Margin("sex", sex, SEXES)


@given(st.integers(0, 10_000))
def test_every_margin_has_the_population_s_shares_and_the_unknown_keep_theirs(seed):
    age, sex = people(seed)

    found = rake([age, sex])

    assert found.values is not None
    assert found.values.mean() == pytest.approx(1)
    assert shares_of(age.groups, found.values, 3) == pytest.approx(AGES, abs=1e-6)
    assert shares_of(sex.groups, found.values, 2) == pytest.approx(SEXES, abs=1e-6)
    unknown = sex.groups == UNKNOWN
    assert found.values[unknown].sum() == pytest.approx(unknown.sum(), abs=1e-5)


def test_it_is_what_iterating_by_hand_over_every_person_comes_to():
    age, sex = people(1)
    by_hand = np.ones(600)
    for _ in range(300):
        for margin in (age, sex):
            known = margin.groups != UNKNOWN
            for group, share in enumerate(margin.shares):
                of_it = margin.groups == group
                by_hand[of_it] *= share * known.sum() / 600 * by_hand.sum() / by_hand[of_it].sum()
            if not known.all():
                by_hand[~known] *= (~known).mean() * by_hand.sum() / by_hand[~known].sum()

    assert rake([age, sex]).values == pytest.approx(by_hand / by_hand.mean(), abs=1e-6)


def test_weights_of_equal_people_are_equal_and_lose_nothing():
    found = rake([Margin("sex", np.array([0, 1] * 50), SEXES)])

    assert found.values == pytest.approx(np.ones(100))
    assert (found.effective_n, found.design_effect) == pytest.approx((100, 1))


def test_a_group_of_whom_nobody_answered_is_named_and_nothing_is_weighted():
    found = rake([Margin("sex", np.zeros(40, dtype=int), SEXES)])

    assert found.values is None
    assert found.missing == (("sex", 1),)


def test_margins_that_contradict_each_other_give_no_weights():
    one = np.array([0] * 30 + [1] * 30)  # all the young are women here, and all the old are men
    found = rake([Margin("age", one, [0.9, 0.1]), Margin("sex", one, [0.1, 0.9])])

    assert found.values is None
    assert found.missing == ()
    assert found.gap > 0.1


def test_nobody_speaks_for_dozens_and_what_that_costs_is_told():
    few = np.array([0] * 2 + [1] * 198)
    found = rake([Margin("age", few, [0.4, 0.6])])

    assert found.values is not None
    assert found.cut == 2
    assert found.values.max() / found.values.min() <= CAP / 0.6
    assert found.gap > 0.3


def test_nobody_at_all_has_no_weights():
    assert rake([Margin("age", np.array([], dtype=int), [1.0])]).values is None
    assert rake([]).values is None
