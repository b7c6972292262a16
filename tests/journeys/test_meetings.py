"""From the plan to the promise kept: an officer, a resident on a phone, a mail server, a chief."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from core import clock
from db.models import Commitment, Department, Event
from tests.jobs.mailbox import Mailbox, mail_server
from tests.journeys.conftest import DESK, PHONE, Tab, open_tab, picture
from tests.web.running import Running, free_port, wait_for

OFFICER, CHIEF = "outreach@example.org", "chief@example.org"
TITLE = "Tea on Quay Street"
RESIDENT = "resident@example.org"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server(free_port()) as server:
        yield server


@pytest.fixture
def place(fresh_town, box) -> Iterator[Running]:
    """The demonstration with its worker and a mail server, where it is the middle of the day."""
    clock.hold(None)
    app = fresh_town(
        mail_host="127.0.0.1", mail_port=str(box.port), mail_security="none",
        mail_from="meetings@example.org",
    ).start()  # fmt: skip
    hours = datetime.now(UTC).hour - 12  # no quiet hours now, whenever the tests run
    with app.changes() as session:
        session.execute(update(Department).values(tzid=f"Etc/GMT{hours:+d}" if hours else "UTC"))
    yield app
    app.stop()


def link_in(box: Mailbox, subject: str, purpose: str) -> str:
    """The path of a link in the newest message whose subject begins so, once it has come."""

    def found() -> list[str]:
        said = [
            mail.get_body(("plain",)).get_content()
            for mail in box.to(RESIDENT)
            if mail["Subject"].startswith(subject)
        ]
        return re.findall(rf"https?://[^/\s]+(/links/{purpose}/\S+)", said[-1]) if said else []

    wait_for(lambda: bool(found()), lambda: f"{subject}: only {box.subjects()}")
    return found()[-1]


def plan_a_series(tab: Tab) -> None:
    tab.goto("/meeting")
    tab.heading("Plan a meeting")
    tab.page.get_by_label("What is it called?").fill(TITLE)
    tab.page.get_by_label("What is it about? Residents read this.").fill("Come as you are.")
    partners = tab.page.get_by_label("With which partners?")
    partners.click()
    partners.fill("Riverbank")
    partners.press("Enter")
    tab.page.keyboard.press("Escape")
    tab.page.get_by_text("Does it come again?").click()
    tab.choose("How often?", "Every month, on the same date")
    tab.page.get_by_role("button", name="Keep it as a draft").click()
    expect(tab.page.get_by_text(TITLE).first).to_be_visible()


def reply_with_a_need(tab: Tab) -> str:
    """A resident on a phone; the six words."""
    tab.goto("/plain/events")
    tab.page.get_by_role("link", name=TITLE).first.click()
    expect(tab.page.get_by_text("with Riverbank Recovery")).to_be_visible()
    tab.page.get_by_label("An interpreter").check()
    tab.page.get_by_label("Which language?").fill("Somali")
    reply = tab.page.locator("form", has=tab.page.get_by_role("button", name="I am coming"))
    reply.get_by_label("E-mail address").fill(RESIDENT)
    reply.get_by_label("I am 13 or older").check()
    tab.page.get_by_label("Tell me of the meetings of this series that follow").check()
    picture(tab, "reply-390-light")
    tab.page.get_by_role("button", name="I am coming").click()
    expect(tab.page.get_by_text("You are coming. Thank you.")).to_be_visible()
    picture(tab, "replied-390-light")
    return tab.page.locator("p.receipt").inner_text()


def the_first(app: Running) -> int:
    with app.changes() as session:
        return session.scalars(
            select(Event.id).where(Event.title == TITLE).order_by(Event.starts_at).limit(1)
        ).one()


def move(app: Running, ahead: timedelta) -> None:
    """Time passes: the first meeting is so far ahead now, or over."""
    starts_at = datetime.now(UTC) + ahead
    event_id = the_first(app)
    with app.changes() as session:
        session.execute(
            update(Event)
            .where(Event.id == event_id)
            .values(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
        )


def test_from_the_plan_to_the_promise_that_was_not_kept(place, browser, box):
    with (
        open_tab(browser, place.base, DESK) as officer,
        open_tab(browser, place.base, PHONE) as resident,
    ):
        officer.sign_in(OFFICER, place.passwords()[OFFICER])
        expect(officer.page.get_by_role("heading", name="Meetings", exact=True)).to_be_visible()
        plan_a_series(officer)
        move(place, timedelta(hours=20))
        receipt = reply_with_a_need(resident)
        link_in(box, "You are coming", "change-reply")
        resident.goto(link_in(box, "Do you want to follow", "confirm-follow"))
        resident.page.get_by_role("button", name="Yes, write to me").click()
        expect(resident.page.get_by_text("You will hear of it.")).to_be_visible()
        link_in(box, "Soon", "change-reply")  # the reminder, a day before

        event_id = the_first(place)
        officer.goto(f"/meeting?event={event_id}")
        officer.page.get_by_label("A sentence to the person").fill("Amina comes at six.")
        officer.choose("Answer", "Confirmed")
        officer.page.get_by_role("button", name="Tell them").click()
        wait_for(lambda: any(s.startswith("What you need") for s in box.subjects()))
        resident.goto("/plain/receipt")
        resident.page.get_by_label("Your six words").fill(receipt.upper())
        resident.page.get_by_role("button", name="Show what I sent").click()
        expect(resident.page.get_by_text("Amina comes at six.")).to_be_visible()

        move(place, timedelta(hours=-2))
        hold_and_close(officer, event_id)
        say_it_is_done(place, officer)
        dispute = link_in(box, "We promised: We mend", "dispute")
        resident.goto(dispute)
        resident.page.get_by_label("What is missing?").fill("It is still dark.")
        resident.page.get_by_role("button", name="This is not done").click()
        expect(resident.page.get_by_text("The promise is open again")).to_be_visible()
        assert resident.strangers() == set()
        assert resident.complaints == []
    with open_tab(browser, place.base, DESK) as chief:
        chief.sign_in(CHIEF, place.passwords()[CHIEF])
        chief.goto("/commitments")
        chief.heading("You said, we did")
        expect(chief.page.get_by_text("We mend the light on Elm").first).to_be_visible()
        chief.page.get_by_text("Say what came of it").first.click()
        with place.changes() as session:
            states = {row.wording: row.state.value for row in session.scalars(select(Commitment))}
        assert states["We mend the light on Elm"] == "reopened"


def hold_and_close(tab: Tab, event_id: int) -> None:
    page = tab.page
    tab.goto(f"/meeting?event={event_id}")
    page.get_by_role("button", name="It was held").click()
    expect(page.get_by_role("button", name="Close the meeting")).to_be_visible()
    page.get_by_label("Minutes: what was said and decided.").fill("We spoke about the light.")
    page.get_by_role("button", name="Keep the minutes").click()
    for wording in ("We mend the light on Elm", "We come back in May"):
        page.get_by_role("textbox", name="What do we promise?").fill(wording)
        page.get_by_label("Who looks after it?").fill("Sergeant Oak")
        page.get_by_role("button", name="Write it down").click()
        expect(page.get_by_text(wording).first).to_be_visible()
    page.get_by_role("button", name="Close the meeting").click()
    expect(page.get_by_text("Closed ·").first).to_be_visible()


def say_it_is_done(app: Running, tab: Tab) -> None:
    tab.goto("/commitments")
    tab.heading("You said, we did")
    card = tab.page.get_by_test_id("stVerticalBlock").filter(has_text="We mend the light on Elm")
    card.last.get_by_text("Say what came of it").click()
    form = tab.page.get_by_test_id("stForm").filter(visible=True).last
    said = tab.page.get_by_text("It shines.", exact=True)
    for _ in range(5):  # a screen that is drawn anew meanwhile forgets what was typed
        form.get_by_label("What was done, and how can people see it?").fill("It shines.")
        form.get_by_role("button", name="Say it, and tell those who follow").click()
        with suppress(AssertionError):
            expect(said.and_(tab.page.locator("p")).first).to_be_visible(timeout=8_000)
            break

    def done() -> bool:
        with app.changes() as session:
            row = session.scalars(
                select(Commitment).where(Commitment.wording == "We mend the light on Elm")
            ).one()
            return row.state.value == "done"

    wait_for(done)
