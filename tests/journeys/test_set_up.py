"""From an empty machine to a second member of staff, all in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import open_tab, picture
from tests.web.running import running

FIRST, SECOND = "first@example.org", "second@example.org"
PASSWORD, OWN = "three words here", "four words of mine"


@pytest.fixture
def machine(chromium, tmp_path):
    """An application that nobody has set up."""
    one = running(tmp_path).start()
    yield one
    one.stop()


def test_the_first_administrator_sets_up_and_lets_somebody_in(machine, browser):
    with open_tab(browser, machine.base) as tab:
        tab.goto(machine.setup_path())
        tab.page.get_by_label("Name, as residents know it").fill("Riverside Police")
        tab.page.get_by_label("Time zone").select_option("America/Chicago")
        tab.page.get_by_label("Emergency").fill("112")
        tab.page.get_by_label("E-mail address").fill(FIRST)
        tab.page.get_by_label("Password, at least 12 characters").fill(PASSWORD)
        picture(tab, "set-up-1280")
        tab.page.get_by_role("button", name="Finish the set-up").click()
        expect(tab.page.get_by_role("heading", name="Staff sign-in")).to_be_visible()

        tab.sign_in(FIRST, PASSWORD)
        tab.heading("Accounts")
        form = tab.page.get_by_test_id("stForm").last
        form.get_by_label("E-mail address").fill(SECOND)
        tab.choose_in(form, "Role", "Command: reads feedback and figures, edits questions")
        form.get_by_role("button", name="Add the account").click()
        expect(tab.page.get_by_text(f"The password for {SECOND}")).to_be_visible()
        temporary = tab.page.get_by_test_id("stCode").inner_text().strip()
        picture(tab, "account-added-1280")
        assert tab.complaints == []
        assert tab.strangers() == set()

    with open_tab(browser, machine.base) as tab:
        tab.sign_in(SECOND, temporary)
        expect(tab.page.get_by_role("heading", name="A password of your own")).to_be_visible()
        assert tab.page.get_by_label("E-mail address").input_value() == SECOND
        tab.page.get_by_label("The password you were given").fill(temporary)
        tab.page.get_by_label("Your new password").fill(OWN)
        tab.page.get_by_role("button", name="Keep it and sign in").click()
        tab.heading("At a glance")
        expect(tab.page.get_by_text(f"Signed in as {SECOND}.")).to_be_visible()

        tab.page.get_by_role("link", name="Sign out").click()
        tab.page.get_by_role("button", name="Sign out").click()
        tab.heading("Riverside Police")
        expect(tab.page.get_by_role("link", name="Staff sign-in")).to_be_visible()
        expect(tab.page.get_by_text("112").first).to_be_visible()
        assert tab.complaints == []
        assert tab.strangers() == set()
