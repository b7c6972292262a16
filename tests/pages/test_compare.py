"""Two meetings, or the weeks before and after one, side by side."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core.vocabulary import Sentiment
from services.meetings import states
from tests.factories import NOW, OPERATOR, make_district, make_feedback, make_reading
from tests.pages.conftest import open_page, text_of
from tests.services.meetings.conftest import make_event

MET = "Meeting at the mill, February 10, 2026"


@pytest.fixture
def mill(records):
    """Letters from the mill before and after a meeting there, and many from elsewhere."""
    with records() as session:
        place = make_district(session, "1", "Old Mill")
        make_district(session, "2", "Harbor")
        for n, day, district, sentiment in (
            (20, date(2026, 1, 20), "1", Sentiment.NEGATIVE),
            (20, date(2026, 2, 20), "1", Sentiment.POSITIVE),
            (30, date(2026, 2, 20), "2", Sentiment.NEGATIVE),
            (15, date(2026, 2, 10), "1", Sentiment.NEUTRAL),  # in the week of the meeting
        ):
            for at in range(n):
                words, reading = f"{day} {district} {at}", make_reading(sentiment)
                make_feedback(session, words, on=day, district=district, reading=reading)
        event_id = make_event(
            session, OPERATOR, now=NOW - timedelta(days=40), title="Meeting at the mill",
            starts=datetime(2026, 2, 10, 18), ends=datetime(2026, 2, 10, 20),  # noqa: DTZ001 -- wall time
            district_ids=(place,),
        )  # fmt: skip
        states.hold(session, OPERATOR, event_id=event_id, now=NOW)


def test_the_weeks_before_and_after_a_meeting_are_compared_in_its_district(mill, records):
    asked = {"a-meeting": MET, "b-meeting": MET, "b-when": "The 4 weeks after"}
    shown = open_page("compare", records.sign_in(), **asked)

    assert not shown.exception
    assert "More in A: Negative. More in B: Positive" in text_of(shown)
    rows = shown.dataframe[0].value.set_index("")
    assert rows.loc["Negative", ["A", "B"]].tolist() == ["100% (20 of 20)", "0% (0 of 20)"]


def test_a_meeting_is_set_beside_a_period(mill, records):
    asked = {"a-meeting": MET, "a-when": "The 4 weeks after", "b-from": "February 2026"}
    shown = open_page("compare", records.sign_in(), **asked)

    assert not shown.exception
    rows = shown.dataframe[0].value.set_index("")
    assert rows.loc["Negative", ["A", "B"]].tolist() == ["0% (0 of 20)", "46% (30 of 65)"]


def test_a_meeting_that_nobody_knows_counts_as_none(mill, records):
    shown = open_page("compare", records.sign_in(), **{"a-meeting": "No such meeting"})

    assert not shown.exception
    assert "Around a meeting" in [one.label for one in shown.selectbox]
    assert "When" not in [one.label for one in shown.selectbox]
