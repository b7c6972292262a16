"""Taking a proof away and checking one: by POST alone, kept by nobody, slowed down for guessers."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.keys import Keys
from services import feedback
from tests.factories import NOW, TODAY, VISITOR, make_form
from tests.web.running import Person

SAID = "Cars race down Tannery Road & nobody <b>stops</b> them."
FALSE = "This code and this text do not belong together."


@pytest.fixture
def receipt(app):
    keys = Keys.load(app.folder / "secret.key")
    with app.changes() as session:
        return feedback.submit(
            session, VISITOR, form=make_form(session, SAID), keys=keys, today=TODAY, now=NOW
        )


@pytest.fixture
def thread(person, receipt):
    """The proof that the thread's page carries."""
    answer = person.post("/plain/receipt", data={"receipt": receipt})
    assert 'action="/plain/proof.pdf"' in answer.text
    return re.search(r'name="proof" value="([^"]+)"', answer.text)[1]


@pytest.fixture
def taken(person, thread):
    """The PDF, its code, and what stands between its two lines."""
    answer = person.post("/plain/proof.pdf", data={"proof": thread, "paper": "a4"})
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    inner, below = text.split("is signed.", 1)[1].rsplit("The code that signs it", 1)
    return answer, re.search(r"(?:[A-Z2-7]{4}\s){8}", below)[0], inner


def check(person, code, text, **headers):
    return person.post("/plain/proof", data={"code": code, "text": text}, headers=headers)


def test_the_pdf_is_a_file_that_no_cache_keeps_and_holds_no_receipt(taken, receipt):
    answer, _code, inner = taken

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="proof.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    (page,) = PdfReader(BytesIO(answer.content)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    assert SAID in " ".join(inner.split())
    assert receipt not in " ".join(page.extract_text().split())


def test_what_was_copied_is_genuine_and_is_not_shown_again(app, taken):
    _answer, code, inner = taken
    with Person(app) as stranger:
        page = check(stranger, code, inner)

    assert page.status_code == 200
    assert "This is genuine. We gave it out on" in page.text
    assert "We still keep what it is about." in page.text
    assert "Tannery" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert len(page.content) < 40_000


def test_a_changed_text_a_changed_code_and_the_code_alone_are_refused(person, taken):
    _answer, code, inner = taken
    other = ("B" if code[-2] == "A" else "A").join((code[:-2], code[-1]))
    for wrong_code, text in ((code, inner.replace("nobody", "all")), (other, inner), (code, "")):
        page = check(person, wrong_code, text)
        assert page.status_code == 403
        assert FALSE in page.text
        assert "Tannery" not in page.text
    assert "A code has 32 letters and numbers" in check(person, "ABCD", inner).text


def test_what_was_taken_back_is_said_and_gives_no_more_proofs(person, thread, taken):
    _answer, code, inner = taken
    person.post("/plain/receipt/withdraw", data={"proof": thread, "sure": "yes"})

    assert "It was taken back on" in check(person, code, inner).text
    refused = person.post("/plain/proof.pdf", data={"proof": thread})
    assert refused.status_code == 403
    assert "You have taken this back" in refused.text


def test_nothing_goes_by_an_address_and_nothing_from_another_site(person, thread):
    assert person.get("/plain/proof.pdf", params={"proof": thread}).status_code in {404, 405}
    page = person.get("/plain/proof", params={"code": "ABCD", "text": SAID})
    assert page.status_code == 200
    assert "A code has 32 letters" not in page.text, "an address is not looked at"
    for path in ("/plain/proof", "/plain/proof.pdf"):
        answer = person.post(path, data={"proof": thread}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        assert "This form came from another site" in answer.text


def test_whoever_guesses_waits(person):
    for _ in range(20):
        assert FALSE in check(person, "A" * 32, "x").text

    assert "There were too many tries." in check(person, "A" * 32, "x").text
