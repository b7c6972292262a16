from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analysis.spans import Span, merge

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda at: Span(at[0], at[0] + at[1]))
)


def covered(found):
    return {at for span in found for at in range(*span)}


def test_overlapping_and_touching_spans_become_one():
    assert merge([Span(5, 9), Span(0, 3), Span(3, 4), Span(8, 12)]) == (Span(0, 4), Span(5, 12))


def test_a_span_inside_another_disappears():
    assert merge([Span(0, 9), Span(2, 4)]) == (Span(0, 9),)


def test_nothing_merges_to_nothing():
    assert merge([]) == ()


@given(spans)
def test_merging_covers_the_same_and_leaves_gaps(given_spans):
    merged = merge(given_spans)
    assert covered(merged) == covered(given_spans)
    assert all(a.end < b.start for a, b in pairwise(merged))
    assert merge(merged) == merged
