import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.words import fold, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Driver’s", "driver"),
        ("DON'T", "dont"),
        ("don’t", "don't"),
        ("más", "MAS"),
        ("ma\u0301s", "más"),
        ("STRASSE", "straße"),
        ("ﬁne", "fine"),
    ],
)
def test_the_same_word_folds_alike(one, other):
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), [("police", "polices"), ("cat", "cut")])
def test_different_words_fold_apart(one, other):
    assert fold(one) != fold(other)


def test_a_mark_that_ends_a_clause_comes_between_words():
    assert [fold(word[0]) for word in words("Too dark. Lights")] == ["too", "dark", "", "lights"]


@given(st.text())
def test_every_letter_and_digit_is_in_a_word(text):
    found = "".join(word[0] for word in words(text))
    assert [c for c in text if c.isalnum()] == [c for c in found if c.isalnum()]
    assert all(isinstance(fold(word[0]), str) for word in words(text))
