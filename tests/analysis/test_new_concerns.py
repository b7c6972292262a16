"""New concerns: what is told of, what never is, and how seldom chance alone tells of anything."""

from __future__ import annotations

import random
from datetime import date, timedelta
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.new_concerns import FEWEST, FEWEST_DAYS, Document, at_least, contrast, phrases_of

DAY = date(2026, 3, 2)


def documents(texts, *, first=0, days=28):
    return [
        Document(first + n, DAY - timedelta(days=n % days), phrases_of(text))
        for n, text in enumerate(texts)
    ]


def noise(dice, n):
    words = "lamp tree dog bench noise bus snow fence bridge corner river store".split()
    return [" ".join(dice.sample(words, 4)) for _ in range(n)]


def told(ours, others, **more):
    return [one.phrases for one in contrast(ours, others, **more)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The rental scooters block it", {"rental", "scooters", "rental scooters", "block",
                                          "scooters block", "rental scooters block"}),
        ("Scooters. Rental", {"scooters", "rental"}),
        ("Officer Smith and the lamp", {"lamp"}),
        ("call me 555 123 4567 about lamps", {"call", "lamps"}),
        ("de la música alta", {"musica", "alta", "musica alta"}),
        ("a 9 am", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_phrases_say_something_and_name_nobody(text, found):
    assert phrases_of(text) == found


@given(st.integers(0, 30), st.integers(1, 30), st.floats(0.05, 0.95))
@settings(max_examples=60)
def test_the_upper_tail_is_the_sum_of_its_terms(k, n, p):
    k = min(k, n)
    exact = sum(comb(n, at) * p**at * (1 - p) ** (n - at) for at in range(k, n + 1))

    assert at_least(k, n, p) == pytest.approx(exact if k > n * p else 1.0, rel=1e-9)


def test_a_matter_nobody_wrote_of_before_is_told_of_once_with_its_phrases():
    dice = random.Random(1)
    fresh = [f"{line}. Rental scooters everywhere." for line in noise(dice, 20)]
    ours, others = documents(fresh + noise(dice, 200)), documents(noise(dice, 2_000), first=9_000)
    (found,) = contrast(ours, others)

    assert {"rental scooters", "scooters everywhere"} <= set(found.phrases)
    assert (found.n, found.total, found.n_before, found.total_before) == (20, 220, 0, 2_000)
    assert found.documents == tuple(range(20))
    assert told(ours, others, is_known=lambda phrase: True) == []


@pytest.mark.parametrize(
    ("n", "days", "is_told"),
    [(FEWEST, 28, True), (FEWEST - 1, 28, False), (30, FEWEST_DAYS - 1, False)],
)
def test_what_few_wrote_or_in_few_days_is_not_told_of(n, days, is_told):
    dice = random.Random(2)
    fresh = documents(["rental scooters"] * n, days=days)
    ours = fresh + documents(noise(dice, 200), first=1_000)
    others = documents(noise(dice, 2_000), first=9_000)

    assert bool(told(ours, others)) is is_told


def test_chance_alone_seldom_tells_of_anything():
    dice, alarms = random.Random(3), 0
    for _ in range(20):
        texts = noise(dice, 900)
        alarms += bool(told(documents(texts[:200]), documents(texts[200:], first=1_000)))

    assert alarms <= 3  # 5 % of 20, and a little luck


def test_nothing_to_compare_is_nothing_new():
    some = documents(["rental scooters"] * 20)

    assert told([], some) == told(some, []) == told([], []) == []
