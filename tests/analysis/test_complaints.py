"""Words of misconduct by police staff, and what sounds like them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import complaints
from tests.analysis.bad_texts import BAD_TEXTS


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Last week the officer shoved my son", "officer shoved"),
        ("I was falsely arrested", "falsely arrested"),
        ("The sergeant refused to take a report", "sergeant refused to"),
        ("Un policía me insultó", "policía me insultó"),
        ("Me pararon sin motivo", "Me pararon sin motivo"),
    ],
)
def test_misconduct_is_found_with_the_words_that_tell(text, evidence):
    assert any(evidence in text[slice(*span)] for span in complaints.find(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Officers should treat everyone with respect",
        "Drivers speed on Oak and nobody stops them",
        "Thank you to the officer who helped my mother",
        "The street light is broken",
        "Gracias al oficial que me ayudó",
        "Los oficiales deben tratar bien a la gente",
    ],
)
def test_wishes_thanks_and_other_complaints_are_left_alone(text):
    assert complaints.find(text) == ()


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_bad_texts_are_read_like_any_other(text):
    assert all(0 <= start < end <= len(text) for start, end in complaints.find(text))


@given(st.text())
def test_evidence_stands_in_order_and_apart(text):
    spans = complaints.find(text)
    assert all(one.end < other.start for one, other in pairwise(spans))
