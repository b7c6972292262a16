"""Every page under axe, by WCAG 2.0 to 2.2, A and AA: what a machine can find, it finds nothing."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

from core import screens
from services.sample import TOWN
from tests.journeys.conftest import DESK, PHONE, open_tab
from tests.journeys.test_every_page import LOOKERS, OFFICER, PLAIN

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ASK = """async (rules) => (await axe.run(document, {runOnly: {type: "tag", values: rules}}))
.violations.map((one) => [one.id, ...one.nodes.map((node) => node.html.slice(0, 160))])"""
OPEN = "document.querySelectorAll('details:not([open]) > summary').forEach((one) => one.click())"
SEEN = {"390-light": (PHONE, False), "1280-dark": (DESK, True)}
"""Both sizes and both papers; colours do not go by size, so not each with each."""


def violations(tab):
    """What axe has against the page as it is, with everything that folds unfolded."""
    tab.page.evaluate(OPEN)
    tab.page.wait_for_timeout(500)
    tab.page.evaluate(AXE)
    return tab.page.evaluate(ASK, RULES)


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("who", list(dict.fromkeys(LOOKERS.values())), ids=str)
def test_no_page_has_a_fault_that_axe_knows(town, browser, who, seen):
    size, dark = SEEN[seen]
    with open_tab(browser, town.base, size, dark=dark) as tab:
        if who:
            tab.sign_in(who, town.passwords()[who])
        for screen in (screen for screen, looker in LOOKERS.items() if looker == who):
            tab.goto(f"/{screen.url}")
            tab.heading(TOWN if screen is screens.HOME else screen.title)
            assert violations(tab) == [], screen.url
        pages = {None: PLAIN, OFFICER: ("/check-in/1", "/meeting?event=1")}.get(who, ())
        for path in pages:
            tab.goto(path)
            tab.page.locator("h1").first.wait_for()
            assert violations(tab) == [], path


def test_axe_finds_a_fault_that_is_there(town, browser):
    with open_tab(browser, town.base, PHONE) as tab:
        tab.goto("/plain/events")
        tab.page.evaluate("document.querySelector('label').remove()")
        assert [found[0] for found in violations(tab)] == ["select-name"]
