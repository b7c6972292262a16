"""Screens in the person's language, the menu to choose one, and signing a translation."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core import catalogues, i18n
from core.vocabulary import Role, Sentiment
from db.models import CatalogueReview, Feedback
from services import languages
from tests.factories import NOW, OPERATOR, make_feedback, make_reading
from tests.pages.conftest import button, open_page, text_of

UNREVIEWED = "Ninguna persona ha revisado todavía esta traducción."


def menu_of(screen) -> str:
    (menu,) = [one.value for one in screen.get("html") if "cg-languages" in one.value]
    return menu


@pytest.fixture(autouse=True)
def _spoken():
    """The language of a run stays with its thread; tests share ours."""
    before = i18n.language.get()
    yield
    i18n.language.set(before)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "Las próximas reuniones|Venga a una reunión"),
        ("events", "Todos los distritos"),
        ("feedback", "¿Qué pasó, o qué deberíamos saber?"),
        ("commitments", "Todas las promesas"),
    ],
)
def test_residents_screens_speak_spanish(records, url, said):
    shown = open_page(url, lang="es")

    assert not shown.exception
    assert any(words in text_of(shown) for words in said.split("|"))
    assert UNREVIEWED in text_of(shown)


def test_a_language_we_have_not_is_passed_over(records):
    shown = open_page("feedback", lang="tlh")

    assert shown.title[0].value == "Tell us what you think"
    assert "has not been checked" not in text_of(shown)


def test_the_menu_leads_to_the_same_screen_in_each_language(records):
    menu = menu_of(open_page("events", lang="es"))

    assert '<span lang="es" aria-current="true">Español</span>' in menu
    assert 'href="/events?lang=ar" target="_self" lang="ar" hreflang="ar">العربية</a>' in menu
    assert 'aria-label="Idioma"' in menu


def test_the_language_of_the_page_is_kept_with_what_is_sent_on_it(records):
    for words in ("Muchas gracias por arreglar la lámpara de nuestra calle.",
                  "The lamp in our street has been dark for three weeks now."):  # fmt: skip
        form = open_page("feedback", lang="es")
        form.text_area[0].set_value(words)
        button(form, "Enviar").click().run()

    with records() as session:
        rows = session.execute(select(Feedback.words, Feedback.language_said)).all()
    assert {words[:3]: language for words, language in rows} == {"Muc": "es", "The": None}


def test_staff_are_answered_in_a_language_that_is_finished_for_them(records):
    someone = records.sign_in(Role.COMMAND)

    spanish, arabic = open_page("inbox", someone, lang="es"), open_page("inbox", someone, lang="ar")

    assert spanish.title[0].value == "Bandeja de entrada"
    assert arabic.title[0].value == "Inbox"
    assert "العربية" not in menu_of(arabic)
    assert "Español" in menu_of(arabic)


def test_an_administrator_signs_the_version_on_the_screen(records):
    administrator = records.sign_in(Role.ADMINISTRATOR)
    screen = open_page("languages", administrator)
    assert len(screen.warning) == len(i18n.TRANSLATED)

    screen.text_input[0].set_value("Inés Duarte")
    shown = button(screen, "Sign this version: Español").click().run()

    assert not shown.exception
    assert not shown.error
    assert len(shown.warning) == len(i18n.TRANSLATED) - 1
    assert "Inés Duarte" in text_of(shown)
    with records() as session:
        (row,) = session.scalars(select(CatalogueReview)).all()
        assert (row.language, row.digest) == ("es", catalogues.digest("es"))
    assert UNREVIEWED not in text_of(open_page("events", lang="es"))


def test_a_signature_without_a_name_is_refused_in_a_sentence(records):
    screen = open_page("languages", records.sign_in(Role.ADMINISTRATOR))

    shown = button(screen, "Sign this version: Español").click().run()

    assert [one.value for one in shown.error] == [languages.ReviewerMissingError.message]


def test_an_older_signature_stands_beside_the_words_it_was_for(records):
    with records() as session:
        session.add(
            CatalogueReview(language="es", digest="0" * 64, reviewer="Old Hand", signed_at=NOW)
        )
        languages.sign(
            session, OPERATOR, language="ar", digest=catalogues.digest("ar"), reviewer="Amal",
            now=NOW,
        )  # fmt: skip

    shown = open_page("languages", records.sign_in(Role.ADMINISTRATOR))

    said = text_of(shown)
    assert "Old Hand" in said
    assert "Amal" in said
    assert len(shown.warning) == 1
    assert len(shown.success) == 1


def test_what_a_button_answers_before_the_screen_runs_is_in_the_language_too(records):
    """Callbacks run before the router has chosen a language, in a thread of their own."""
    i18n.language.set("es")  # AppTest asks for the names of choices in our thread
    someone = records.sign_in(Role.OUTREACH)
    with records() as session:
        make_feedback(session, "Lamps", reading=make_reading(Sentiment.NEGATIVE))
        letter = session.scalars(select(Feedback.id)).one()
    shown = open_page("inbox", someone, lang="es")
    shown.session_state[f"tool-{letter}"] = "note"
    shown = shown.run()

    shown.text_area[0].set_value("x" * 2_001)
    shown = button(shown, "Guardar la nota").click().run()

    assert [one.value for one in shown.error] == [
        "Esto tiene 2,001 caracteres; podemos guardar 2,000. Acórtelo y luego envíelo."
    ]
