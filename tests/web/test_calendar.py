"""The feed: what public calendars get, cheap to ask again, and nothing that is not public."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from core import clock
from core.plans import Plan
from core.vocabulary import Role
from services.meetings import events, plans, states
from tests.factories import make_account, make_district
from tests.web.running import Person, running


@pytest.fixture(scope="module")
def calendar(start_app_for_module):
    """Three meetings: one in a district, one cancelled, one a draft."""
    clock.hold(None)
    app, now = start_app_for_module, datetime.now(UTC)
    starts = datetime.fromisoformat("2031-03-04T18:00")
    with app.changes() as session:
        officer = make_account(session, Role.OUTREACH)
        district = make_district(session)
        for title, districts in (("Größe, Maß; und Ölung 🌳", (district,)), ("Off", ()),
                                 ("Draft", ())):  # fmt: skip
            plan = Plan(
                kind="community", title=title, starts=starts, ends=starts + timedelta(hours=2),
                tzid="America/Los_Angeles", district_ids=districts,
                online_instructions="secret", is_online=True,
            )  # fmt: skip
            event_id = plans.add(session, officer, plan=plan, now=now)
            if title != "Draft":
                states.publish(session, officer, event_id=event_id, now=now)
            if title == "Off":
                states.cancel(session, officer, event_id=event_id, reason="Snow.", now=now)
    return app, officer, district


@pytest.fixture(scope="module")
def start_app_for_module(tmp_path_factory):
    one = running(tmp_path_factory.mktemp("calendar")).start()
    yield one
    one.stop()


@pytest.fixture
def guest(calendar):
    with Person(calendar[0]) as person:
        yield person


def entries(answer):
    found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(entry["SUMMARY"]): entry for entry in found}


def test_the_feed_holds_what_is_public_with_zones_and_cancellations(guest):
    answer = guest.get("/calendar.ics")

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = entries(answer)
    assert found.keys() == {"Größe, Maß; und Ölung 🌳", "Off"}
    assert found["Off"]["STATUS"] == "CANCELLED"
    assert found["Off"]["SEQUENCE"] == 1
    starts = found["Größe, Maß; und Ölung 🌳"]["DTSTART"]
    assert starts.params["TZID"] == "America/Los_Angeles"
    assert b"BEGIN:VTIMEZONE" in answer.content
    assert b"secret" not in answer.content
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_asking_again_costs_nothing_until_something_changes(calendar, guest):
    app, officer, _district = calendar
    first = guest.get("/calendar.ics")
    again = guest.get("/calendar.ics", headers={"If-None-Match": f"W/{first.headers['etag']}"})
    assert (again.status_code, again.content) == (304, b"")

    with app.changes() as session:
        (event_id,) = [card.id for card in plans_of(session, officer) if card.state == "published"]
        base = plans.of(session, officer, event_id=event_id)
        changed = base.__class__(**{**vars(base), "purpose": "New words."})
        plans.change(session, officer, event_id=event_id, plan=changed, base=base,
                     now=datetime.now(UTC))  # fmt: skip
    fresh = guest.get("/calendar.ics", headers={"If-None-Match": first.headers["etag"]})
    assert fresh.status_code == 200
    assert fresh.headers["etag"] != first.headers["etag"]


def plans_of(session, officer):
    return events.planned(
        session, officer, first_at=datetime(2031, 1, 1, tzinfo=UTC),
        last_at=datetime(2032, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def test_the_feed_narrows_to_a_district_or_a_kind_and_survives_nonsense(calendar, guest):
    district = calendar[2]
    by_place = entries(guest.get("/calendar.ics", params={"district": str(district)}))
    assert by_place.keys() == {"Größe, Maß; und Ölung 🌳"}
    assert entries(guest.get("/calendar.ics", params={"kind": "walk"})) == {}
    assert guest.get("/calendar.ics", params={"district": "x", "kind": "'"}).status_code == 200


def test_a_single_meeting_is_a_file_and_a_draft_is_not_there(guest):
    one = guest.get("/events/1.ics")
    assert list(entries(one)) == ["Größe, Maß; und Ölung 🌳"]
    assert "attachment" in one.headers["content-disposition"]
    again = guest.get("/events/1.ics", headers={"If-None-Match": one.headers["etag"]})
    assert again.status_code == 304
    for gone in ("3", "99", "x"):
        assert guest.get(f"/events/{gone}.ics").status_code == 404
