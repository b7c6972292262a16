"""What surveys say, and asking one: sure or too few, who was heard, every wording a version."""

from __future__ import annotations

import pytest

from core.instruments import SampleKind
from core.vocabulary import Role
from db.models import PopulationShare
from services.surveys import instruments, responses, scores, surveys
from services.surveys.responses import ResponseRecord
from tests.factories import NOW, OPERATOR, TODAY
from tests.pages.conftest import open_page, text_of


@pytest.fixture
def ask(records):
    """Starts a survey that so many people of each age band have answered."""

    def started(answered):
        with records() as session:
            number = surveys.start(
                session, OPERATOR, title="Spring", instrument="safety-and-trust",
                kind=SampleKind.OPEN, now=NOW,
            )  # fmt: skip
            rows = [
                ResponseRecord({"safe": 4 + k % 3, "age": age}, "North", None, f"{age}:{k}")
                for age, n in answered.items()
                for k in range(n)
            ]
            if rows:
                responses.store(
                    session, OPERATOR, survey_id=number, records=rows, answered_on=TODAY
                )
            scores.work_out(session, OPERATOR, survey_id=number, now=NOW)
        return number

    return started


def lives_here(records, **shares):
    with records() as session:
        session.add_all(
            PopulationShare(margin="age", name=name.replace("_", " "), share=share)
            for name, share in shares.items()
        )


def test_before_any_survey_it_says_what_to_do(records):
    said = text_of(open_page("surveys", records.sign_in()))

    assert "There is no survey yet." in said


def test_scores_stand_with_n_and_interval_raw_beside_weighted(records, ask):
    lives_here(records, **{"18_to_24": 0.5, "65_or_older": 0.5})
    ask({2: 30, 6: 90})

    said = text_of(open_page("surveys", records.sign_in()))

    assert "120 people answered." in said
    assert "5.00 (4.85–5.15)" in said
    assert "Weighted by Age." in said
    assert "Age 18 to 24\\: 25% of the answers, 50% of those who live here" in said


def test_a_group_of_whom_nobody_answered_stops_the_headline(records, ask):
    lives_here(records, **{"18_to_24": 0.5, "65_or_older": 0.5})
    ask({6: 90})

    said = text_of(open_page("surveys", records.sign_in()))

    assert "No figure for the whole town." in said
    assert "Age\\: 18 to 24" in said
    assert "Weighted to who lives here" not in said


def test_few_answers_are_too_few_to_tell(records, ask):
    ask({6: 9})

    assert "too few to tell" in text_of(open_page("surveys", records.sign_in()))


def test_an_officer_opens_a_survey_and_closes_it(records):
    shown = open_page("questionnaires", records.sign_in(Role.OUTREACH))
    shown.text_input[0].set_value("Spring")
    next(one for one in shown.button if one.label == "Open it").click().run()
    with records() as session:
        (card,) = surveys.every(session, OPERATOR)
        assert (card.title, card.is_open) == ("Spring", True)

    next(one for one in shown.button if one.label == "Close it").click().run()

    assert not shown.exception
    with records() as session:
        assert not surveys.every(session, OPERATOR)[0].is_open


def test_a_new_wording_is_a_new_version(records):
    with records() as session:
        surveys.start(
            session, OPERATOR, title="Spring", instrument="after-contact",
            kind=SampleKind.POST_CONTACT, now=NOW,
        )  # fmt: skip
    shown = open_page("questionnaires", records.sign_in(Role.OUTREACH))
    next(one for one in shown.selectbox if one.label == "Begin from").select("after-contact").run()
    next(one for one in shown.text_input if one.label == "Title in English").set_value("New").run()
    next(one for one in shown.button if one.label == "Keep this wording").click().run()

    assert not shown.exception
    with records() as session:
        kept = instruments.named(session, OPERATOR, name="after-contact", today=TODAY)
    assert (kept.version, kept.title["en"]) == (2, "New")
    assert len(kept.items) == 7
    assert kept.items[-1].margin == "age"
