"""Which language somebody is answered in, and how days, counts and lists are said in it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import i18n, languages, when
from core.errors import NotAllowedError
from core.i18n import ngettext, translate


@pytest.fixture
def speaking():
    """Sets the language for the rest of a test."""
    before = i18n.language.get()
    yield i18n.language.set
    i18n.language.set(before)


def asked(link=None, cookie=None, accepted=""):
    return languages.asked(link=link, cookie=cookie, accepted=accepted)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("es", "es"),
        ("ES", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("fr,de;q=0.9,ar;q=0.5,en;q=0.4", "ar"),
        ("en;q=0.4,es;q=0.5", "es"),
        ("es;q=0,en", "en"),
        ("es;q=0", None),
        ("ar-EG", "ar"),
        ("de", None),
        ("*", None),
        ("", None),
        ("es;q=two,ar;q=1.0", "ar"),
        (",,;q=1, ;es", None),
        ("../../etc/passwd, es", "es"),
    ],
)
def test_the_browsers_most_wanted_language_that_we_have_is_taken(accepted, language):
    assert asked(accepted=accepted) == language


HEADERS = st.text(max_size=300) | st.text(alphabet="esarnESARN-_;q=0.19, *", max_size=40)


@given(HEADERS)
def test_no_header_does_any_harm(header):
    assert asked(accepted=header) in {None, *i18n.OFFERED}
    assert asked(link=header, cookie=header) in {None, *i18n.OFFERED}


def test_a_header_of_a_megabyte_is_not_read_to_its_end():
    far = "xx," * 350_000 + "es"

    assert asked(accepted=far) is None
    assert asked(accepted=far[-400:]) == "es", "the control: it would be found"


def test_the_link_wins_over_the_cookie_and_the_cookie_over_the_browser():
    assert asked(link="ar", cookie="es", accepted="en") == "ar"
    assert asked(link="tlh", cookie="es", accepted="en") == "es"
    assert asked(cookie="es", accepted="en") == "es"
    assert asked(cookie="tlh", accepted="ar") == "ar"


@pytest.mark.parametrize(
    ("tags", "language"),
    [(["es", "en"], "es"), (["vi", "ar"], "ar"), (["vi"], "en"), ([], "en"), (["", "no"], "en")],
)  # fmt: skip
def test_a_department_speaks_its_first_language_that_we_have(tags, language):
    assert languages.spoken(tags) == language


def test_every_language_is_called_by_its_own_name_and_runs_its_own_way():
    assert [languages.name(tag) for tag in i18n.OFFERED] == ["English", "Español", "العربية"]
    assert [languages.direction(tag) for tag in i18n.OFFERED] == ["ltr", "ltr", "rtl"]


def test_the_menu_keeps_the_rest_of_the_address():
    found = languages.menu("/plain/events", [("district", "3"), ("lang", "ar"), ("kind", "a&b")])

    assert found["es"] == "/plain/events?district=3&kind=a%26b&lang=es"
    assert found.keys() == set(i18n.OFFERED)


def test_days_times_and_lists_are_said_as_people_say_them(speaking):
    day, at = date(2026, 3, 3), datetime(2026, 3, 3, 18, 0)  # noqa: DTZ001 -- wall time
    said = {}
    for tag in i18n.OFFERED:
        speaking(tag)
        said[tag] = (when.day(day), when.time(at).replace("\u202f", " "), when.listed("ABC"))

    assert said["en"] == ("Tuesday, March 3, 2026", "6:00 PM", "A, B, and C")
    assert said["es"][0] == "martes, 3 de marzo de 2026"
    assert said["es"][1].replace("\xa0", " ") == "6:00 p.m."
    assert said["es"][2] == "A, B y C"
    assert said["ar"] == ("الثلاثاء، 3 مارس 2026", "6:00 م", "A وB وC")


def test_arabic_counts_in_six_ways(speaking):
    speaking("ar")
    one, many = "{n} place left in the room.", "{n} places left in the room."

    said = {n: ngettext(one, many, n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 103)}

    assert said[2] == "بقي مكانان في القاعة."
    assert said[3] == said[10] == said[103] != said[11]
    assert said[11] == said[99]
    assert len(set(said.values())) == 6


def test_a_language_without_a_catalogue_says_what_stands_in_the_code(speaking):
    for tag in ("en", "tlh", "../es", ""):
        speaking(tag)
        assert translate("Send") == "Send"
    speaking("es")
    assert translate("Send") == "Enviar"
    assert translate("") == ""


def test_a_refusal_is_said_in_the_language_of_whom_it_meets(speaking):
    speaking("es")
    assert str(NotAllowedError()).startswith("Usted no tiene permiso")
