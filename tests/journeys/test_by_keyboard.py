"""Without a mouse, with text twice as large, and without movement."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core import screens
from tests.journeys.conftest import DESK, PHONE, open_tab
from tests.journeys.test_every_page import PLAIN, wider_than_the_window

TWICE = (640, 450)
"""What a window of 1280 pixels holds at 200 %."""
NARROWEST = (320, 256)
"""The same at 400 %; WCAG 1.4.10 asks for text that still fits."""

FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    return {
        name: one.id || one.textContent.trim() || one.name,
        outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
        seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    };
}"""  # noqa: E501
MOVES = """() => [...document.querySelectorAll('*')].filter(one => {
    const style = getComputedStyle(one);
    const longest = times => Math.max(...times.split(',').map(parseFloat));
    return longest(style.transitionDuration) > 0.01 ||
        style.animationName !== 'none' && longest(style.animationDuration) > 0.01;
}).length"""


def step(tab):
    """Where the next stop of the Tab key is."""
    tab.page.keyboard.press("Tab")
    return tab.page.evaluate(FOCUS)


def steps_to(tab, name, most=60):
    """Every stop until the one with this name, which has the focus then."""
    stops = []
    for _ in range(most):
        stops.append(step(tab))
        if stops[-1]["name"] == name:
            return stops
    raise AssertionError(f"the Tab key never reached {name}")


def test_the_plain_form_is_sent_with_the_keyboard_and_every_stop_is_seen(town, browser):
    with open_tab(browser, town.base, PHONE) as tab:
        tab.goto("/plain/feedback")
        stops = steps_to(tab, "words")
        tab.page.keyboard.type("The crossing at Mill Street needs a light.")
        stops += steps_to(tab, "Send")
        tab.page.keyboard.press("Enter")
        expect(tab.page.locator(".receipt")).to_be_visible()

    assert [stop for stop in stops if stop["outline"] < 2 or not stop["seen"]] == []


def test_a_stop_without_an_outline_would_be_noticed(town, browser):
    with open_tab(browser, town.base, PHONE) as tab:
        tab.goto("/plain/feedback")
        tab.page.evaluate("document.styleSheets[0].insertRule('* { outline: none !important }', 0)")

        assert step(tab)["outline"] == 0


@pytest.mark.parametrize("size", [TWICE, NARROWEST], ids=["200 %", "400 %"])
def test_enlarged_text_still_fits_on_residents_pages(town, browser, size):
    with open_tab(browser, town.base, size) as tab:
        for path in PLAIN:
            tab.goto(path)
            assert wider_than_the_window(tab) <= 0, path
        for screen in (screens.HOME, screens.FEEDBACK, screens.EVENTS):
            tab.goto(f"/{screen.url}")
            expect(tab.page.locator("footer").first).to_be_visible()
            assert wider_than_the_window(tab) <= 0, screen.url


@pytest.mark.parametrize("path", ["/plain/feedback", "/feedback"])
def test_nothing_moves_for_those_who_asked_for_less_movement(town, browser, path):
    with open_tab(browser, town.base, DESK) as tab:
        tab.page.emulate_media(reduced_motion="reduce")
        tab.goto(path)
        expect(tab.page.locator("footer").first).to_be_visible()

        assert tab.page.evaluate(MOVES) == 0


def test_streamlit_moves_for_all_others_so_the_test_above_can_fail(town, browser):
    with open_tab(browser, town.base, DESK) as tab:
        tab.goto("/feedback")
        expect(tab.page.locator("footer").first).to_be_visible()

        assert tab.page.evaluate(MOVES) > 0
