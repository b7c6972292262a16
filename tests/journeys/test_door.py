"""A door with a bad network: every press is counted, none of them twice."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from core.keys import Keys
from db.models import CheckIn, SignInSession
from services.meetings import check_ins
from tests.factories import OPERATOR
from tests.journeys.conftest import DESK, PHONE, open_tab, picture
from tests.services.meetings.conftest import answer, make_event

OFFICER = "outreach@example.org"
PRESS = {1: "Count one in", 2: "Count two in", 3: "Count three in", -1: "Take one back"}
NETWORK_GONE = "net::ERR_"
"""The browser's own remark where a test took the network or an answer away."""


@pytest.fixture
def event_id(town):
    with town.changes() as session:
        return make_event(session, OPERATOR, title="Lights on Quarry Lane", room_capacity=50)


@pytest.fixture
def at_door(town, browser, event_id):
    """Opens the door's page on a telephone, signed in."""

    @contextmanager
    def opened(size=PHONE, *, dark=False):
        with open_tab(browser, town.base, size, dark=dark) as tab:
            tab.sign_in(OFFICER, town.passwords()[OFFICER])
            tab.page.wait_for_url(lambda url: "sign-in" not in url)
            tab.page.wait_for_load_state("networkidle")
            tab.goto(f"/check-in/{event_id}")
            tab.complaints.clear()  # of the screen that signing in led to
            yield tab

    return opened


def press(page, *people):
    for one in people:
        page.get_by_role("button", name=PRESS[one]).click()


def says(page, sentence):
    expect(page.get_by_role("status")).to_have_text(sentence)


def until(page, happened):
    """Wait in the browser's own time, in which a test's routes go on being served."""
    for _ in range(300):
        if happened():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never happened")


def complaints(tab):
    return [one for one in tab.complaints if NETWORK_GONE not in one]


def tally(town, event_id):
    with town.changes() as session:
        return check_ins.tally(session, OPERATOR, event_id=event_id)


def kept(page):
    """Everything that the browser keeps for us, as one text."""
    return page.evaluate("JSON.stringify(localStorage)")


def lose_answers(page):
    """The server does its work, and the answer never comes."""
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/arrivals", lose)
    return lost


def test_presses_wait_for_the_network_and_are_counted_once(town, at_door, event_id):
    with at_door() as tab:
        press(tab.page, 1, 1)
        says(tab.page, "Counted here: 2. All of it is sent.")
        assert tally(town, event_id).people == 2

        tab.page.context.set_offline(True)
        press(tab.page, 1, 2)
        says(tab.page, "Counted here: 5. Sent: 2. Waiting for the network: 3.")
        expect(tab.page.locator("#people")).to_have_text("5")
        picture(tab, "door-offline-390-light")
        assert tally(town, event_id).people == 2

        tab.page.context.set_offline(False)
        says(tab.page, "Counted here: 5. All of it is sent.")
        assert tally(town, event_id).people == 5
        assert complaints(tab) == []
        assert tab.strangers() == set()


def test_an_answer_that_is_lost_counts_nobody_twice(town, at_door, event_id):
    with at_door() as tab:
        lost = lose_answers(tab.page)
        press(tab.page, 2, -1, 3)
        until(tab.page, lambda: tally(town, event_id).people == 4)
        says(tab.page, "Counted here: 4. Sent: 0. Waiting for the network: 4.")
        tab.page.evaluate("window.dispatchEvent(new Event('online'))")
        until(tab.page, lambda: len(lost) >= 3)
        assert set(lost) == {200}, "the control: the server did take them, again and again"

        tab.page.unroute_all(behavior="wait")
        tab.page.evaluate("window.dispatchEvent(new Event('online'))")
        says(tab.page, "Counted here: 4. All of it is sent.")
        expect(tab.page.locator("#people")).to_have_text("4")
        assert tally(town, event_id).people == 4
        assert complaints(tab) == []


@pytest.mark.parametrize("said", ["<h1>Welcome to our wi-fi</h1>", "null", '{"people": "many"}'])
def test_what_another_network_answers_in_our_place_settles_nothing(town, at_door, event_id, said):
    with at_door() as tab:
        tab.page.route("**/arrivals", lambda route: route.fulfill(status=200, body=said))
        press(tab.page, 2)
        says(tab.page, "Counted here: 2. Sent: 0. Waiting for the network: 2.")
        assert tally(town, event_id).people == 0

        tab.page.unroute_all(behavior="wait")
        says(tab.page, "Counted here: 2. All of it is sent.")
        assert tally(town, event_id).people == 2
        assert tab.complaints == []


def test_a_page_that_is_closed_keeps_what_waits_and_lets_names_go_once_sent(
    town, at_door, event_id
):
    with at_door() as tab:
        tab.page.route("**/arrivals", lambda route: route.abort())
        tab.page.get_by_label("How would you describe yourself?").fill("Elder")
        tab.page.get_by_label("Name").fill("Maya Ostrov")
        press(tab.page, 2)
        expect(tab.page.get_by_label("Name")).to_have_value("")
        assert "Maya Ostrov" in kept(tab.page), "the control: it waits there"
        context = tab.page.context
        tab.page.close()

        tab.page = context.new_page()
        tab.goto(f"/check-in/{event_id}")
        says(tab.page, "Counted here: 2. All of it is sent.")
        assert "Maya" not in kept(tab.page)
        assert tally(town, event_id).described == {"Elder": 2}
        with town.changes() as session:
            names = session.scalars(select(CheckIn.name).where(CheckIn.event_id == event_id)).all()
        assert names == ["Maya Ostrov"]

        tab.page.get_by_role("button", name="Elder").click()
        expect(tab.page.get_by_role("button", name="Elder")).to_have_attribute(
            "aria-pressed", "true"
        )
        press(tab.page, 1)
        says(tab.page, "Counted here: 3. All of it is sent.")
        assert tally(town, event_id).described == {"Elder": 3}


