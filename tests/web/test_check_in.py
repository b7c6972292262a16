"""The door as a browser and a script meet it: who may, what is taken, and what is counted once."""

from __future__ import annotations

import json
import re
import secrets
from datetime import timedelta

import pytest

from core.keys import Keys
from core.vocabulary import Role
from services import sign_ins
from services.meetings import states
from tests.factories import NOW, OPERATOR, VISITOR
from tests.services.meetings.conftest import answer, make_event
from tests.web.running import Person

UNKNOWN = "No reply to this meeting has this code. Count the person in by hand."
CLOSED = "This meeting takes no check-ins: it is not open, or it was closed already."
NOT_OURS = "Our page did not send this. Load the page again: what you counted is still here."
SIGNED_OUT = "You are signed out. Sign in again: what you counted is still here."
EMPTY = {"people": 0, "described": {}, "with_a_reply": 0}


@pytest.fixture(scope="module")
def officer(app):
    """Somebody of outreach, signed in at the door."""
    with Person(app) as person:
        person.sign_in(app.account(Role.OUTREACH).name)
        yield person


@pytest.fixture
def event_id(app):
    with app.changes() as session:
        return make_event(session, OPERATOR, room_capacity=50)


@pytest.fixture
def ticket(app, event_id):
    """The letters of a party of four."""
    keys = Keys.load(app.folder / "secret.key")
    with app.changes() as session:
        return answer(session, keys, event_id, party_size=4).ticket


def press(people=1, **more):
    arrival = {"mark": secrets.token_hex(16), "people": people, "described_as": "", "name": ""}
    return arrival | {"ticket": ""} | more


def send(person, event_id, *arrivals, **headers):
    return person.post(f"/check-in/{event_id}/arrivals", json=list(arrivals), headers=headers)


def send_form(person, event_id, people="1", **fields):
    return person.post(f"/check-in/{event_id}/arrivals", data={"people": people} | fields)


def figures(person, event_id):
    found = person.get(f"/check-in/{event_id}/tally")
    assert (found.status_code, found.headers["cache-control"]) == (200, "no-store")
    return found.json()


def test_the_page_runs_our_script_and_nothing_else(officer, event_id):
    answer = officer.get(f"/check-in/{event_id}")

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    rules = dict(
        rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; ")
    )
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == "'self'"
    scripts = re.findall(r"<script ([^>]*)>", answer.text)
    assert scripts == [
        'type="module" src="/assets/check-in.js"', 'type="application/json" id="given"',
    ]  # fmt: skip
    assert " style=" not in answer.text
    assert "camera=(self)" in answer.headers["permissions-policy"], "to read codes with"
    assert "camera=()" in officer.get("/plain/events").headers["permissions-policy"]
    given = re.search(r'<script type="application/json" id="given">(.*?)</script>', answer.text)[1]
    assert json.loads(given)["tally"] == EMPTY


def test_no_other_plain_page_may_run_a_script(person, event_id):
    policy = person.get(f"/plain/events/{event_id}").headers["content-security-policy"]

    assert "script-src" not in policy
    assert "connect-src" not in policy


def test_the_script_has_no_words_and_no_strangers(person):
    script = person.get("/assets/check-in.js")

    assert "javascript" in script.headers["content-type"]
    assert "//" not in re.sub(r"^\s*//.*$|; //.*$", "", script.text, flags=re.M), "no address"
    for way_in in ("eval", "innerHTML", "Function(", "import("):
        assert way_in not in script.text


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.OBSERVER])
def test_the_door_is_for_planners_alone(app, officer, event_id, role):
    with Person(app) as other:
        if role:
            other.sign_in(app.account(role).name)
        page, tally = other.get(f"/check-in/{event_id}"), other.get(f"/check-in/{event_id}/tally")
        sent, form = send(other, event_id, press()), send_form(other, event_id)

    status = 403 if role else 401
    assert (page.status_code, form.status_code) == (403, 403)
    assert (tally.status_code, sent.status_code) == (status, status)
    assert "/account/sign-in" in page.text
    assert "<button" not in page.text + form.text
    assert set(sent.json()) == set(tally.json()) == {"refusal"}
    assert (sent.json()["refusal"] == SIGNED_OUT) is (role is None)
    assert figures(officer, event_id) == EMPTY


