"""Meetings without script: found, replied to, changed by receipt; the same form once."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.keys import Keys
from core.links import LinkPurpose, token
from core.plans import Plan
from core.vocabulary import Role
from db.models import AgendaItem, Follow, Notice, Rsvp
from services.meetings import plans, states, venues
from services.meetings.venues import VenueCard
from tests.factories import make_account, make_district

TITLE = "Lights & <b>shadows</b>"
JOIN = "Join at meet.example.org/secret"


@pytest.fixture(scope="module")
def meeting(app) -> int:
    """A meeting in two weeks, in a room for two and online."""
    clock.hold(None)
    now = datetime.now(UTC)
    starts = (now + timedelta(days=14)).replace(tzinfo=None, microsecond=0)
    with app.changes() as session:
        officer = make_account(session, Role.OUTREACH)
        make_district(session, "7", "Old Mill")
        place = venues.add(session, officer, now=now, card=VenueCard(
            0, "Library", "14 Harbour Street", "Side door", 0.5, 0.5))  # fmt: skip
        plan = Plan(
            kind="community", title=TITLE, starts=starts, ends=starts + timedelta(hours=2),
            tzid="UTC", venue_id=place, is_online=True, online_instructions=JOIN, room_capacity=2,
        )  # fmt: skip
        event_id = plans.add(session, officer, plan=plan, now=now)
        states.publish(session, officer, event_id=event_id, now=now)
        plans.add(session, officer, now=now, plan=Plan(
            kind="walk", title="A draft", starts=starts, ends=starts + timedelta(hours=1),
            tzid="UTC"))  # fmt: skip
    return event_id


@pytest.fixture
def keys(app):
    return Keys.load(app.folder / "secret.key")


def say_yes(person, meeting, **more):
    said = {"nonce": secrets.token_hex(32), "way": "room", "party_size": "1"} | more
    return person.post(f"/plain/events/{meeting}/reply", data=said)


def receipt_of(answer) -> str:
    return re.search(r'<p class="receipt">([a-z ]+)</p>', answer.text).group(1)


def reply_page(person, receipt):
    return person.post("/plain/receipt", data={"receipt": receipt})


def proof_of(answer) -> str:
    return re.search(r'name="proof" value="([\w-]+)"', answer.text).group(1)


def test_the_list_shows_what_is_published_and_no_draft(person, meeting):
    answer = person.get("/plain/events")

    assert answer.status_code == 200
    assert "Lights &amp; &lt;b&gt;shadows&lt;/b&gt;" in answer.text
    assert "A draft" not in answer.text
    assert len(answer.content) < 40_000
    assert "script" not in answer.text
    assert person.get("/plain/events", params={"kind": "walk"}).text.count("/plain/events/") < 5
    for query in ({"month": ""}, {"month": "2026-13"}, {"month": "x"}, {"district": "nine"},
                  {"from": "-3"}, {"kind": "\x00"}):  # fmt: skip
        assert person.get("/plain/events", params=query).status_code == 200


def test_one_meeting_says_where_and_keeps_the_way_to_join_for_those_who_reply(person, meeting):
    answer = person.get(f"/plain/events/{meeting}")

    for said in ("Library", "14 Harbour Street", "Side door", "Say that you come"):
        assert said in answer.text
    assert JOIN not in answer.text
    assert "E-mail address" not in answer.text, "no mail server is set up here"
    assert re.search(r">[\d,]+</text>", person.get("/plain/events/map.svg").text)
    assert person.get("/plain/events/map.svg", params={"kind": "walk"}).status_code == 404
    picture = person.get(f"/plain/events/{meeting}/map.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "<rect" in picture.text
    for gone in ("0", "99999", "x", "-1", "99999999999999999999999"):
        assert person.get(f"/plain/events/{gone}").status_code == 404
        assert person.get(f"/plain/events/{gone}/map.svg").status_code == 404


def test_a_form_sent_twice_is_one_reply_with_the_same_words(app, person, meeting):
    nonce = secrets.token_hex(32)
    first, second = (say_yes(person, meeting, nonce=nonce, way="online") for _ in range(2))

    assert first.status_code == second.status_code == 200
    assert receipt_of(first) == receipt_of(second)
    assert JOIN in first.text
    assert first.headers["cache-control"] == "no-store"


def test_a_receipt_leads_back_to_change_and_to_give_back(person, meeting):
    receipt = receipt_of(say_yes(person, meeting, way="online", party_size="2",
                                 interpreter="yes", about_interpreter="Somali"))  # fmt: skip
    page = reply_page(person, receipt)
    assert "You are coming, 2 in all." in page.text
    assert "(Somali)" in page.text
    assert "asked for, and not confirmed yet" in page.text
    assert receipt not in page.text

    changed = person.post("/plain/reply/change", data={
        "proof": proof_of(page), "way": "online", "party_size": "5",
    })  # fmt: skip
    assert "You are coming, 5 in all." in changed.text
    gone = person.post("/plain/reply/decline", data={"proof": proof_of(changed)})
    assert "You are not coming." in gone.text
    assert "I am coming after all" in gone.text


def test_what_cannot_be_kept_is_said_above_the_form_and_what_was_typed_stays(person, meeting):
    answer = say_yes(person, meeting, party_size="99", name="Maya", childcare="yes")

    assert answer.status_code == 403
    assert "Say how many of you come: a number from 1 to 20." in answer.text
    assert 'value="Maya"' in answer.text
    assert re.search(r'name="childcare" value="yes" checked', answer.text)


def test_a_full_room_has_a_waitlist_and_the_next_is_offered_the_place(person, meeting):
    first = say_yes(person, meeting, party_size="2")
    second = say_yes(person, meeting)
    assert "You are coming" in first.text
    assert "You are on the waitlist." in second.text
    page = reply_page(person, receipt_of(first))
    person.post("/plain/reply/decline", data={"proof": proof_of(page)})
    offered = reply_page(person, receipt_of(second))
    assert "We hold a place for you until" in offered.text
    taken = person.post("/plain/reply/claim", data={"proof": proof_of(offered)})
    assert "You are coming." in taken.text


def test_other_sites_and_forged_proofs_do_nothing(app, person, meeting):
    with app.changes() as session:
        before = session.scalar(select(func.count()).select_from(Rsvp))
    headers = {"Sec-Fetch-Site": "cross-site"}
    for path, form in (
        (f"/plain/events/{meeting}/reply", {"way": "room", "party_size": "1"}),
        ("/plain/reply/decline", {"proof": "x"}),
    ):
        assert person.post(path, data=form, headers=headers).status_code == 403
    for proof in ("", "x", "A" * 38, "\x00"):
        for what in ("change", "decline", "claim"):
            answer = person.post(f"/plain/reply/{what}", data={"proof": proof})
            assert answer.status_code == 403
            assert "This link is too old, or not whole." in answer.text
    with app.changes() as session:
        assert session.scalar(select(func.count()).select_from(Rsvp)) == before


def test_a_proposal_for_the_agenda_waits_for_staff(app, person, meeting):
    nonce = secrets.token_hex(32)
    for _ in range(2):
        answer = person.post(f"/plain/events/{meeting}/agenda",
                             data={"nonce": nonce, "words": "Dogs off the lead"})  # fmt: skip
        assert "Thank you. Whoever holds the meeting reads it" in answer.text
    assert "Dogs off the lead" not in person.get(f"/plain/events/{meeting}").text
    with app.changes() as session:
        words = session.scalars(select(AgendaItem.words)).all()
    assert words.count("Dogs off the lead") == 1


def test_following_asks_the_owner_and_a_link_acts_only_when_it_is_pressed(
    app, person, meeting, keys
):
    answer = person.post(f"/plain/events/{meeting}/follow", data={
        "nonce": secrets.token_hex(32), "email": "f@example.org", "is_13_or_older": "yes",
    })  # fmt: skip
    assert "We have written to that address." in answer.text
    with app.changes() as session:
        follow = session.scalars(select(Follow).where(Follow.event_id == meeting)).one()
        follow_id = follow.id
        assert session.scalar(select(Notice.id).where(Notice.follow_id == follow_id))
    until = datetime.now(UTC) + timedelta(days=1)

    def path(purpose):
        name = purpose.value.replace(" ", "-")
        return f"/links/{name}/{token(purpose, follow_id, until=until, key=keys.links)}"

    asked = person.get(path(LinkPurpose.CONFIRM_FOLLOW))
    assert TITLE.replace("&", "&amp;").split("<")[0] in asked.text
    assert asked.headers["referrer-policy"] == "no-referrer"
    with app.changes() as session:
        assert session.get(Follow, follow_id).confirmed_at is None
    assert "You will hear of it." in person.post(path(LinkPurpose.CONFIRM_FOLLOW)).text
    with app.changes() as session:
        assert session.get(Follow, follow_id).confirmed_at is not None
    for _ in range(2):
        person.post(path(LinkPurpose.UNFOLLOW))
    with app.changes() as session:
        assert session.get(Follow, follow_id) is None
    assert person.get("/links/unfollow/" + "A" * 38).status_code == 403
    assert person.get("/links/no-such-thing/" + "A" * 38).status_code == 403


def test_a_mail_link_shows_the_reply_and_is_in_no_log(app, person, meeting, keys):
    say_yes(person, meeting, way="online")
    with app.changes() as session:
        rsvp_id = session.scalars(select(Rsvp.id).limit(1)).one()
    until = datetime.now(UTC) + timedelta(days=1)
    link = token(LinkPurpose.CHANGE_REPLY, rsvp_id, until=until, key=keys.links)
    assert "Your reply" in person.get(f"/links/change-reply/{link}").text
    assert person.get(f"/links/unfollow/{link}").status_code == 403, "good for one purpose"
    assert link not in app.log()
