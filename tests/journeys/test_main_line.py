"""The main job from end to end: a resident's phone, our worker, the chief's desk."""

from __future__ import annotations

import re
from urllib.parse import unquote

from playwright.sync_api import expect
from sqlalchemy import select

from core.vocabulary import AuditAction
from db.models import AuditEntry, Feedback, Reading
from services import audit
from tests.factories import OPERATOR
from tests.journeys.conftest import PHONE, open_tab, picture, waiting
from tests.web.running import Person, wait_for

SAID = "Cars race down Tannery Road every night & nobody <b>stops</b> the speeding."
CHIEF = "chief@example.org"


def test_a_residents_words_reach_the_chief_with_what_led_to_them_marked(town, browser):
    with open_tab(browser, town.base, PHONE) as phone:
        phone.goto("/")
        phone.page.get_by_role("button", name="Start").click()
        phone.heading("Tell us what you think")
        phone.page.get_by_role("textbox").first.fill(SAID)
        phone.choose("Which district is it about?", "Brickfield")
        picture(phone, "journey-form-390")
        phone.page.get_by_role("button", name="Send", exact=True).click()
        expect(phone.page.locator(".receipt")).to_be_visible()
        receipt = phone.page.locator(".receipt").inner_text()
        picture(phone, "journey-receipt-390")
        assert re.fullmatch(r"[a-z]+( [a-z]+){5}", receipt)
        assert not any(word in phone.page.url for word in receipt.split())
        # All six: one of them alone may be part of a picture's name.
        assert not any(receipt in re.sub(r"[^a-z]+", " ", unquote(url)) for url in phone.asked)
        assert phone.strangers() == set()

    wait_for(lambda: reading_of(town, SAID), town.log)
    with Person(town) as resident:
        answer = resident.post("/plain/receipt", data={"receipt": receipt})
        assert "We have it. Nobody has looked at it yet." in answer.text
        assert "&lt;b&gt;stops&lt;/b&gt;" in answer.text

    with open_tab(browser, town.base) as desk:
        desk.sign_in(CHIEF, town.passwords()[CHIEF])
        desk.heading("At a glance")
        desk.choose("Where it came from", "Online form")
        expect(desk.page.get_by_text("Too few to tell").first).to_be_visible()
        desk.goto("/concerns?source=Online+form")
        desk.heading("What worries people")
        expect(desk.page.get_by_text("Traffic & road safety").first).to_be_visible()
        picture(desk, "journey-figure-1280")
        desk.page.get_by_role("button", name="Read the words: Traffic & road safety").click()
        desk.heading("In their own words")
        words = desk.page.locator(".cg-words")
        expect(words).to_have_count(1)
        expect(words).to_have_text(SAID)
        marked = words.locator("mark").all_inner_texts()
        picture(desk, "journey-words-1280")
        assert any("speeding" in evidence or "race" in evidence for evidence in marked)
        assert desk.complaints == []
        assert desk.strangers() == set()

    with town.changes() as session:
        feedback_id = session.scalars(select(Feedback.id).where(Feedback.words == SAID)).one()
        looks = session.scalars(
            select(AuditEntry).where(
                AuditEntry.subject == f"feedback {feedback_id:x}",
                AuditEntry.action == AuditAction.FEEDBACK_READ,
            )
        ).all()
        assert [look.who for look in looks] == [CHIEF], "one entry, however often it was drawn"
        assert audit.verify(session, OPERATOR).broken_at is None


def reading_of(town, words: str) -> bool:
    with town.changes() as session:
        return session.scalar(select(Reading).join(Feedback).where(Feedback.words == words))


def test_a_browser_closed_before_sending_leaves_nothing(town, browser):
    before = pieces(town)
    with open_tab(browser, town.base, PHONE) as phone:
        phone.goto("/feedback")
        phone.heading("Tell us what you think")
        phone.page.get_by_role("textbox").first.fill("Half a thought about Mill Lane, and")
        phone.choose("Which district is it about?", "Brickfield")

    with open_tab(browser, town.base, PHONE) as later:
        later.goto("/feedback")
        later.heading("Tell us what you think")
        assert later.page.get_by_role("textbox").first.input_value() == ""
    assert pieces(town) == before


def test_a_browser_closed_while_sending_leaves_the_whole_of_it_or_nothing(town, browser):
    """Each tab is closed at the click, at whatever moment of the sending that turns out to be."""
    words = [
        f"Letter {number}: " + "the lamp is dark and the road is wet. " * 40 for number in range(6)
    ]
    before = pieces(town)
    for said in words:
        with open_tab(browser, town.base, PHONE) as phone:
            phone.goto("/feedback")
            phone.heading("Tell us what you think")
            phone.page.get_by_role("textbox").first.fill(said)
            phone.page.get_by_role("button", name="Send", exact=True).click(no_wait_after=True)

    with open_tab(browser, town.base, PHONE) as phone:
        phone.goto("/feedback")
        phone.heading("Tell us what you think")
        phone.page.get_by_role("textbox").first.fill("And a last one.")
        phone.page.get_by_role("button", name="Send", exact=True).click()
        expect(phone.page.locator(".receipt")).to_be_visible()

    wait_for(lambda: waiting(town) == 0, town.log)
    new = pieces(town) - before
    assert {said for said, _ in new} <= {said.strip() for said in words} | {"And a last one."}
    assert ("And a last one.", True) in new
    assert all(was_read for _, was_read in new), "nothing lies between the tables"


def pieces(town) -> set[tuple[str, bool]]:
    """All words that came by the form, and whether each was read."""
    with town.changes() as session:
        asked = (
            select(Feedback.words, Reading.feedback_id)
            .outerjoin(Reading)
            .where(Feedback.receipt_hash.is_not(None))
        )
        return {(words, read is not None) for words, read in session.execute(asked)}