def test_command_staff_may_stand_at_the_door_too(app, event_id):
    with Person(app) as chief:
        chief.sign_in(app.account(Role.COMMAND).name)
        assert send(chief, event_id, press(2)).json()["people"] == 2


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_sends_is_refused(officer, event_id, site):
    answer = send(officer, event_id, press(), **{"Sec-Fetch-Site": site})
    stranger = send(officer, event_id, press(), Origin="https://elsewhere.example")

    assert (answer.status_code, stranger.status_code) == (403, 403)
    assert "another site" in answer.json()["refusal"]
    assert figures(officer, event_id) == EMPTY


def test_the_same_mark_twice_counts_once(officer, event_id):
    one, two = press(2, described_as="Elder", name="Maya Ostrov"), press(1)

    first = send(officer, event_id, one)
    again = send(officer, event_id, one, two, one)

    assert first.json() == {
        "people": 2, "described": {"Elder": 2}, "with_a_reply": 0,
        "counted": {one["mark"]: 2}, "refused": [],
    }  # fmt: skip
    assert again.json()["people"] == 3
    assert again.json()["counted"] == {one["mark"]: 2, two["mark"]: 1}
    assert figures(officer, event_id) == {"people": 3, "described": {"Elder": 2}, "with_a_reply": 0}
    assert "Maya" not in first.text + again.text + officer.get(f"/check-in/{event_id}").text


def test_an_unknown_ticket_loses_nobody_else(officer, event_id, ticket):
    good, bad, party = press(1), press(ticket="AAAAAAAAAA"), press(ticket=ticket.lower())

    answer = send(officer, event_id, good, bad, party)

    assert answer.status_code == 200
    assert answer.json() == {
        "people": 5, "described": {}, "with_a_reply": 1,
        "counted": {good["mark"]: 1, party["mark"]: 4},
        "refused": [{"mark": bad["mark"], "reason": UNKNOWN}],
    }  # fmt: skip


