"""What is printed: one page, every word on it, and nothing that a text could set off."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pypdf import PdfReader

from core import i18n
from exports.paper import Flyer, PaperForm, SignInSheet, feedback_form, flyer, sign_in_sheet

PAPERS = {"a4": (595, 842), "us-letter": (612, 792)}
NUMBERS = (("Emergency", "911"), ("Crisis line", "988"))
FLYER = Flyer(
    department="Springfield Police Department",
    title="Coffee with your officers",
    when="Tuesday 10 March 2026\n6 pm to 8 pm",
    place="Springfield Public Library",
    entrance="Entrance on Oak Street",
    about="We listen.\n\nThen it is your turn.",
    event_address="https://meet.example.org/meetings/7f3a",
    feedback_address="https://meet.example.org/feedback",
    languages=("English", "Español", "Tiếng Việt"),
    offered=("Step-free entrance", "Interpreter on request"),
    numbers=NUMBERS,
)
SHEET = SignInSheet(FLYER.department, FLYER.title, "Tuesday 10 March 2026", FLYER.place, 30)
FORM = PaperForm(
    department=FLYER.department,
    title="Tell us what you think",
    questions=("What happened, or what should we know?",),
    kept="Your words, without your name.",
    hand_in="The box at the library desk.",
    districts=("North", "Harbor", "I do not know"),
    ratings=("I was listened to", "Police here are fair"),
    numbers=NUMBERS,
)
MARKUP = (
    '#panic("no") #let x = 1; *bold* _it_ $x$ @ref <label> `raw` /* x */ \\ #read("/etc/passwd")'
)


def read(content):
    return PdfReader(BytesIO(content))


def words(content):
    """All its words, with single spaces between."""
    text = " ".join(page.extract_text() for page in read(content).pages)
    return " ".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    ("make", "values"), [(flyer, FLYER), (sign_in_sheet, SHEET), (feedback_form, FORM)]
)
def test_a_sheet_is_one_page_that_everybody_can_read(make, values, paper):
    found = read(make(values, paper=paper))

    (page,) = found.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == PAPERS[paper]
    assert found.metadata.title == values.title
    assert found.trailer["/Root"]["/Lang"] == "en"
    assert found.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    assert b"pdfuaid:part>1<" in found.trailer["/Root"]["/Metadata"].get_data()
    fonts = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert fonts
    assert all("PublicSans" in name for name in fonts)


def test_a_flyer_says_all_that_people_need():
    text = words(flyer(FLYER, paper="us-letter"))

    for said in (
        "Springfield Police Department", "Coffee with your officers", "Tuesday 10 March 2026",
        "6 pm to 8 pm", "Springfield Public Library", "Entrance on Oak Street", "We listen.",
        "Then it is your turn.", "English, Español, Tiếng Việt", "Step-free entrance",
        "Interpreter on request", "Emergency 911", "Crisis line 988",
    ):  # fmt: skip
        assert said in text
    joined = text.replace(" ", "")
    assert FLYER.event_address in joined
    assert FLYER.feedback_address in joined


def test_both_addresses_of_a_flyer_can_be_clicked():
    (page,) = read(flyer(FLYER, paper="a4")).pages

    links = {one.get_object()["/A"]["/URI"] for one in page["/Annots"]}

    assert links == {FLYER.event_address, FLYER.feedback_address}


def test_a_flyer_without_extras_leaves_their_headings_out():
    bare = replace(FLYER, entrance="", about="", languages=(), offered=(), numbers=())

    text = words(flyer(bare, paper="a4"))

    assert "What we offer" in words(flyer(FLYER, paper="a4"))  # the control
    assert "What we offer" not in text
    assert "Languages" not in text


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("long", ["We listen, and then we act. " * 72, "x" * 2_000, "w\n" * 1_000])
def test_long_texts_stay_on_one_page(long, paper):
    full = replace(
        FLYER, department=long, title=long, when=long, place=long, entrance=long, about=long,
        languages=(long,), offered=(long,) * 12,
        event_address=f"https://meet.example.org/{'a' * 400}",
    )  # fmt: skip

    content = flyer(full, paper=paper)

    assert len(read(content).pages) == 1
    assert "…" in words(content)


def test_a_short_text_is_not_cut():
    assert "…" not in words(flyer(FLYER, paper="a4"))


@pytest.mark.parametrize("make", [flyer, sign_in_sheet, feedback_form])
def test_what_people_write_is_never_run(make):
    values = {flyer: FLYER, sign_in_sheet: SHEET, feedback_form: FORM}[make]

    text = words(make(replace(values, title=MARKUP), paper="a4"))

    assert MARKUP.replace(" ", "")[:40] in text.replace(" ", "")
    assert "root:" not in text


@settings(max_examples=25, deadline=None)
@given(text=some.text(max_size=200))
def test_any_text_can_be_printed(text):
    written = replace(FLYER, title=text, about=text, place=text, offered=(text, text))

    assert len(read(flyer(written, paper="a4")).pages) == 1


def test_signs_that_no_font_has_still_give_a_page():
    content = flyer(replace(FLYER, title="\U000e0041 \U0010fffd"), paper="a4")

    assert len(read(content).pages) == 1


def test_a_sign_in_sheet_says_that_nobody_has_to_sign():
    text = words(sign_in_sheet(SHEET, paper="us-letter"))

    assert "You do not have to sign." in text
    assert "We destroy this list 30 days after the meeting." in text
    assert "1 day after" in words(sign_in_sheet(replace(SHEET, days_kept=1), paper="a4"))
    for column in ("Name (if you like)", "Phone or e-mail", "I need…"):
        assert column in text


def test_a_form_asks_the_same_as_the_screen_and_says_what_becomes_of_it():
    text = words(feedback_form(FORM, paper="us-letter"))

    for said in (
        "What happened, or what should we know?", "I was listened to", "Police here are fair",
        "1 = not at all, 5 = fully", "North", "Harbor", "I do not know",
        "What we keep: Your words, without your name.",
        "Where to hand this in: The box at the library desk.",
        "If someone is in danger now, call 911.", "Crisis line 988",
    ):  # fmt: skip
        assert said in text
    assert text.count("1 2 3 4 5") == len(FORM.ratings)


def test_a_form_with_many_questions_and_districts_is_one_page():
    full = replace(
        FORM,
        questions=("What happened, or what should we know?",) * 3,
        ratings=("I was treated with respect",) * 5,
        districts=tuple(f"District {number}" for number in range(24)),
    )

    assert len(read(feedback_form(full, paper="us-letter")).pages) == 1


def test_the_same_values_give_the_same_bytes():
    assert flyer(FLYER, paper="a4") == flyer(replace(FLYER), paper="a4")


def test_the_language_is_that_of_the_reader():
    token = i18n.language.set("es-MX")
    try:
        content = flyer(FLYER, paper="a4")
    finally:
        i18n.language.reset(token)

    assert read(content).trailer["/Root"]["/Lang"] == "es"


def test_arabic_has_its_letters_and_runs_from_the_right():
    token = i18n.language.set("ar")
    try:
        found = read(flyer(replace(FLYER, title="قهوة مع رجال الشرطة"), paper="a4"))
    finally:
        i18n.language.reset(token)

    (page,) = found.pages
    fonts = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert any("NotoSansArabic" in name for name in fonts)
    assert found.trailer["/Root"]["/Lang"] == "ar"
    assert b"pdfuaid:part>1<" in found.trailer["/Root"]["/Metadata"].get_data(), "no letter missing"
