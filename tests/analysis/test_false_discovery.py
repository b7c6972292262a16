"""Which of many stand out: as the authors' own definition has it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis import false_discovery


def by_definition(chances, false):
    """The largest p(i) with p(i) <= q i / m."""
    ordered = sorted(chances)
    passing = [p for i, p in enumerate(ordered, 1) if p <= false * i / len(ordered)]
    return max(passing, default=-1.0)


@given(st.lists(st.floats(0, 1), max_size=30), st.sampled_from([0.05, 0.2]))
def test_it_is_the_largest_chance_that_its_rank_allows(chances, false):
    assert false_discovery.limit(chances, false) == by_definition(chances, false)


def test_one_that_would_not_pass_alone_passes_with_enough_others_as_low():
    assert false_discovery.limit([0.04, 0.04, 0.04], 0.05) == 0.04
    assert false_discovery.limit([0.04, 0.5, 0.9], 0.05) < 0
