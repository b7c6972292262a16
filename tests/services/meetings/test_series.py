"""Series: wall time across clock changes, one or later or all, holidays, a pause and an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from core.rules import RuleError
from core.vocabulary import EventState, NoticeKind
from db.models import Event, Notice
from db.session import transaction
from services.meetings import calendar_days, events, plans, rsvps, series, states
from services.meetings.events import Filter
from services.meetings.series import NoOccurrenceError, NoSeriesError, SeriesOverError
from tests.factories import NOW, OPERATOR, VISITOR
from tests.services.meetings.conftest import DAY, PLAN, answer, make_event

TUESDAYS = "FREQ=WEEKLY;COUNT=6"


def begin(session, officer, rule=TUESDAYS, *, now=NOW, is_public=True, **changed):
    return series.begin(
        session, officer, plan=replace(PLAN, **changed), rule=rule, now=now, is_public=is_public
    )


def meetings(session, series_id):
    found = events.planned(
        session, OPERATOR, first_at=NOW, last_at=NOW + 1000 * DAY, of=Filter(series_id=series_id)
    )
    return [card for card in found if card.state is not EventState.CANCELLED]


def days(session, series_id):
    return [card.starts.date().isoformat()[5:] for card in meetings(session, series_id)]


def test_meetings_are_made_ahead_at_the_same_wall_time_over_the_clock_change(engine, officer):
    with transaction(engine) as session:
        one = begin(session, officer, "FREQ=WEEKLY;UNTIL=20261130")
        found = meetings(session, one)

    assert {card.starts.time().isoformat() for card in found} == {"18:00:00"}
    assert len({card.starts_at.hour for card in found}) == 2, "summer and winter"
    assert len({card.uid for card in found}) == len(found) == 38
    assert all(card.state is EventState.PUBLISHED for card in found)


def test_what_comes_into_sight_is_made_once_however_often_it_is_asked(engine, officer):
    with transaction(engine) as session:
        one = begin(session, officer, "FREQ=MONTHLY;BYDAY=2TU")
        first = len(meetings(session, one))
    for later, more in ((0, 0), (35, 2), (35, 0)):
        with transaction(engine) as session:
            made = series.make_ahead(session, OPERATOR, now=NOW + later * DAY)
            assert made == more
    with transaction(engine) as session:
        assert len(meetings(session, one)) == first + 2


def test_rules_that_could_run_for_ever_are_refused_in_a_sentence(engine, officer):
    for rule in ("FREQ=SECONDLY", "FREQ=WEEKLY;INTERVAL=0", "FREQ=DAILY;COUNT=100000", "nonsense"):
        with pytest.raises(RuleError), transaction(engine) as session:
            begin(session, officer, rule)
    with transaction(engine) as session:
        calendar_days.store(session, officer, calendar="US", now=NOW,
                            days=[(date(2026, 3, 10), "The only day")])  # fmt: skip
    with pytest.raises(NoOccurrenceError), transaction(engine) as session:
        begin(session, officer, "FREQ=WEEKLY;COUNT=1")
    with transaction(engine) as session:
        assert session.scalar(select(Event.id)) is None


def test_holidays_are_left_out_and_a_day_given_by_hand_too(engine, officer):
    with transaction(engine) as session:
        calendar_days.store(session, officer, calendar="US", now=NOW,
                            days=[(date(2026, 3, 17), "A holiday")])  # fmt: skip
        one = begin(session, officer)
        assert days(session, one) == ["03-10", "03-24", "03-31", "04-07", "04-14"]
        states.cancel(session, officer, now=NOW, reason="The hall is closed.",
                      event_id=meetings(session, one)[1].id)  # fmt: skip
        series.make_ahead(session, OPERATOR, now=NOW)
        assert days(session, one) == ["03-10", "03-31", "04-07", "04-14"]


def test_one_is_changed_alone_and_stays_so_when_all_are_changed(engine, officer):
    with transaction(engine) as session:
        one = begin(session, officer)
        second = meetings(session, one)[1]
        base = plans.of(session, officer, event_id=second.id)
        plans.change(session, officer, event_id=second.id, base=base, now=NOW,
                     plan=replace(base, room_instructions="In the yard."))  # fmt: skip
        first = meetings(session, one)[0]
        plan = plans.of(session, officer, event_id=first.id)
        later = replace(plan, starts=plan.starts + timedelta(hours=1), title="Evening meeting",
                        ends=plan.ends + timedelta(hours=1), room_instructions="Hall.")  # fmt: skip
        series.change(session, officer, event_id=first.id, plan=later, rule=TUESDAYS, now=NOW,
                      is_every=True)  # fmt: skip
        found = meetings(session, one)

    assert [card.starts.hour for card in found] == [19] * 6
    assert {card.title for card in found} == {"Evening meeting"}
    assert [card.room_instructions for card in found] == ["Hall.", "In the yard."] + ["Hall."] * 4
    assert [card.uid for card in found][1] == second.uid


def test_from_one_on_is_a_new_series_and_replies_stay_with_their_meeting(engine, officer, keys):
    with transaction(engine) as session:
        one = begin(session, officer)
        third = meetings(session, one)[2]
        sent = answer(session, keys, third.id, email="a@example.org", is_13_or_older=True)
        plan = plans.of(session, officer, event_id=third.id)
        thursday = replace(plan, starts=plan.starts + 2 * DAY, ends=plan.ends + 2 * DAY)
        two = series.change(session, officer, event_id=third.id, plan=thursday, now=NOW,
                            rule="FREQ=WEEKLY;COUNT=4", is_every=False)  # fmt: skip

        assert two != one
        assert days(session, one) == ["03-10", "03-17"]
        assert days(session, two) == ["03-26", "04-02", "04-09", "04-16"]
        card = rsvps.by_receipt(session, VISITOR, receipt=sent.receipt, keys=keys)
        assert card.event_id == third.id
        moved = events.one(session, VISITOR, event_id=third.id)
        assert (moved.uid, moved.sequence, moved.series_id) == (third.uid, 1, two)
        assert NoticeKind.CHANGE in set(session.scalars(select(Notice.kind)))
        first = meetings(session, one)[0]
        with pytest.raises(SeriesOverError):
            series.change(session, officer, event_id=first.id, plan=plan, rule=TUESDAYS, now=NOW,
                          is_every=True)  # fmt: skip


def test_fewer_days_call_off_what_is_left_over(engine, officer):
    with transaction(engine) as session:
        one = begin(session, officer)
        first = meetings(session, one)[0]
        plan = plans.of(session, officer, event_id=first.id)
        series.change(session, officer, event_id=first.id, plan=plan, now=NOW, is_every=True,
                      rule="FREQ=WEEKLY;COUNT=2")  # fmt: skip
        assert days(session, one) == ["03-10", "03-17"]
        off = session.scalars(select(Event.state_reason).where(
            Event.state == EventState.CANCELLED
        )).all()  # fmt: skip
    assert off == ["The series of meetings was changed."] * 4


def test_a_pause_makes_none_and_an_end_calls_off_the_rest(engine, officer):
    with transaction(engine) as session:
        one = begin(session, officer, "FREQ=MONTHLY;BYDAY=2TU")
        series.pause(session, officer, series_id=one, paused=True, now=NOW)
        assert series.make_ahead(session, OPERATOR, now=NOW + 60 * DAY) == 0
        series.pause(session, officer, series_id=one, paused=False, now=NOW + 60 * DAY)
        assert days(session, one)[-1] == "05-11"
        called_off = series.end(session, officer, series_id=one, after=date(2026, 6, 30),
                                reason="The library closes.", now=NOW)  # fmt: skip
        assert called_off > 5
        assert days(session, one) == ["03-10", "04-14", "05-12", "06-09"]
        assert series.make_ahead(session, OPERATOR, now=NOW + 400 * DAY) == 0
        with pytest.raises(SeriesOverError):
            series.pause(session, officer, series_id=one, paused=False, now=NOW)


def test_a_single_meeting_has_no_series_to_change(engine, officer):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        with pytest.raises(NoSeriesError):
            series.change(session, officer, event_id=event_id, plan=PLAN, rule=TUESDAYS, now=NOW,
                          is_every=True)  # fmt: skip


def test_drafts_of_a_series_are_thrown_away_and_not_made_again(engine, officer):
    with transaction(engine) as session:
        one = begin(session, officer, is_public=False)
        second = meetings(session, one)[1]
        states.throw_away(session, officer, event_id=second.id, now=NOW)
        series.make_ahead(session, OPERATOR, now=NOW)
        assert days(session, one) == ["03-10", "03-24", "03-31", "04-07", "04-14"]
        assert datetime.fromisoformat("2026-03-17T18:00") not in {
            card.starts for card in meetings(session, one)
        }
