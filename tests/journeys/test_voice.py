"""A resident who fears being known: in Spanish, on a telephone, with script off and on."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from core.vocabulary import Sentiment
from db.models import Feedback, SentimentCount, Source
from services.sources import FORM_SOURCE
from tests.journeys.conftest import DESK, PATIENCE_MS, PHONE, Tab, open_tab, picture, waiting
from tests.web.running import wait_for

OFFICER = "outreach@example.org"
SAID = "La lámpara de Quarry Lane está apagada y da miedo pasar de noche."
DANGER = "Mi esposo me pega y tengo miedo de que me mate esta noche."
ANSWER = "La lámpara se arregla el viernes."


@contextmanager
def without_script(browser, base):
    """A telephone whose browser runs nothing, set to Spanish."""
    width, height = PHONE
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False, locale="es-US"
    )
    context.set_default_timeout(PATIENCE_MS)
    yield Tab(context.new_page(), base)
    context.close()


@pytest.fixture
def fill(town, browser):
    """Opens the form without script and types into it."""

    @contextmanager
    def filled(words):
        with without_script(browser, town.base) as tab:
            tab.goto("/plain/feedback")
            tab.page.locator("#words").fill(words)
            yield tab

    return filled


def send(tab):
    tab.page.locator("button[name=do][value=send]").last.click()


def counted(town):
    """How many pieces of the form stand in the figures, of whatever sentiment."""
    with town.changes() as session:
        source = session.scalars(select(Source.id).where(Source.name == FORM_SOURCE)).one()
        asked = select(func.coalesce(func.sum(SentimentCount.n), 0)).where(
            SentimentCount.source_id == source, SentimentCount.sentiment.in_(Sentiment)
        )
        return int(session.scalar(asked))


def feedback_id(town, words):
    with town.changes() as session:
        return session.scalars(select(Feedback.id).where(Feedback.words == words)).one_or_none()


def test_heard_answered_and_taken_back_without_script_or_name(town, browser, fill):
    before = counted(town)
    with fill(SAID) as tab:
        assert tab.page.locator("html").get_attribute("lang") == "es"
        picture(tab, "voz-formulario-390")
        send(tab)
        receipt = tab.page.locator(".receipt").inner_text()
        assert len(receipt.split()) == 6
        picture(tab, "voz-recibo-390")
        wait_for(lambda: waiting(town) == 0, town.log)
        assert counted(town) > before, "the control: it is in the figures"

        with open_tab(browser, town.base, DESK) as desk:
            desk.sign_in(OFFICER, town.passwords()[OFFICER])
            desk.page.wait_for_url(lambda url: "sign-in" not in url)
            desk.goto("/inbox?source=Online+form")
            desk.heading("Inbox")
            expect(desk.page.get_by_text(SAID)).to_be_visible()
            desk.page.get_by_role("radio", name="Answer").first.click()
            desk.page.get_by_label("Your answer").fill(ANSWER)
            desk.page.get_by_role("button", name="Send the answer").click()
            expect(desk.page.get_by_text(ANSWER)).to_be_visible()
            picture(desk, "inbox-answered-1280")

        tab.goto("/plain/receipt")
        tab.page.locator("#receipt").fill(receipt.upper())
        tab.page.locator("main button").click()
        expect(tab.page.locator("main")).to_contain_text(ANSWER)
        assert receipt not in tab.page.content()
        assert receipt.split()[0] not in tab.page.url
        picture(tab, "voz-respuesta-390")
        tab.page.locator("#say").fill("Muchas gracias.")
        tab.page.locator("form[action$=say] button").click()
        expect(tab.page.locator(".thread")).to_contain_text("Muchas gracias.")

        tab.page.locator("details", has=tab.page.locator("form[action$=withdraw]")).locator(
            "summary"
        ).click()
        tab.page.locator("input[name=sure]").check()
        tab.page.locator("form[action$=withdraw] button").click()
        expect(tab.page.locator(".thread")).to_have_count(0)
        picture(tab, "voz-retirado-390")
    assert feedback_id(town, SAID) is None, "its words are erased"
    assert counted(town) == before


def test_danger_brings_help_and_the_draft_is_still_there(town, fill):
    with fill(DANGER) as tab:
        send(tab)
        expect(tab.page.locator("#help")).to_contain_text("911")
        expect(tab.page.locator("#help")).to_contain_text("1-800-799-7233")
        expect(tab.page.locator("#words")).to_have_value(DANGER)
        assert tab.page.locator("a.out").get_attribute("rel") == "noreferrer"
        picture(tab, "voz-peligro-390")
        assert feedback_id(town, DANGER) is None
        tab.page.locator("#help button").click()
        expect(tab.page.locator(".receipt")).to_be_visible()
    assert feedback_id(town, DANGER) is not None


def test_danger_in_the_screen_with_script_keeps_the_draft_too(town, browser):
    words = "I want to kill myself, I have the pills here."
    with open_tab(browser, town.base, PHONE) as tab:
        tab.goto("/feedback")
        tab.heading("Tell us what you think")
        tab.page.locator("textarea").first.fill(words)
        tab.page.get_by_role("button", name="Send", exact=True).click()
        expect(tab.page.get_by_text("Nothing has been sent or kept yet.")).to_be_visible()
        expect(tab.page.locator("textarea").first).to_have_value(words)
        assert feedback_id(town, words) is None
        picture(tab, "danger-390")
        tab.page.get_by_role("button", name="Send it all the same").click()
        expect(tab.page.locator(".cg-receipt")).to_be_visible()
        assert tab.strangers() == set()
    assert feedback_id(town, words) is not None


def test_an_officer_cannot_read_what_names_them(town, browser, fill):
    words = "Officer Brannigan shouted at my grandmother on Elm Street."
    with fill(words) as tab:
        send(tab)
        tab.page.locator("button[name=complaint][value=here]").click()
        expect(tab.page.locator(".receipt")).to_be_visible()
    wait_for(lambda: waiting(town) == 0, town.log)
    with open_tab(browser, town.base, DESK) as desk:
        desk.sign_in(OFFICER, town.passwords()[OFFICER])
        desk.page.wait_for_url(lambda url: "sign-in" not in url)
        desk.goto("/inbox?source=Online+form")
        desk.heading("Inbox")
        expect(desk.page.get_by_text("Brannigan")).to_have_count(0)
    assert feedback_id(town, words) is not None, "the control: it is there"
