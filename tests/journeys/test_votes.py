"""A resident votes on every statement, in each language, and every step of it is without fault."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from services.surveys.opinion_sample import QUESTION, STATEMENTS
from tests.journeys.conftest import DESK, PHONE, open_tab, picture
from tests.journeys.test_axe import violations
from tests.journeys.test_every_page import wider_than_the_window

DANGER = {
    "en": "I want to kill myself.", "es": "Quiero matarme.", "ar": "I want to kill myself.",
}  # fmt: skip
WAYS = [("en", PHONE, False), ("en", DESK, True), ("es", DESK, False), ("ar", PHONE, True)]


def press(tab, do):
    tab.page.locator(f'button[value="{do}"]').press("Enter")


@pytest.mark.parametrize(("tag", "size", "dark"), WAYS)
def test_every_step_of_voting_is_without_fault_by_keyboard(town, browser, tag, size, dark):
    def sound(step):
        expect(tab.page.get_by_role("heading", level=1)).to_have_text(QUESTION)
        expect(tab.page.locator("html")).to_have_attribute("lang", tag)
        picture(tab, f"vote-{step}-{tag}-{size[0]}-{'dark' if dark else 'light'}")
        assert violations(tab) == [], step
        assert wider_than_the_window(tab) <= 0, step

    with open_tab(browser, town.base, size, dark=dark) as tab:
        tab.goto(f"/plain/opinions/1?lang={tag}")
        press(tab, "begin")
        sound("first")
        press(tab, "agree")
        press(tab, "back")
        sound("again")
        press(tab, "disagree")
        for _statement in STATEMENTS[1:]:
            press(tab, "pass")
        sound("end")
        tab.page.locator("textarea").fill(DANGER[tag])
        press(tab, "say")
        expect(tab.page.locator("#help")).to_be_visible()
        sound("danger")
        tab.page.locator("textarea").fill(f"More benches, please ({tag} {size[0]}).")
        press(tab, "say")
        expect(tab.page.get_by_role("status")).to_be_visible()
        sound("said")
        assert tab.complaints == []
        assert tab.strangers() == set()
