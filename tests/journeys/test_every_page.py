"""Every page as its people see it: on a telephone and at a desk, by day and by night."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core import screens
from services.sample import STAFF, TOWN
from tests.journeys.conftest import DESK, PHONE, open_tab, picture
from tests.web.running import Person

INVENTED = "Invented data: a demonstration. No place, person or word here is real."
CHIEF, ADMINISTRATOR = "chief@example.org", "administrator@example.org"
OFFICER = "outreach@example.org"
LOOKERS = {
    screens.HOME: None,
    screens.EVENTS: None,
    screens.FEEDBACK: None,
    screens.COMMITMENTS: None,
    screens.RESOURCES: None,
    screens.MEETINGS: OFFICER,
    screens.MEETING: OFFICER,
    screens.PARTNERS: OFFICER,
    screens.OVERVIEW: CHIEF,
    screens.TRENDS: CHIEF,
    screens.ASKS: CHIEF,
    screens.BRIEFINGS: CHIEF,
    screens.CONCERNS: CHIEF,
    screens.THEMES: CHIEF,
    screens.COMPARE: CHIEF,
    screens.SURVEYS: CHIEF,
    screens.OPINIONS: CHIEF,
    screens.ACCURACY: CHIEF,
    screens.URGENT: OFFICER,
    screens.INBOX: CHIEF,
    screens.WORDS: CHIEF,
    screens.RELEASES: CHIEF,
    screens.IMPORT: CHIEF,
    screens.QUESTIONNAIRES: CHIEF,
    screens.QUESTIONS: CHIEF,
    screens.ACCOUNTS: ADMINISTRATOR,
    screens.DEPARTMENT: ADMINISTRATOR,
    screens.RETENTION: ADMINISTRATOR,
    screens.LANGUAGES: ADMINISTRATOR,
    screens.AUDIT: ADMINISTRATOR,
}
PLAIN = (
    "/account/sign-in", "/account/new-password", "/account/sign-out", "/plain/receipt",
    "/plain/", "/plain/feedback", "/plain/resources",
    "/plain/events", "/plain/events?month=", "/plain/events/1", "/plain/commitments",
    "/plain/commitments/1", "/plain/proof", "/plain/card",
    "/plain/surveys", "/plain/surveys/2", "/plain/opinions", "/plain/opinions/1",
)  # fmt: skip
SEEN = [(size, dark) for size in (PHONE, DESK) for dark in (False, True)]
NAMES = ["390-light", "390-dark", "1280-light", "1280-dark"]


def wider_than_the_window(tab) -> float:
    """How far something on the page reaches over the window's edge, in pixels."""
    return tab.page.evaluate(
        "Math.max(document.documentElement.scrollWidth, "
        "...[...document.querySelectorAll('[data-testid=stMain]')].map(one => one.scrollWidth)) "
        "- window.innerWidth"
    )


def paper(tab) -> str:
    return tab.page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=stApp]') || document.body)"
        ".backgroundColor"
    )


def test_every_screen_is_looked_at():
    assert set(LOOKERS) == set(screens.ALL)


@pytest.mark.parametrize(("size", "dark"), SEEN, ids=NAMES)
@pytest.mark.parametrize("who", [None, OFFICER, CHIEF, ADMINISTRATOR], ids=str)
def test_every_screen_is_drawn_whole_and_asks_nothing_of_strangers(town, browser, who, size, dark):
    with open_tab(browser, town.base, size, dark=dark) as tab:
        if who:
            tab.sign_in(who, town.passwords()[who])
        for screen in (screen for screen, looker in LOOKERS.items() if looker == who):
            tab.goto(f"/{screen.url}")
            tab.heading(TOWN if screen is screens.HOME else screen.title)
            picture(tab, f"{screen.url or 'home'}-{size[0]}-{'dark' if dark else 'light'}")

            expect(tab.page.get_by_text(INVENTED)).to_be_visible()
            expect(tab.page.get_by_test_id("stAlertContentError")).to_have_count(0)
            expect(tab.page.get_by_test_id("stException")).to_have_count(0)
            expect(tab.page.get_by_text("Traceback")).to_have_count(0)
            if screen in {screens.TRENDS, screens.CONCERNS, screens.COMPARE}:
                expect(tab.page.locator("canvas, svg.marks").first).to_be_visible()
            assert wider_than_the_window(tab) <= 0, screen.url
            assert paper(tab) == ("rgb(18, 25, 31)" if dark else "rgb(255, 255, 255)")
        assert tab.complaints == []
        assert tab.strangers() == set()
        assert any(url.startswith("ws://") for url in tab.asked), "the wire was listened to"


@pytest.mark.parametrize(("size", "dark"), SEEN, ids=NAMES)
def test_every_page_without_script_is_drawn_whole_and_says_that_all_is_invented(
    town, browser, size, dark
):
    with open_tab(browser, town.base, size, dark=dark) as tab:
        for path in PLAIN:
            tab.goto(path)
            name = path.strip("/").translate(str.maketrans("/?=", "---"))
            picture(tab, f"{name}-{size[0]}-{'dark' if dark else 'light'}")
            expect(tab.page.get_by_role("heading", level=1)).to_be_visible()
            expect(tab.page.get_by_text(INVENTED)).to_be_visible()
            assert wider_than_the_window(tab) <= 0, path
        assert tab.complaints == []
        assert tab.strangers() == set()


def test_every_plain_page_and_every_refusal_says_that_all_is_invented(town):
    with Person(town) as person:
        answers = [person.get(path) for path in (*PLAIN, "/account/set-up", "/nowhere")]
        answers += [person.post(path, data={"email": "x"}) for path in PLAIN[:2]]

    assert [answer.status_code for answer in answers] == [200] * len(PLAIN) + [403, 404, 403, 403]
    assert [INVENTED in answer.text for answer in answers] == [True] * len(answers)


def test_a_visitor_at_every_staff_address_finds_the_gate_and_the_door(town, browser):
    with open_tab(browser, town.base, PHONE) as tab:
        for screen in (screen for screen, looker in LOOKERS.items() if looker):
            tab.goto(f"/{screen.url}")
            tab.heading("This page is for staff")
            expect(tab.page.get_by_text(INVENTED)).to_be_visible()
            assert not any(email in tab.page.content() for email in STAFF)
        door = tab.page.get_by_role("link", name="Sign in", exact=True)
        assert door.get_attribute("href") == "/account/sign-in"
