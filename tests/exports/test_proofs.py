"""A proof as PDF: what is read out of it again is what the code signs, and nothing is run."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from core.proofs import code_for, seal_of
from exports.proofs import ProofSheet, proof
from tests.conftest import NOW
from tests.exports.test_paper import MARKUP, PAPERS

KEY = b"k" * 32
WORDS = (
    "The lamp on Quarry Lane is dark.\n\nNobody mends it.",
    'Office & “final” affix — isn\'t it? 1.5 % <b>bold</b> I ❤️ it',
    "Đèn đường bị hỏng", "中文字符", "x" * 3_000, "We listen, and then we act. " * 170, MARKUP,
    "+ 1. two\n- three",
)  # fmt: skip


def sheet(words):
    passages = (("Springfield Police", "Given out on Monday"), ("It was told on Monday", words))
    text = "\n".join(line for passage in passages for line in passage)
    code = code_for(7, NOW.date(), text, key=KEY)
    return ProofSheet(passages[0][0], passages, code, "https://meet.example.org/plain/proof")


def signed(content):
    """What a person copies: all that stands between the two lines."""
    pages = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return pages.split("is signed.", 1)[1].rsplit("The code that signs it", 1)[0]


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_what_is_copied_out_of_it_is_what_was_signed(words):
    made = sheet(words)

    copied = signed(proof(made, paper="us-letter"))

    assert seal_of(made.code).fits(copied, KEY)
    assert not seal_of(made.code).fits(copied.replace("Monday", "Sunday", 1), KEY)


@pytest.mark.parametrize("paper", PAPERS)
def test_it_has_its_size_can_be_read_aloud_and_leads_to_the_page(paper):
    made = sheet("We listen, and then we act. " * 170)

    found = PdfReader(BytesIO(proof(made, paper=paper)))

    assert len(found.pages) > 1
    for page in found.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == PAPERS[paper]
    assert found.trailer["/Root"]["/Lang"] == "en"
    assert b"pdfuaid:part>1<" in found.trailer["/Root"]["/Metadata"].get_data()
    last = found.pages[-1]
    assert made.code in last.extract_text()
    (link,) = {one.get_object()["/A"]["/URI"] for one in last["/Annots"]}
    assert link == made.address
    assert proof(made, paper=paper) == proof(made, paper=paper)
