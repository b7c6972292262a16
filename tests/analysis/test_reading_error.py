"""The true share lies in the interval, which one that forgets the reader's mistakes cannot say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import reading_error
from analysis.reading_error import Mistakes, Readers
from analysis.shares import wilson
from core.vocabulary import Sentiment

GOOD = Mistakes(found=450, truly=600, wrongly=18, others=600)
WORSE = Mistakes(found=405, truly=600, wrongly=85, others=600)
BOTH = Readers(GOOD, WORSE)
COUNTS = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
MISTAKES = st.builds(
    lambda truly, others, a, b: Mistakes(int(a * truly), truly, int(b * others), others),
    st.sampled_from([30, 300]), st.sampled_from([30, 300]), st.sampled_from([0, 0.4, 1]),
    st.sampled_from([0, 0.1, 1]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(counts=COUNTS, readers=st.builds(Readers, MISTAKES, MISTAKES), part=st.floats(0, 1))
def test_the_interval_is_never_narrower_than_that_of_few_answers(counts, readers, part):
    told = reading_error.share(*counts, readers, round(part * counts[1]))
    sampled = wilson(*counts)
    if sampled is None:
        assert told is None
        return
    assert (told.estimate, told.n) == (sampled.estimate, sampled.n)
    assert 0 <= told.low <= sampled.low <= sampled.high <= told.high <= 1


def test_without_known_mistakes_it_is_the_interval_of_few_answers():
    assert reading_error.share(40, 100, None) == wilson(40, 100)


def test_a_reader_that_never_errs_adds_next_to_nothing():
    perfect = Mistakes(100_000, 100_000, 0, 100_000)
    told, sampled = reading_error.share(40, 100, Readers(perfect, WORSE)), wilson(40, 100)
    assert told.low == pytest.approx(sampled.low, abs=0.005)
    assert told.high == pytest.approx(sampled.high, abs=0.005)


def test_of_english_alone_it_is_as_if_there_were_no_other_reader():
    told = reading_error.share(40, 100, BOTH)
    assert told == reading_error.share(40, 100, Readers(GOOD, GOOD))
    assert tuple(round(figure, 4) for figure in told) == (0.4, 0.3094, 0.6523, 100)


@pytest.mark.parametrize("k", [200, 600])
def test_of_other_languages_alone_it_holds_what_either_reader_would_say(k):
    told = reading_error.share(k, 1_000, BOTH, 1_000)
    english = reading_error.share(k, 1_000, BOTH)
    other = reading_error.share(k, 1_000, Readers(WORSE, GOOD))  # other draws of the same labels
    assert told.low == pytest.approx(min(english.low, other.low), abs=0.01)
    assert told.high == pytest.approx(max(english.high, other.high), abs=0.01)
    assert tuple(told) != tuple(english)


def test_a_part_is_rounded_up_to_tenths():
    one, ten, eleven = (reading_error.share(600, 1_000, BOTH, n) for n in (1, 100, 101))
    assert reading_error.share(600, 1_000, BOTH, 0) != one == ten != eleven


@pytest.mark.parametrize("indicative", [-1, 101])
def test_more_in_other_languages_than_there_are_is_no_share(indicative):
    with pytest.raises(ValueError, match="in other languages of 100"):
        reading_error.share(40, 100, BOTH, indicative)


def covered(
    true: float, *, known: Readers | None, part: float = 0.0, told_of: bool = True
) -> float:
    """How often the true share lies in the interval, where readers err as ``BOTH`` do.

    ``part`` is in other languages, which the interval is ``told_of`` or not.
    """
    rng = np.random.default_rng(3)
    draws, n, hits = 400, 400, 0
    for _ in range(draws):
        k, others = 0, int(rng.binomial(n, part))
        for reader, pieces in zip(BOTH, (n - others, others), strict=True):
            so = rng.binomial(pieces, true)
            k += rng.binomial(so, reader.found / reader.truly)
            k += rng.binomial(pieces - so, reader.wrongly / reader.others)
        told = reading_error.share(int(k), n, known, others if told_of else 0)
        hits += told.low <= true <= told.high
    return hits / draws


@pytest.mark.parametrize("true", [0.1, 0.45, 0.8])
def test_the_true_share_lies_in_it_as_often_as_is_said(true):
    assert covered(true, known=BOTH) >= 0.95


@pytest.mark.parametrize("true", [0.05, 0.1, 0.45, 0.8])
def test_it_does_where_four_in_ten_were_read_by_the_other_reader(true):
    assert covered(true, known=BOTH, part=0.4) >= 0.93


def test_an_interval_of_few_answers_alone_misses_the_true_share():
    assert covered(0.45, known=None) < 0.5


def test_an_interval_that_takes_all_for_english_misses_it_more_often():
    assert covered(0.05, known=BOTH, part=0.4, told_of=False) < 0.5


def test_what_the_labels_cannot_tell_of_is_left_alone():
    known = reading_error.of_sentiments()
    assert set(known) == {Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE}
    for reader in known[Sentiment.NEGATIVE]:
        assert reader.truly >= reading_error.FEWEST_LABELLED
    assert known[Sentiment.NEGATIVE].english != known[Sentiment.NEGATIVE].other


def test_a_theme_with_few_labels_has_the_mistakes_of_all_together():
    known = reading_error.of_concerns()
    assert known["PAR"] == known[""] != known["STP"]
    for theme, every in zip(known["STP"], known[""], strict=True):
        assert reading_error.FEWEST_LABELLED <= theme.truly < every.truly
    assert known["STP"].english.wrongly < known["STP"].other.wrongly, "terms alone err more"


def test_mistakes_come_from_a_table_of_true_against_read():
    table = {"a": {"a": 30, "b": 10}, "b": {"a": 2, "b": 48}, "c": {"a": 3, "c": 1}}
    assert Mistakes.of("a", table) == Mistakes(30, 40, 5, 54)
    assert Mistakes.of("c", table) is None
    assert Mistakes.of("d", table) is None


@pytest.mark.parametrize("known", [reading_error.of_sentiments, reading_error.of_concerns])
def test_a_reader_that_is_less_well_known_makes_nothing_surer(known):
    for readers in known().values():
        for k, indicative in ((0, 1), (50, 1), (100, 3), (400, 500), (900, 1_000), (1_000, 40)):
            english = reading_error.share(k, 1_000, readers)
            mixed = reading_error.share(k, 1_000, readers, indicative)
            assert mixed.low <= english.low <= english.high <= mixed.high
