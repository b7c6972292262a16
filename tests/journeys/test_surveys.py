"""A survey on a telephone, in Spanish, without script: what was answered reaches the chief."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from db.models import Survey, SurveyFigures
from services.surveys import scores
from tests.factories import OPERATOR
from tests.journeys.conftest import DESK, PHONE, open_tab, picture
from tests.journeys.test_axe import violations
from tests.journeys.test_every_page import wider_than_the_window
from tests.journeys.test_voice import without_script
from tests.web.running import wait_for

CHIEF = "chief@example.org"
TITLE = "Safety and trust"


def is_counted(town, number):
    with town.changes() as session:
        survey = session.get_one(Survey, number)
        kept = session.get(SurveyFigures, number)
        return kept is not None and kept.version == survey.version


def counted(town, number):
    with town.changes() as session:
        found = scores.of(session, OPERATOR, survey_id=number).figures
        return next(score for score in found.scores if score.key == "safe").counts.get("0", 0)


def test_answered_in_spanish_without_script_and_seen_by_the_chief(town, browser):
    with town.changes() as session:
        number = session.scalars(select(Survey.id).where(Survey.title == TITLE)).one()
    wait_for(lambda: is_counted(town, number), town.log)
    before = counted(town, number)

    with without_script(browser, town.base) as tab:
        tab.goto("/plain/surveys")
        tab.page.get_by_role("link", name="Seguridad y confianza").click()
        tab.page.get_by_role("button", name="Empezar").click()
        tab.page.get_by_label("0", exact=True).check()
        picture(tab, "survey-390")
        for at in range(1, 8):
            expect(tab.page.get_by_text(f"Pregunta {at} de 7")).to_be_visible()
            tab.page.get_by_role("button", name="Seguir").click()
        tab.page.get_by_label("¿En qué distrito vive?").select_option("Brickfield")
        tab.page.get_by_role("button", name="Enviar").click()
        expect(tab.page.get_by_role("heading", name="Gracias")).to_be_visible()
        assert tab.page.locator("html").get_attribute("lang") == "es"

    wait_for(lambda: is_counted(town, number), town.log)
    assert counted(town, number) == before + 1
    with open_tab(browser, town.base, DESK) as tab:
        tab.sign_in(CHIEF, town.passwords()[CHIEF])
        tab.goto("/surveys")
        tab.heading("What surveys say")
        expect(tab.page.get_by_text("421 people answered.")).to_be_visible()
        picture(tab, "surveys-1280")
        assert tab.complaints == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_every_step_of_a_survey_has_no_fault_that_axe_knows(town, browser, tag, dark):
    with town.changes() as session:
        number = session.scalars(select(Survey.id).where(Survey.title == TITLE)).one()
    with open_tab(browser, town.base, PHONE, dark=dark) as tab:
        tab.goto(f"/plain/surveys/{number}?lang={tag}")
        assert violations(tab) == [], "what it is about"
        tab.page.locator("button[value=begin]").click()
        for at in range(7):
            assert violations(tab) == [], at
            tab.page.locator("button[value=next]").click()
        assert violations(tab) == [], "the place"
        assert tab.page.locator("html").get_attribute("lang") == tag
        assert wider_than_the_window(tab) <= 0
