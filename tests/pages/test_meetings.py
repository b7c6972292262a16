"""Staff plan, publish, answer, hold and close; residents see what is theirs to see."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core import clock
from core.actor import Actor
from core.attendance import NeedKind, NeedState, Way
from core.keys import Keys
from core.vocabulary import CommitmentState, EventState, Role
from db.models import Commitment, CommitmentFeedback, Event, Feedback, Need, Partner, Venue
from services.meetings import agenda, commitments, plans, rsvps, states
from services.meetings.commitments import Promise
from services.meetings.reply_cards import Reply
from tests.factories import NOW, OPERATOR, VISITOR, make_feedback, make_reading
from tests.pages.conftest import box, button, open_page, text_of
from tests.services.meetings.conftest import PLAN

SOON = {"starts": datetime.fromisoformat("2026-03-02T08:00"),
        "ends": datetime.fromisoformat("2026-03-02T09:00")}  # fmt: skip
"""Half an hour from now, so that who signed in now still is when it is over."""

AFTER = NOW + timedelta(hours=3)


@pytest.fixture
def officer(records):
    return records.sign_in(Role.OUTREACH)


@pytest.fixture
def keys_of(tmp_path, records):
    return Keys.load((tmp_path / "records.db").with_suffix(".key"))


def make(records, *, is_public=True, **changed) -> int:
    with records() as session:
        event_id = plans.add(session, OPERATOR, plan=replace(PLAN, **changed), now=NOW)
        if is_public:
            states.publish(session, OPERATOR, event_id=event_id, now=NOW)
    return event_id


def row(records, event_id) -> Event:
    with records() as session:
        found = session.get(Event, event_id)
        session.expunge(found)
        return found


def field(screen, label):
    return next(one for one in [*screen.text_input, *screen.text_area] if one.label == label)


def test_a_meeting_is_planned_on_one_page_and_is_a_draft_first(records, officer):
    shown = open_page("meeting", officer)
    field(shown, "What is it called?").input("Tea and talk")
    field(shown, "What is it about? Residents read this.").input("Bring a neighbour.")

    kept = button(shown, "Keep it as a draft").click().run()

    assert not kept.exception
    with records() as session:
        event = session.scalars(select(Event)).one()
        assert (event.title, event.state) == ("Tea and talk", EventState.DRAFT)
        event_id = event.id
    shown = open_page("meeting", officer, event=str(event_id))
    assert shown.title[0].value == "Tea and talk"
    button(shown, "Publish it").click().run()
    assert row(records, event_id).state is EventState.PUBLISHED


def test_a_meeting_without_a_name_is_refused_and_what_was_typed_stays(records, officer):
    shown = open_page("meeting", officer)
    field(shown, "What is it about? Residents read this.").input("Bring a neighbour.")

    refused = button(shown, "Keep it as a draft").click().run()

    assert "There are no words in it yet." in refused.error[0].value
    assert field(refused, "What is it about? Residents read this.").value == "Bring a neighbour."
    with records() as session:
        assert session.scalar(select(Event.id)) is None


def test_a_series_is_planned_in_planners_words(records, officer):
    shown = open_page("meeting", officer)
    field(shown, "What is it called?").input("Coffee")
    box(shown, "How often?").select("Every week")

    button(shown, "Keep it as a draft").click().run()

    with records() as session:
        events = session.scalars(select(Event)).all()
        assert len(events) > 50
        assert {event.state for event in events} == {EventState.PUBLISHED}
    assert "Coffee" in text_of(open_page("meetings", officer))


def test_the_second_officer_is_shown_what_the_first_changed(records, officer):
    event_id = make(records)
    mine = open_page("meeting", officer, event=str(event_id))
    with records() as session:
        base = plans.of(session, OPERATOR, event_id=event_id)
        plans.change(session, OPERATOR, event_id=event_id, base=base, now=NOW,
                     plan=replace(base, room_instructions="Third floor."))  # fmt: skip
    field(mine, "What is it called?").input("Mine")

    refused = button(mine, "Keep the change").click().run()

    assert "“Second floor.” became “Third floor.”" in refused.error[0].value
    assert field(refused, "What is it called?").value == "Mine"
    button(refused, "Keep the change").click().run()
    assert row(records, event_id).title == "Mine"


def test_the_week_shows_needs_and_what_was_not_closed(records, officer, keys_of):
    event_id = make(records, **SOON)
    with records() as session:
        rsvps.reply(session, VISITOR, keys=keys_of, now=NOW, reply=Reply(
            secrets.token_bytes(32), event_id, Way.ROOM, name="Maya",
            needs={NeedKind.INTERPRETER: "Somali"},
        ))  # fmt: skip
    shown = open_page("meetings", officer)
    assert "1 reply" in text_of(shown)
    assert "1 need is not answered" in text_of(shown)
    assert "an interpreter Somali" in shown.dataframe[0].value.to_string()

    page = open_page("meeting", officer, event=str(event_id))
    assert "Maya" in page.dataframe[0].value.to_string()
    box(page, "Answer").select("Confirmed")
    button(page, "Tell them").click().run()
    with records() as session:
        assert session.scalars(select(Need.state)).one() is NeedState.CONFIRMED

    clock.hold(AFTER)
    assert "Held, and not closed yet" in text_of(open_page("meetings", officer))


def test_a_meeting_is_held_and_closed_with_a_promise(records, officer):
    event_id = make(records, **SOON)
    clock.hold(AFTER)
    page = open_page("meeting", officer, event=str(event_id))
    button(page, "It was held").click().run()
    page = open_page("meeting", officer, event=str(event_id))

    refused = button(page, "Close the meeting").click().run()
    assert "Before you close the meeting" in refused.error[0].value

    page = open_page("meeting", officer, event=str(event_id))
    field(page, "What do we promise?").input("We mend the light.")
    field(page, "Who looks after it? (a name or an office)").input("Sergeant Oak")
    button(page, "Write it down").click().run()
    page = open_page("meeting", officer, event=str(event_id))
    button(page, "Close the meeting").click().run()
    assert row(records, event_id).state is EventState.CLOSED


def test_what_hurts_asks_for_a_reason(records, officer):
    event_id = make(records)
    page = open_page("meeting", officer, event=str(event_id))
    refused = button(page, "Cancel the meeting").click().run()
    assert "There are no words in it yet." in refused.error[0].value

    page = open_page("meeting", officer, event=str(event_id))
    field(page, "The reason, as people will read it").input("The hall burnt.")
    button(page, "Cancel the meeting").click().run()
    assert row(records, event_id).state is EventState.CANCELLED


def test_proposals_are_put_on_the_agenda(records, officer, keys_of):
    event_id = make(records)
    with records() as session:
        agenda.propose(session, VISITOR, event_id=event_id, nonce=b"n" * 32, words="Dogs",
                       keys=keys_of, now=NOW)  # fmt: skip
    page = open_page("meeting", officer, event=str(event_id))
    button(page, "Put it on").click().run()
    with records() as session:
        (found,) = agenda.proposals(session, Actor.operator(), event_id=event_id)
    assert found.state.value == "on"


def test_a_conflict_is_shown_and_forbids_nothing(records, officer):
    make(records, organizer_id=None, district_ids=())
    with records() as session:
        venue = Venue(name="Library", address="", entrance="")
        session.add(venue)
        session.flush()
        venue_id = venue.id
    first = make(records, venue_id=venue_id)
    second = make(records, venue_id=venue_id, title="Other")
    said = [warning.value for warning in open_page("meeting", officer, event=str(second)).warning]
    assert any("The place is taken at that time" in one for one in said)
    assert row(records, first).state is row(records, second).state is EventState.PUBLISHED


def test_partners_and_places_are_added_and_a_double_is_refused(records, officer):
    for expected in (0, 1):
        page = open_page("partners", officer)
        field(page, "Name, as residents know it").input("Harbour Clinic")
        shown = button(page, "Add the partner").click().run()
        assert len(shown.error) == expected
    page = open_page("partners", officer)
    field(page, "Name of the place").input("Library")
    button(page, "Add the place").click().run()
    with records() as session:
        assert session.scalars(select(Partner.name)).all() == ["Harbour Clinic"]
        assert session.scalars(select(Venue.name)).all() == ["Library"]


def test_residents_see_meetings_and_an_empty_page_says_what_will_be_here(records):
    assert "No meetings are planned here yet." in open_page("events").info[0].value
    make(records, title="Tea & <i>talk</i>")
    make(records, is_public=False, title="Secret")
    shown = text_of(open_page("events"))
    assert "Tea &amp; &lt;i&gt;talk&lt;/i&gt;" in shown
    assert "Secret" not in shown
    assert "Tea &amp; &lt;i&gt;talk&lt;/i&gt;" in text_of(open_page())


def promise(records) -> int:
    with records() as session:
        return commitments.make(session, OPERATOR, now=NOW, promise=Promise(
            "n", "We mend the light.", "Sergeant Oak", NOW.date(),
        ))  # fmt: skip


def test_promises_are_for_everyone_and_answered_by_staff_alone(records, officer):
    assert "Nothing here yet." in open_page("commitments").info[0].value
    promise(records)
    visitor = open_page("commitments")
    assert "We mend the light." in text_of(visitor)
    assert "Say what came of it" not in text_of(visitor)

    page = open_page("commitments", officer)
    refused = button(page, "Say it, and tell those who follow").click().run()
    assert "Say what was done and how people can see it" in refused.error[0].value
    page = open_page("commitments", officer)
    field(page, "What was done, and how can people see it? Or why was it not done?").input("Lit.")
    button(page, "Say it, and tell those who follow").click().run()
    with records() as session:
        assert session.scalars(select(Commitment.state)).one() is CommitmentState.DONE


def test_a_piece_of_the_inbox_is_noted_as_what_raised_a_promise(records, officer):
    one = promise(records)
    with records() as session:
        make_feedback(session, "The lamp is dark.", reading=make_reading())
        letter = session.scalars(select(Feedback.id)).one()
    shown = open_page("inbox", officer)
    shown.session_state[f"tool-{letter}"] = "promise"
    shown = shown.run()
    button(shown, "Note that").click().run()
    with records() as session:
        assert session.scalars(select(CommitmentFeedback.commitment_id)).all() == [one]


def test_late_promises_stand_first_for_staff(records, officer):
    promise(records)
    clock.hold(NOW + timedelta(hours=9))  # tomorrow
    assert "Late, or open again because residents said so" in text_of(
        open_page("commitments", officer)
    )
    assert "1 promise is late or open again." in open_page("meetings", officer).warning[0].value
