"""The weights are those that are likeliest, however far from them the start is."""

import numpy as np
import pytest

from analysis.linear import chance, fit


@pytest.mark.parametrize("seed", range(40))
def test_nothing_near_the_weights_is_likelier(seed):
    dice = np.random.default_rng(seed)
    features = np.column_stack([dice.normal(-4, 4, 60), dice.random(60) < 0.2])
    wanted = (dice.random(60) < chance(features[:, 0] / 3 - 1)).astype(float)
    start = np.array([1.0, 0.0, 0.0])
    weights = fit(features, wanted, penalty=3.0, start=start, bias_penalty=0.1)
    rows, ridge = np.column_stack([features, np.ones(60)]), np.array([3.0, 3.0, 0.1])
    slope = rows.T @ (chance(rows @ weights) - wanted) + ridge * (weights - start)
    assert np.abs(slope).max() < 1e-3


def test_of_nothing_the_start_is_kept():
    start = np.array([1.0, 0.5])
    assert fit(np.zeros((0, 1)), np.zeros(0), penalty=1.0, start=start).tolist() == start.tolist()
