import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from textblob import TextBlob

from analysis import trained
from analysis.sentences import split
from analysis.sentiment import LEXICON, Chances, FeelingAnalyzer
from analysis.trained import FOLDER, SURE, answer, shipped, together
from core.vocabulary import Sentiment
from core.voice import Act
from tests.analysis.bad_texts import BAD_TEXTS

NEGATIVE, NEUTRAL, POSITIVE = Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE
MIXED, UNCERTAIN = Sentiment.MIXED, Sentiment.UNCERTAIN


@pytest.mark.parametrize(
    ("text", "sentiment", "act"),
    [
        ("Thank you for the kind officer who came after the burglary.", POSITIVE, Act.PRAISE),
        ("No complaints, you do a fine job.", POSITIVE, Act.PRAISE),
        ("Please send more patrols to Elm Street.", NEUTRAL, Act.REQUEST),
        ("The city should add a crosswalk by the library.", NEUTRAL, Act.REQUEST),
        ("When is the next meeting?", NEUTRAL, Act.QUESTION),
        ("The library opens at nine.", NEUTRAL, Act.STATEMENT),
        ("The officer was rude and shoved my brother.", NEGATIVE, Act.COMPLAINT),
        ("THIS STREET IS DANGEROUS AND NOBODY CARES!", NEGATIVE, Act.COMPLAINT),
        ("Cars run the red light here all day.", NEGATIVE, Act.COMPLAINT),
    ],
)
def test_a_text_is_read_as_its_feeling_and_its_act(text, sentiment, act):
    found = shipped()(text)
    assert (found.sentiment, found.act) == (sentiment, act)


def test_a_text_whose_sentences_disagree_is_mixed_and_says_which():
    text = "The officers were wonderful and kind. The wait on the phone was terrible."
    found = shipped()(text)
    assert found.sentiment is MIXED
    assert [(text[slice(*span)], said) for span, said in found.sentences] == [
        ("The officers were wonderful and kind.", POSITIVE),
        ("The wait on the phone was terrible.", NEGATIVE),
    ]


def test_the_question_that_was_asked_changes_the_answer():
    good = shipped()("The waiting times", question="What was good?").chances
    bad = shipped()("The waiting times", question="What could we do better?").chances
    assert good.positive > bad.positive


@pytest.mark.parametrize(
    ("chances", "sentiment"),
    [
        (Chances(SURE, 1 - SURE, 0.0), NEGATIVE),
        (Chances(0.0, SURE, 1 - SURE), NEUTRAL),
        (Chances(0.0, 1 - SURE, SURE), POSITIVE),
        (Chances(SURE - 0.01, 0.01, 1 - SURE), UNCERTAIN),
        (Chances(1 / 3, 1 / 3, 1 / 3), UNCERTAIN),
    ],
)
def test_an_answer_is_given_from_the_cut_on(chances, sentiment):
    assert answer(chances) is sentiment


@pytest.mark.parametrize(
    ("said", "sentiment"),
    [
        ([POSITIVE, NEGATIVE], MIXED),
        ([NEGATIVE, UNCERTAIN, POSITIVE], MIXED),
        ([POSITIVE, UNCERTAIN], NEUTRAL),
        ([NEGATIVE, NEUTRAL, NEGATIVE], NEUTRAL),
        ([], NEUTRAL),
    ],
)
def test_a_text_is_mixed_only_where_one_sentence_praises_and_another_blames(said, sentiment):
    assert together(Chances(0.0, SURE, 1 - SURE), said) is sentiment


def test_it_answers_through_textblobs_own_interface():
    analyzer = shipped().analyzer(None)
    assert isinstance(analyzer, FeelingAnalyzer)
    text = "The officers were wonderful."
    assert TextBlob(text, analyzer=analyzer).sentiment == shipped()(text)


def test_method_and_version_say_which_reader_it_was():
    sums = json.loads((FOLDER / "manifest.json").read_text())["sha256"]
    assert shipped().method == "minilm"
    assert shipped().version.split("-")[0] == sums["model.onnx"][:8]
    assert shipped().languages == {"en"}


def spoil(folder, name):
    path = folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 4] ^= 1  # in the manifest: what is said of the network
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "manifest.json"])
@pytest.mark.parametrize("how", ["missing", "altered", "empty"])
def test_without_its_own_files_the_word_list_reads_and_one_line_says_so(tmp_path, name, how):
    folder = shutil.copytree(FOLDER, tmp_path / "reader")
    if how == "missing":
        (folder / name).unlink()
    elif how == "empty":
        (folder / name).write_bytes(b"")
    else:
        spoil(folder, name)

    with capture_logs() as logs:
        readers = [shipped(folder), shipped(folder)]

    assert readers == [LEXICON, LEXICON]
    assert readers[0]("This is awful.").sentiment is NEGATIVE
    (line,) = logs
    assert line["event"].endswith("feelings are read with a word list.")
    assert (name if how != "altered" else ".") in line["reason"]


@pytest.mark.parametrize("content", ["[]", "{}", '{"sha256": 3}', '{"sha256": {}}', "\xff"])
def test_a_manifest_that_makes_no_sense_is_no_traceback(tmp_path, content):
    folder = shutil.copytree(FOLDER, tmp_path / "reader")
    (folder / "manifest.json").write_bytes(content.encode("latin-1"))
    assert shipped(folder) is LEXICON


def test_it_is_loaded_once_however_many_ask_at_a_time(tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "reader")
    with ThreadPoolExecutor(4) as pool:
        readers = list(pool.map(shipped, [folder] * 8))
    assert {id(reader) for reader in readers} == {id(shipped(folder))}
    assert readers[0].method == "minilm"


def test_threads_agree():
    texts = ["This corner is dangerous.", "Thank you for the excellent meeting."] * 10
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(shipped(), texts)) == [shipped()(text) for text in texts]


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_bad_texts_get_an_answer(text):
    found = shipped()(text, question=text)
    assert found.sentiment in {POSITIVE, NEGATIVE, NEUTRAL, MIXED, UNCERTAIN}
    assert tuple(span for span, _ in found.sentences) == split(text)
    assert sum(found.chances) == pytest.approx(1)


@settings(deadline=None)
@given(st.text())
def test_every_sentence_is_answered_and_always_alike(text):
    found = shipped()(text)
    assert tuple(span for span, _ in found.sentences) == split(text)
    assert found == shipped()(text)


def test_the_only_sentence_is_read_as_the_text():
    found = shipped()("Do the cameras on Elm Street work?")
    assert [said for _, said in found.sentences] == [found.sentiment]


def test_a_sentence_in_another_language_is_not_read_as_english():
    text = "Cars speed here all day. Los oficiales fueron muy amables con nosotros. 车太快了。"
    assert [said for _, said in shipped()(text).sentences] == [NEGATIVE, UNCERTAIN, UNCERTAIN]


def test_what_stands_far_behind_is_uncertain_and_not_neutral():
    text = "Please mend the light. " * 2_000
    found = shipped()(text)
    assert found.sentences[0].sentiment is NEUTRAL
    assert found.sentences[-1].sentiment is UNCERTAIN


def test_the_errors_that_are_kept_are_counts_of_texts():
    kept = json.loads((trained.FOLDER / "errors.json").read_text())
    told = kept["true_and_read"]
    assert kept["cut"] == SURE
    assert set(told) == {"negative", "neutral", "positive", "mixed"}
    assert sum(n for read in told.values() for n in read.values()) == 1_204