def test_a_name_that_cannot_be_kept_is_refused_in_a_sentence(officer, event_id):
    bad = press(name="\ud800")
    body = json.dumps([bad, press(2)])

    answer = officer.post(
        f"/check-in/{event_id}/arrivals", content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.json()["people"] == 2
    assert [one["mark"] for one in answer.json()["refused"]] == [bad["mark"]]


NO_NAME = {name: value for name, value in press().items() if name != "name"}
WRONG = {
    "not JSON": b"[{",
    "not UTF-8": b"\xff\xfe[",
    "an object": b"{}",
    "a word": b'"people"',
    "nothing": b"",
    "numbers": b"[1, 2]",
    "deep": b"[" * 100_000,
    "a field too few": json.dumps([NO_NAME]),
    "a field too many": json.dumps([press(at=1)]),
    "half a person": json.dumps([press(1.5)]),
    "people as words": json.dumps([press("1")]),
    "people as truth": json.dumps([press(True)]),
    "no name at all": json.dumps([press(name=None)]),
    "a mark with a colon": json.dumps([press(mark="reply:1")]),
    "an empty mark": json.dumps([press(mark="")]),
    "a mark that is no text": json.dumps([press(mark="\ud800")]),
    "one good, one not": json.dumps([press(), []]),
    "201 arrivals": json.dumps([press() for _ in range(201)]),
    "too long": b" " * (512 * 1024) + b"[]",
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_what_our_page_would_not_send_is_one_sentence(officer, event_id, body):
    answer = officer.post(
        f"/check-in/{event_id}/arrivals", content=body, headers={"Content-Type": "application/json"}
    )

    assert (answer.status_code, answer.json()) == (400, {"refusal": NOT_OURS})
    assert figures(officer, event_id) == EMPTY


def test_200_arrivals_are_taken_and_an_empty_list_is_a_question(officer, event_id):
    arrivals = [press(1, name="x" * 100, described_as="é" * 100) for _ in range(200)]

    assert send(officer, event_id, *arrivals).json()["people"] == 200
    assert send(officer, event_id).json()["people"] == 200


def test_a_session_that_has_ended_is_told_apart_and_nothing_is_counted(app, officer, event_id):
    with Person(app) as person:
        person.sign_in(app.account(Role.OUTREACH).name)
        one = press(2)
        assert send(person, event_id, one).json()["people"] == 2
        with app.changes() as session:
            sign_ins.end(session, VISITOR, token=person.token)

        ended = send(person, event_id, one, press(3))

    assert (ended.status_code, ended.json()) == (401, {"refusal": SIGNED_OUT})
    assert figures(officer, event_id)["people"] == 2


def test_a_closed_meeting_takes_nobody_and_says_so(app, officer, event_id):
    send(officer, event_id, press(2))
    later = NOW + timedelta(days=10)
    with app.changes() as session:
        states.hold(session, OPERATOR, event_id=event_id, now=later)
        states.close(session, OPERATOR, event_id=event_id, none_because="Agreed.", now=later)

    sent, form = send(officer, event_id, press()), send_form(officer, event_id)
    page = officer.get(f"/check-in/{event_id}")

    assert (sent.status_code, sent.json()) == (409, {"refusal": CLOSED})
    assert (form.status_code, CLOSED in form.text) == (409, True)
    assert "This door is shut" in page.text
    assert "<button" not in page.text
    assert "<script" not in page.text
    assert figures(officer, event_id)["people"] == 2


@pytest.mark.parametrize("event_id", ["999999", "x", "-1", "9" * 18])
def test_a_meeting_that_is_not_there_is_said(officer, event_id):
    page, sent = officer.get(f"/check-in/{event_id}"), send(officer, event_id, press())

    assert (page.status_code, sent.status_code) == (404, 404)
    assert "not there any more" in page.text
    assert "not there any more" in sent.json()["refusal"]


def mark_on(page):
    return re.search(r'name="mark" value="([0-9a-f]{32})"', page.text)[1]


def test_without_the_script_the_form_counts_and_a_second_send_does_not(officer, event_id):
    page = officer.get(f"/check-in/{event_id}")
    mark = mark_on(page)

    answers = [
        send_form(officer, event_id, "3", mark=mark, described_as="Elder", name="Maya Ostrov"),
        send_form(officer, event_id, "3", mark=mark, described_as="Elder", name="Maya Ostrov"),
        send_form(officer, event_id, "-1", mark=mark_on(officer.get(f"/check-in/{event_id}"))),
        send_form(officer, event_id, "1"),
    ]

    assert {one.status_code for one in answers} == {303}
    assert {one.headers["location"] for one in answers} == {f"/check-in/{event_id}"}
    assert figures(officer, event_id) == {"people": 3, "described": {"Elder": 3}, "with_a_reply": 0}
    after = officer.get(f"/check-in/{event_id}")
    assert '<dd id="people">3</dd>' in after.text
    assert "Elder: 3" in after.text
    assert mark_on(after) != mark


def test_without_the_script_a_reply_is_counted_in_or_refused_with_a_way_back(
    officer, event_id, ticket
):
    good = send_form(officer, event_id, ticket=ticket)
    bad = send_form(officer, event_id, ticket="AAAAAAAAAA")

    assert (good.status_code, bad.status_code) == (303, 400)
    assert UNKNOWN in bad.text
    assert f'href="/check-in/{event_id}"' in bad.text
    assert figures(officer, event_id) == {"people": 4, "described": {}, "with_a_reply": 1}


@pytest.mark.parametrize("people", ["", "0", "21", "-21", "--1", "one", "1.5", "9" * 30])
def test_a_form_with_no_number_of_people_counts_nobody(officer, event_id, people):
    answer = send_form(officer, event_id, people)

    assert answer.status_code == 400
    assert "This count was not whole" in answer.text
    assert figures(officer, event_id) == EMPTY
