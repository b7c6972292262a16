import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import multilingual
from analysis.reading import known_language, read
from analysis.sentiment import SentimentReading
from analysis.themes import Theme, ThemeList
from analysis.trained import shipped
from core.vocabulary import Sentiment
from core.voice import Act, Danger
from tests.analysis.bad_texts import BAD_TEXTS

THEMES = ThemeList(3, (Theme("LIT", "Lighting", "", False, ("mend the street light*",)),))


def test_a_reading_holds_everything_and_what_made_it():
    text = "Officer Low was wonderful, thank you so much. Please mend the street lights."
    reading = read(text, themes=THEMES)
    assert reading.language == "en"
    assert reading.sentiment is Sentiment.POSITIVE
    assert max(reading.chances) == reading.chances.positive
    assert [answer for _, answer in reading.sentences] == [Sentiment.POSITIVE, Sentiment.NEUTRAL]
    assert [text[slice(*span)] for each in reading.concerns for span in each.spans] == [
        "mend the street lights"
    ]
    assert reading.names_officer
    assert (reading.method, reading.version) == (shipped().method, shipped().version)
    assert reading.theme_version == 3


def test_danger_and_complaints_are_read_in_any_language():
    hurt = read("Mi esposo me pega", themes=THEMES, language="fr")
    wronged = read("El oficial me empujó sin motivo", themes=THEMES)
    assert [(sign.kind, hurt.complaint) for sign in hurt.dangers] == [(Danger.HOME, ())]
    assert (wronged.dangers, bool(wronged.complaint)) == ((), True)


def test_other_languages_are_read_by_another_reader():
    reading = read("El oficial Núñez nunca llega y nadie contesta el teléfono", themes=THEMES)
    assert (reading.language, reading.sentiment) == ("es", Sentiment.NEGATIVE)
    assert (reading.method, reading.version) == (
        multilingual.shipped().method,
        multilingual.shipped().version,
    )
    assert reading.act is Act.COMPLAINT
    assert reading.names_officer


def test_a_language_that_nothing_knows_is_not_read_but_still_searched():
    reading = read("Sargento Santos, hindi kami tinulungan kagabi", themes=THEMES, language="tl")
    assert reading.language == "tl"
    assert reading.sentiment is Sentiment.NOT_READ
    assert (reading.sentences, reading.chances, reading.act) == ((), None, None)
    assert reading.names_officer


def test_a_stated_language_wins():
    assert read("wonderful", themes=THEMES, language="tl").sentiment is Sentiment.NOT_READ
    assert read("maravilloso", themes=THEMES, language="es").sentiment is Sentiment.POSITIVE
    assert read("ok", themes=THEMES, language="English").language == "en"
    assert read("We need more lights", themes=THEMES, language="Klingon").language == "en"


@pytest.mark.parametrize("text", ["", "  ", "👍", "???", "911"])
def test_without_letters_nothing_is_read(text):
    assert read(text, themes=THEMES).sentiment is Sentiment.NOT_READ
    assert read(text, themes=THEMES, language="en").sentiment is Sentiment.NOT_READ


def test_letters_in_no_known_language_are_uncertain():
    reading = read("ok", themes=THEMES)
    assert reading.language is None
    assert reading.sentiment is Sentiment.UNCERTAIN


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("en", "en"),
        ("EN-us", "en"),
        ("en_GB.UTF-8", "en"),
        ("English", "en"),
        (" ES ", "es"),
        ("Español", "es"),
        ("zh-Hans", "zh"),
        ("English (US)", None),
        ("xx", None),
        ("", None),
        (None, None),
    ],
)
def test_a_language_is_known_by_code_or_name(stated, code):
    assert known_language(stated) == code


class Echo:
    """A reader that knows everything and says the question back through its version."""

    method, languages, tagger = "echo", frozenset({"es"}), None

    def __init__(self):
        self.version = ""

    def __call__(self, text, *, question=None):
        self.version = f"{question}: {text}"
        return SentimentReading(Sentiment.MIXED, ())


def test_another_reader_takes_the_place_of_the_first():
    reading = read("Bien", themes=THEMES, language="es", question="¿Qué tal?", reader=Echo())
    assert reading.sentiment is Sentiment.MIXED
    assert (reading.method, reading.version) == ("echo", "¿Qué tal?: Bien")


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_bad_texts_are_read_like_any_other(text):
    assert read(text, themes=THEMES, language="en").theme_version == 3


@settings(deadline=None)  # the first reading loads what it reads with
@given(st.text(), st.none() | st.text())
def test_any_text_is_read_and_always_alike(text, language):
    assert read(text, themes=THEMES, language=language) == read(
        text, themes=THEMES, language=language
    )
