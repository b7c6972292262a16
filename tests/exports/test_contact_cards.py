"""Sheets of contact cards: every code once, ten on a page, and each card whole."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from core import card_codes
from exports.contact_cards import Cards, contact_cards
from tests.exports.test_paper import MARKUP, PAPERS

ADDRESS = "https://meet.example.org/plain/card"


def cards(n, department="Springfield Police Department"):
    codes = tuple(card_codes.fresh() for _ in range(n))
    return Cards(department, codes, date(2026, 5, 1), ADDRESS)


def pages(made, paper="us-letter"):
    return PdfReader(BytesIO(contact_cards(made, paper=paper))).pages


@pytest.mark.parametrize(("n", "on_each"), [(1, [1]), (10, [10]), (11, [10, 1]), (100, [10] * 10)])
def test_ten_whole_cards_stand_on_a_page(n, on_each):
    made = cards(n)

    texts = [" ".join(page.extract_text().split()) for page in pages(made)]

    for said in (
        "Springfield Police Department", "You have met us. How was it?", ADDRESS,
        "Good for one answer, until Friday, May 1, 2026.", "No name needed.",
        "In danger now? Call 911.",
    ):  # fmt: skip
        assert [text.count(said) for text in texts] == on_each, said
    assert all("".join(texts).count(code) == 1 for code in made.codes)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_sheet_has_its_size_and_can_be_read_aloud(paper):
    found = PdfReader(BytesIO(contact_cards(cards(3), paper=paper)))

    (page,) = found.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == PAPERS[paper]
    assert b"pdfuaid:part>1<" in found.trailer["/Root"]["/Metadata"].get_data()
    assert {one.get_object()["/A"]["/URI"] for one in page["/Annots"]} == {ADDRESS}


def test_a_long_name_is_cut_and_never_run():
    (page,) = pages(cards(10, MARKUP * 20))

    assert "…" in page.extract_text()
    assert "root:" not in page.extract_text()
