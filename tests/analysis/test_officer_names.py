import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.officer_names import find
from tests.analysis.bad_texts import BAD_TEXTS


def named(text):
    return [text[slice(*span)] for span in find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Officer Low was rude", "Officer Low"),
        ("Police Officer Low", "Officer Low"),
        ("Officer QZ said no", "Officer QZ"),
        ("Officer A, 3rd District", "Officer A"),
        ("Officers QZ and XY came", "Officers QZ and XY"),
        ("Officers Low, Reed and Hay", "Officers Low, Reed and Hay"),
        ("Sgt. Low", "Sgt. Low"),
        ("Detective QZ", "Detective QZ"),
        ("Lt. O’Dell", "Lt. O’Dell"),
        ("Ofc. Ana Núñez came", "Ofc. Ana Núñez"),
        ("Officer J. Low came", "Officer J. Low"),
        ("Deputy Chief Lo", "Chief Lo"),
        ("Chief Ramos listened", "Chief Ramos"),
        ("officer low was rude", "officer low"),
        ("thanks to officer low.", "officer low"),
        ("OFFICER LOW WAS RUDE", "OFFICER LOW"),
        ("an officer named bo", "officer named bo"),
        ("The officer's name was Low", "officer's name was Low"),
        ("P/O 1234", "P/O 1234"),
        ("officer #4321", "officer #4321"),
        ("badge #1234", "badge #1234"),
        ("Badge number 1234", "Badge number 1234"),
        ("his badge was 1234", "badge was 1234"),
        ("el oficial Núñez", "oficial Núñez"),
        ("la agente Peña de la Cruz", "agente Peña de la Cruz"),
        ("un sargento de nombre Peña", "sargento de nombre Peña"),
        ("placa número 1234", "placa número 1234"),
    ],
)
def test_a_particular_officer_is_found(text, found):
    assert named(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The officer came late and the officers left",
        "I met an officer. Nobody else came.",
        "Officers Are rude here",
        "officer responded quickly",
        "THE OFFICER WAS RUDE",
        "We need more OFFICERS ON FOOT",
        "A Police Officer",
        "the Officer Friendly program",
        "an Officer Involved shooting",
        "Detective Bureau",
        "the Chief of Police",
        "Captain Low Street is dark",
        "PO Box 1234",
        "Turn off Elm",
        "a badge of honor",
        "el oficial vino y los agentes no",
        "la policía no responde",
        "Dr. Low of the library",
    ],
)
def test_no_particular_officer_is_found(text):
    assert named(text) == []


@given(st.text() | st.lists(st.sampled_from(["Officer ", "Sgt. ", "Low", ", ", "and ", "#12 "])))
def test_what_is_found_lies_inside_the_text_in_order_and_apart(given_text):
    text = "".join(given_text)
    ends = [at for span in find(text) for at in span]
    assert ends == sorted(set(ends))
    assert all(0 <= at <= len(text) for at in ends)


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_bad_texts_are_searched_like_any_other(text):
    assert all(text[slice(*span)] for span in find(text))
