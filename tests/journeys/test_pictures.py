"""The pictures in ``docs/images``: the invented town as a visitor of ours would show it.

Each is looked at for what it is meant to show, so that no picture is of an empty screen; kept only
where ``COMMON_GROUND_SCREENSHOTS`` says where to (``make pictures``).
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, open_tab, picture

CHIEF, OFFICER = "chief@example.org", "outreach@example.org"
TALL = (1280, 1500)
SHOWN = {
    "trends": ("/trends", CHIEF, TALL, False, "pieces of feedback sound negative"),
    "districts": ("/trends?by=Quarters", CHIEF, (1280, 3600), False, "Negative feedback"),
    "concerns": ("/concerns", CHIEF, TALL, False, "is heard most"),
    "compare": ("/compare", CHIEF, TALL, False, "The same as a table"),
    "concerns-dark": ("/concerns", CHIEF, DESK, True, "is heard most"),
    "words": ("/words?sentiment=Negative", CHIEF, DESK, False, "pieces of feedback"),
    "form-phone": ("/feedback", None, PHONE, False, "Send"),
    "trends-phone": ("/trends", CHIEF, PHONE, False, "pieces of feedback sound negative"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_shows_what_it_is_of(town, browser, name):
    address, who, size, dark, said = SHOWN[name]
    with open_tab(browser, town.base, size, dark=dark) as tab:
        if who:
            tab.sign_in(who, town.passwords()[who])
        tab.goto(address)
        expect(tab.page.get_by_text(said).first).to_be_visible()
        expect(tab.page.locator("footer").first).to_be_attached()
        for unfinished in ("stStatusWidget", "stSkeleton"):
            expect(tab.page.get_by_test_id(unfinished)).to_have_count(0)
        if "/trends" in address or "/concerns" in address or "/compare" in address:
            expect(tab.page.locator("canvas, svg.marks").first).to_be_visible()
        picture(tab, name)
        assert tab.complaints == []
