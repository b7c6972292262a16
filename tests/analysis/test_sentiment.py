from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textblob import TextBlob

from analysis.sentences import split
from analysis.sentiment import LEXICON, CivicAnalyzer
from core.vocabulary import Sentiment
from tests.analysis.bad_texts import BAD_TEXTS

NEGATIVE, NEUTRAL, POSITIVE = Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE
MIXED, UNCERTAIN = Sentiment.MIXED, Sentiment.UNCERTAIN


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("The officers were wonderful and friendly.", POSITIVE),
        ("Thank you for the excellent meeting.", POSITIVE),
        ("I am grateful for the great work you do.", POSITIVE),
        ("It was a horrible, disgusting evening.", NEGATIVE),
        ("This corner is dangerous.", NEGATIVE),
        ("The clerk wasn't good to us.", NEGATIVE),
        ("We need more lights on Elm Street.", NEUTRAL),
        ("Please add a crosswalk by the library.", NEUTRAL),
        ("A new playground would be great.", NEUTRAL),
        ("You should hire better trainers.", NEUTRAL),
        ("We need action: nobody answers and kids get hurt.", UNCERTAIN),
        ("The bus passes at nine.", UNCERTAIN),
        ("The light at Elm is on the right.", UNCERTAIN),
        ("Great, why did they never answer?", UNCERTAIN),
        ("Officer Low was wonderful. The wait on the phone was terrible.", MIXED),
        ("The talk was wonderful. The clerk was rude.", UNCERTAIN),
        ("The evening was terrible. We need more lights.", NEGATIVE),
        ("The evening was wonderful. We need more lights.", POSITIVE),
        ("", UNCERTAIN),
    ],
)
def test_a_text_is_read_as_its_feeling(text, sentiment):
    assert LEXICON(text).sentiment is sentiment


def test_no_known_word_is_uncertain_where_textblob_says_zero():
    text = "The bus passes at nine."
    assert TextBlob(text).sentiment.polarity == 0.0
    assert LEXICON(text).sentiment is UNCERTAIN


def test_a_plain_request_is_no_praise_where_textblob_says_it_is():
    text = "We need more lights on Elm Street."
    assert TextBlob(text).sentiment.polarity > 0
    assert LEXICON(text).sentiment is NEUTRAL


def test_each_sentence_has_its_own_answer():
    text = "The officers were wonderful. The bus passes at nine."
    assert [(text[slice(*span)], answer) for span, answer in LEXICON(text).sentences] == [
        ("The officers were wonderful.", POSITIVE),
        ("The bus passes at nine.", UNCERTAIN),
    ]


def test_the_analyzer_answers_through_textblobs_own_interface():
    blob = TextBlob("The officers were wonderful.", analyzer=CivicAnalyzer())
    assert blob.sentiment == LEXICON("The officers were wonderful.")


def test_method_and_version_say_which_reader_it_was():
    assert LEXICON.method == "textblob-lexicon"
    assert LEXICON.version == "0.20.1-1"
    assert LEXICON.languages == {"en"}


@given(st.text())
def test_every_sentence_is_answered(text):
    assert tuple(span for span, _ in LEXICON(text).sentences) == split(text)


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_bad_texts_get_an_answer(text):
    assert LEXICON(text).sentiment in {POSITIVE, NEGATIVE, NEUTRAL, MIXED, UNCERTAIN}


def test_threads_agree():
    texts = ["This corner is dangerous.", "Thank you for the excellent meeting."] * 50
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(LEXICON, texts)) == [LEXICON(text) for text in texts]
