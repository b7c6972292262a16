from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.language import LANGUAGES, detect
from tests.analysis.bad_texts import BAD_TEXTS


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The street lights on our block have been out for a month.", "en"),
        ("NOBODY CAME WHEN I CALLED", "en"),
        ("More patrols", "en"),
        ("Thank you", "en"),
        ("speeding cars", "en"),
        ("Las luces de nuestra calle no funcionan desde hace un mes.", "es"),
        ("La policía no responde", "es"),
        ("Les voitures roulent trop vite devant l'école.", "fr"),
        ("Xe chạy quá nhanh trên đường này", "vi"),
        ("Машины ездят слишком быстро возле школы", "ru"),
        ("这条街上的车开得太快了", "zh"),
        ("السيارات تسير بسرعة كبيرة", "ar"),
    ],
)
def test_a_sentence_is_read_as_its_language(text, language):
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "   ", "ok", "???", "👍", "911", "12-34", "lol", "N/A"])
def test_too_little_to_tell_is_no_language(text):
    assert detect(text) is None


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_bad_texts_get_a_known_language_or_none(text):
    assert detect(text) in {*LANGUAGES, None}


@given(st.text(alphabet=st.characters(exclude_categories=["L"])))
def test_without_letters_there_is_no_language(text):
    assert detect(text) is None


def test_threads_agree():
    texts = ["Cars speed on our street", "Los coches corren en nuestra calle"] * 50
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(detect, texts)) == ["en", "es"] * 50
