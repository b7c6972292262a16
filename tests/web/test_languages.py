"""Every answer in the person's language: by link, by cookie, by browser, by department."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core import catalogues, clock, languages
from core.plans import Plan
from core.vocabulary import Role
from db.models import Contact, Department, Follow, Rsvp
from services import languages as reviews
from services.meetings import plans, states
from tests.factories import NOW, OPERATOR, make_account
from tests.web.running import Person

LIST = "/plain/events"
TITLES = {"en": "Come to a meeting", "es": "Venga a una reunión", "ar": "تعال إلى اجتماع"}
UNREVIEWED = "Ninguna persona ha revisado todavía esta traducción."


@pytest.fixture(scope="module")
def meeting(app) -> int:
    """A meeting in two weeks that takes replies."""
    clock.hold(None)
    now = datetime.now(UTC)
    starts = (now + timedelta(days=14)).replace(tzinfo=None, microsecond=0)
    with app.changes() as session:
        officer = make_account(session, Role.OUTREACH)
        plan = Plan(kind="coffee", title="Lamps", starts=starts, ends=starts + timedelta(hours=2),
                    tzid="UTC")  # fmt: skip
        event_id = plans.add(session, officer, plan=plan, now=now)
        states.publish(session, officer, event_id=event_id, now=now)
    return event_id


def language_of(answer) -> str:
    """The language of a page by its heading, which has to be the one it says it is in."""
    said = re.search(r"<h1>(.*?)</h1>", answer.text, re.DOTALL).group(1)
    tag = next(tag for tag, title in TITLES.items() if title == said)
    assert f'<html lang="{tag}" dir="{languages.direction(tag)}">' in answer.text
    assert answer.headers["content-language"] == tag
    return tag


def ask(person, path=LIST, *, accept="", cookie=""):
    headers = {"Accept-Language": accept} if accept else {}
    if cookie:
        headers["Cookie"] = f"{languages.COOKIE}={cookie}"
    return person.get(path, headers=headers)


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ({}, "en"),
        ({"accept": "es-MX,es;q=0.9"}, "es"),
        ({"accept": "ar"}, "ar"),
        ({"accept": "tlh, *"}, "en"),
        ({"accept": "en", "cookie": "es"}, "es"),
        ({"cookie": "nonsense<script>"}, "en"),
        ({"path": f"{LIST}?lang=ar", "accept": "en", "cookie": "es"}, "ar"),
        ({"path": f"{LIST}?lang=tlh", "cookie": "es"}, "es"),
        ({"path": f"{LIST}?lang=%00%0d%0aX:1", "accept": "es"}, "es"),
        ({"accept": "x" * 60_000}, "en"),
    ],
)
def test_the_language_is_what_was_asked_for(person, asked, language):
    assert language_of(ask(person, **asked)) == language


def test_the_link_is_remembered_in_a_cookie_that_holds_nothing_else(person):
    chosen = ask(person, f"{LIST}?lang=es")

    assert chosen.headers["set-cookie"] == (
        f"{languages.COOKIE}=es; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
    )
    assert language_of(ask(person, "/plain/events")) == "es", "the browser sends it back"
    assert "set-cookie" not in ask(person, f"{LIST}?lang=tlh").headers
    assert "set-cookie" not in ask(person, accept="es").headers, "nobody chose"
    assert "set-cookie" not in ask(person, "/calendar.ics?lang=ar").headers, "for this file alone"


def test_caches_are_told_what_the_language_hangs_on(person):
    for path in (LIST, "/events", "/calendar.ics", "/commitments.atom"):
        varies = person.get(path).headers["vary"]
        assert "Accept-Language" in varies, path
        assert "Cookie" in varies, path
    assert "Accept-Language" not in person.get("/assets/plain.css").headers.get("vary", "")


def test_a_calendar_in_another_language_is_another_version(person):
    english = ask(person, "/calendar.ics", accept="en").headers["etag"]
    spanish = ask(person, "/calendar.ics", accept="es").headers["etag"]

    assert english != spanish
    again = person.get("/calendar.ics", headers={"Accept-Language": "es", "If-None-Match": english})
    assert again.status_code == 200


def test_the_menu_names_each_language_in_its_own_and_keeps_the_rest_of_the_address(person):
    shown = ask(person, f"{LIST}?all=&lang=es").text

    assert '<span lang="es" aria-current="true">Español</span>' in shown
    assert f'<a href="{LIST}?all=&amp;lang=ar" lang="ar" hreflang="ar">العربية</a>' in shown


def test_the_shell_of_the_screens_says_its_language_and_direction(person):
    for tag, way in (("en", "ltr"), ("es", "ltr"), ("ar", "rtl")):
        assert f'<html lang="{tag}" dir="{way}">' in ask(person, "/events", accept=tag).text


def test_a_reply_and_a_wish_to_follow_keep_the_language_of_their_page(app, person, meeting):
    spanish = {"Accept-Language": "es"}
    said = {"nonce": secrets.token_hex(32), "way": "room", "party_size": "2"}

    answer = person.post(f"{LIST}/{meeting}/reply", data=said, headers=spanish)
    wish = {"nonce": secrets.token_hex(32), "email": "a@example.org", "is_13_or_older": "yes"}
    person.post(f"{LIST}/{meeting}/follow", data=wish, headers={"Accept-Language": "ar"})

    assert "Usted viene. Gracias." in answer.text
    assert 'class="languages"' not in answer.text, "a page that was sent has no address"
    with app.changes() as session:
        here = select(Rsvp.language).where(Rsvp.event_id == meeting)
        assert session.scalars(here).all() == ["es"]
        follows = select(Contact.language).join(Follow, Follow.contact_id == Contact.id)
        assert session.scalars(follows.where(Follow.event_id == meeting)).all() == ["ar"]


def test_what_we_ship_is_translated_and_what_people_wrote_is_not(person, meeting):
    shown = ask(person, f"{LIST}/{meeting}", accept="es").text

    assert "Café con un agente" in shown
    assert "<h1>Lamps</h1>" in shown


def test_a_refusal_and_a_missing_page_are_said_in_the_language_too(person):
    missing = ask(person, "/plain/nothing-here", accept="es")
    refused = ask(person, f"{LIST}/999999", accept="ar")

    assert missing.status_code == refused.status_code == 404
    assert "Aquí no hay ninguna página" in missing.text
    assert 'href="/?lang=en"' in missing.text, "to the first page: there is nothing here"
    assert 'dir="rtl"' in refused.text


def test_a_translation_says_that_it_is_unchecked_until_somebody_signed_it(start_app):
    one = start_app()
    with Person(one) as person:
        before = ask(person, accept="es").text
        with one.changes() as session:
            reviews.sign(
                session, OPERATOR, language="es", digest=catalogues.digest("es"),
                reviewer="Inés Duarte", now=NOW,
            )  # fmt: skip
        after, arabic = ask(person, accept="es").text, ask(person, accept="ar").text
        english = ask(person, accept="en").text

    assert UNREVIEWED in before
    assert UNREVIEWED not in after
    assert "لم يراجع أي شخص هذه الترجمة بعد." in arabic
    assert "has not been checked" not in english


def test_without_a_wish_the_department_decides(start_app):
    one = start_app()
    with one.changes() as session:
        session.add(
            Department(
                id=1, name="Town", tzid="UTC", languages=["vi", "es", "en"], set_up_at=NOW,
                emergency_number="911", crisis_number="988", help_number="211",
            )
        )  # fmt: skip
    with Person(one) as person:
        assert language_of(ask(person)) == "es"
        assert language_of(ask(person, accept="en")) == "en"