def test_who_is_signed_out_loses_nothing(town, at_door, event_id):
    with at_door() as tab:
        with town.changes() as session:
            session.execute(delete(SignInSession))
        press(tab.page, 1, 1)
        expect(tab.page.get_by_role("alert").first).to_contain_text(
            "You are signed out. What you counted is still here."
        )
        says(tab.page, "Counted here: 2. Sent: 0. Still to send: 2.")
        picture(tab, "door-signed-out-390-light")

        with tab.page.context.expect_page() as opened:
            tab.page.get_by_role("link", name="Sign in again").click()
        again = opened.value
        again.get_by_label("E-mail address").fill(OFFICER)
        again.get_by_label("Password").fill(town.passwords()[OFFICER])
        again.get_by_role("button", name="Sign in").click()

        says(tab.page, "Counted here: 2. All of it is sent.")
        expect(tab.page.get_by_text("You are signed out.")).to_be_hidden()
        assert tally(town, event_id).people == 2


def test_two_doors_see_the_same_figure_and_a_reply_comes_in_once(town, at_door, event_id):
    with town.changes() as session:
        keys = Keys.load(town.folder / "secret.key")
        ticket = answer(session, keys, event_id, party_size=4).ticket
    with at_door() as front, at_door(DESK) as back:
        for door in (front, back):
            door.page.get_by_label("The letters of their reply").fill(ticket.lower())
            door.page.get_by_role("button", name="Count this reply in").click()
            expect(door.page.locator("#people")).to_have_text("4")
        press(back.page, 3)
        expect(front.page.locator("#people")).to_have_text("7")

        front.page.get_by_label("The letters of their reply").fill("AAAAAAAAAA")
        front.page.keyboard.press("Enter")
        expect(front.page.locator("#refused")).to_have_text(
            "AAAAAAAAAA: No reply to this meeting has this code. Count the person in by hand."
        )
        assert tally(town, event_id).people == 7
        assert front.complaints == back.complaints == []


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (PHONE, True), (DESK, False)])
def test_the_door_fits_a_hand_and_can_be_read_aloud(at_door, size, dark):
    with at_door(size, dark=dark) as tab:
        page = tab.page
        tab.heading("At the door")
        picture(tab, f"door-{size[0]}-{'dark' if dark else 'light'}")
        for label in ("How would you describe yourself?", "Name", "The letters of their reply"):
            expect(page.get_by_label(label)).to_be_visible()
        heights = {one: page.get_by_role("button", name=name).bounding_box()["height"]
                   for one, name in PRESS.items()}  # fmt: skip
        assert heights[1] >= 96
        assert min(heights.values()) >= 48
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0

        page.get_by_label("Name").fill("Ahmed")
        page.keyboard.press("Enter")
        says(page, "Counted here: 0. All of it is sent.")
        page.get_by_role("button", name=PRESS[1]).focus()
        page.keyboard.press("Enter")
        says(page, "Counted here: 1. All of it is sent.")


def test_without_script_the_same_buttons_count(town, browser, event_id):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{town.base}/account/sign-in")
    page.get_by_label("E-mail address").fill(OFFICER)
    page.get_by_label("Password").fill(town.passwords()[OFFICER])
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{town.base}/check-in/{event_id}")
    press(page, 3, -1)
    expect(page.locator("#people")).to_have_text("2")
    page.reload()
    expect(page.locator("#people")).to_have_text("2")
    context.close()
    assert tally(town, event_id).people == 2


READER = """
    window.BarcodeDetector = class {
        async detect() { return window.held ? [{ rawValue: window.held }] : []; }
    };
"""
"""Chromium has its reader of square codes on telephones only; the camera here is its own fake."""


def test_the_camera_reads_a_reply_once_however_long_it_is_held(town, at_door, event_id):
    with town.changes() as session:
        keys = Keys.load(town.folder / "secret.key")
        ticket = answer(session, keys, event_id, party_size=3).ticket
    with at_door() as tab:
        expect(tab.page.get_by_role("button", name="Scan with the camera")).to_be_hidden()
        tab.page.context.grant_permissions(["camera"])
        tab.page.add_init_script(READER)
        tab.goto(f"/check-in/{event_id}")
        tab.page.get_by_role("button", name="Scan with the camera").click()
        expect(tab.page.locator("#view")).to_be_visible()

        tab.page.evaluate("letters => { window.held = letters }", ticket)
        expect(tab.page.locator("#seen")).to_have_text(f"Read: {ticket}")
        expect(tab.page.locator("#people")).to_have_text("3")
        tab.page.wait_for_timeout(1_500)
        says(tab.page, "Counted here: 3. All of it is sent.")

        tab.page.get_by_role("button", name="Stop scanning").click()
        expect(tab.page.locator("#view")).to_be_hidden()
        assert tally(town, event_id).people == 3
        assert tab.complaints == []


def test_a_camera_that_may_not_be_used_says_so(at_door):
    with at_door() as tab:
        tab.page.context.clear_permissions()
        tab.page.add_init_script(READER)
        tab.page.reload()
        tab.page.get_by_role("button", name="Scan with the camera").click()
        expect(tab.page.locator("#seen")).to_contain_text("The camera cannot be used.")
