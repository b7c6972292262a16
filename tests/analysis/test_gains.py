import numpy as np

from analysis import gains


def test_the_gain_is_paired():
    found = gains.of_answers(
        np.array([True, True, False, False] * 50), np.array([True, True, True, False] * 50)
    )
    assert (found.n, found.before, found.after) == (200, 100, 150)
    assert 0.18 < found.low < 0.25 < found.high < 0.32
    worse = gains.of_answers(np.full(50, True), np.arange(50) < 49)
    assert not worse.is_better
    assert np.sign(worse.low) == -1


def test_tags_gain_in_micro_f1():
    before = np.array([[1, 2, 1], [0, 1, 1]] * 50)  # one right of three tagged, of two wanted
    after = np.array([[1, 1, 1], [0, 0, 1]] * 50)
    found = gains.of_tags(before, after)
    assert (found.n, found.before, found.after) == (100, 2 / 5, 2 / 3)
    assert found.is_better
    assert found.low < 2 / 3 - 2 / 5 < found.high
    assert not gains.of_tags(after, before).is_better
    assert not gains.of_tags(before, before).is_better


def test_of_nothing_there_is_no_gain():
    assert gains.of_answers(np.array([], dtype=bool), np.array([], dtype=bool)).n == 0
    empty = np.zeros((0, 3), dtype=np.int64)
    assert not gains.of_tags(empty, empty).is_better
    silent = np.zeros((4, 3), dtype=np.int64)
    assert gains.of_tags(silent, silent).after == 0.0
