"""A resident chooses a language once, and every page after that speaks it, its own way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, open_tab
from tests.journeys.test_axe import violations
from tests.journeys.test_every_page import wider_than_the_window

PAGES = {
    "/events": {"es": "Venga a una reunión", "ar": "تعال إلى اجتماع"},
    "/feedback": {"es": "Díganos qué piensa", "ar": "قل لنا رأيك"},
    "/commitments": {"es": "Lo dijeron, lo hicimos", "ar": "أنتم قلتم، ونحن فعلنا"},
    "/plain/events": {"es": "Venga a una reunión", "ar": "تعال إلى اجتماع"},
    "/plain/receipt": {"es": "Vuelva con su comprobante", "ar": "عُد بإيصالك"},
}
NAMES = {"es": "Español", "ar": "العربية"}


@pytest.mark.parametrize(("tag", "way", "size"), [("es", "ltr", DESK), ("ar", "rtl", PHONE)])
def test_a_language_chosen_from_the_menu_is_spoken_on_every_page_after_it(
    town, browser, tag, way, size
):
    with open_tab(browser, town.base, size) as tab:
        tab.goto("/events")
        tab.page.get_by_role("link", name=NAMES[tag]).click()
        for path, said in PAGES.items():
            if path != "/events":
                tab.goto(path)
            expect(tab.page.get_by_role("heading", level=1)).to_have_text(said[tag])
            html = tab.page.locator("html")
            expect(html).to_have_attribute("lang", tag)
            expect(html).to_have_attribute("dir", way)
            assert wider_than_the_window(tab) <= 0, path
            assert violations(tab) == [], path
            heading = tab.page.get_by_role("heading", level=1).bounding_box()
            assert heading["x"] >= 0, path
        assert tab.complaints == []


def test_the_closed_menu_of_a_telephone_stands_on_nothing_from_right_to_left(town, browser):
    with open_tab(browser, town.base, PHONE) as tab:
        tab.goto("/events?lang=ar")
        expect(tab.page.get_by_role("heading", level=1)).to_have_text("تعال إلى اجتماع")

        expect(tab.page.get_by_test_id("stSidebar")).not_to_be_visible()
        tab.page.get_by_test_id("stExpandSidebarButton").click()
        expect(tab.page.get_by_test_id("stSidebar")).to_be_visible()
