"""Answering a survey: saved as one goes, counted once, led back to nobody, wordings kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.actor import Actor
from core.errors import NotAllowedError
from core.instruments import SampleKind
from db.models import Feedback, QuestionVersion, Source, Survey, SurveyResponse
from db.session import reading, transaction
from services import contact_cards
from services.contact_cards import CardSpentError
from services.surveys import drafts, instruments, responses, scores, surveys
from services.surveys.drafts import DraftGoneError
from services.surveys.responses import AnsweredError, AnswerError, CardNeededError
from services.surveys.surveys import SurveyExistsError, SurveyGoneError
from tests.conftest import NOW
from tests.factories import OPERATOR, TODAY

VISITOR = Actor.visitor()


@pytest.fixture
def survey_id(engine):
    with transaction(engine) as session:
        return surveys.start(
            session, OPERATOR, title="Spring", instrument="safety-and-trust",
            kind=SampleKind.OPEN, now=NOW,
        )  # fmt: skip


@pytest.fixture
def person(engine, keys, survey_id):
    """Somebody who answers: what they do at each step, and when."""

    class Person:
        def __init__(self):
            with transaction(engine) as session:
                self.draft = responses.begin(
                    session, VISITOR, survey_id=survey_id, language="es", keys=keys, now=NOW
                )

        def says(self, key, said, now=NOW):
            with transaction(engine) as session:
                self.draft = responses.answer(
                    session, VISITOR, proof=self.draft.proof, key=key, said=said, keys=keys,
                    now=now,
                )  # fmt: skip

        def sends(self, district_id=None, now=NOW):
            with transaction(engine) as session:
                responses.finish(
                    session, VISITOR, proof=self.draft.proof, district_id=district_id, keys=keys,
                    now=now,
                )  # fmt: skip

    return Person


def worked_out(engine, survey_id):
    with transaction(engine) as session:
        scores.work_out(session, OPERATOR, survey_id=survey_id, now=NOW)
    with reading(engine) as session:
        return scores.of(session, OPERATOR, survey_id=survey_id)


def score(result, key):
    return next(one for one in result.figures.scores if one.key == key)


def test_what_is_answered_is_saved_at_once_and_counts_when_it_is_sent(engine, person, survey_id):
    one = person()
    one.says("safe", "7")
    one.says("respect", "")
    before = worked_out(engine, survey_id)
    one.sends()
    after = worked_out(engine, survey_id)

    assert before.figures.n == 0
    assert after.figures.n == 1
    assert score(after, "safe").counts == {"7": 1}
    assert (score(after, "respect").counts, score(after, "respect").missing) == ({}, 1)
    assert score(after, "safe").raw.mean is None, "one person is no figure"


def test_a_survey_sent_twice_is_one_response_and_says_so(engine, person, survey_id):
    one = person()
    one.says("safe", "7")
    one.sends()

    with pytest.raises(DraftGoneError):
        one.sends()
    with pytest.raises(DraftGoneError):
        one.says("safe", "1")
    assert score(worked_out(engine, survey_id), "safe").counts == {"7": 1}


def test_words_become_feedback_of_the_survey_s_own_and_leave_the_rest_behind(engine, person):
    one = person()
    one.says("safe", "2")
    one.says("why", "Más luz en la calle Quarry.")
    one.sends()

    with reading(engine) as session:
        row = session.execute(
            select(Feedback.words, Source.name, QuestionVersion.wording)
            .join(Source, Source.id == Feedback.source_id)
            .join(QuestionVersion, QuestionVersion.id == Feedback.question_version_id)
        ).one()
        (kept,) = session.scalars(select(SurveyResponse))
        assert tuple(row[:2]) == ("Más luz en la calle Quarry.", "Survey: Spring")
        assert row.wording.startswith("What is the one thing")
        assert kept.answers == {"safe": 2}
        assert (kept.language, kept.answered_on) == ("es", TODAY)


@pytest.mark.parametrize("said", ["11", "-1", "seven", "7.5", "٧", "1" * 30])
def test_what_is_no_answer_is_refused_and_nothing_is_lost(person, said):
    one = person()
    one.says("safe", "7")

    with pytest.raises(AnswerError):
        one.says("safe", said)
    assert one.draft.answers == {"safe": 7}


def test_an_old_or_made_up_draft_is_refused(person):
    one = person()

    with pytest.raises(DraftGoneError):
        one.says("safe", "7", now=NOW + drafts.DRAFT_LIVES)
    one.draft = replace(one.draft, proof="A" * 40)
    with pytest.raises(DraftGoneError):
        one.says("safe", "7")


def test_drafts_that_nobody_sent_are_thrown_away(engine, person):
    person().says("safe", "7")
    sent = person()
    sent.sends()

    def forgotten(days):
        with transaction(engine) as session:
            today = TODAY + timedelta(days=days)
            return responses.forget_drafts(session, OPERATOR, today=today)

    assert [forgotten(days) for days in (1, 2, 3)] == [0, 1, 0]
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(SurveyResponse)) == 1


def test_a_survey_edited_while_somebody_answers_keeps_the_two_wordings_apart(
    engine, person, survey_id
):
    early, late = person(), None
    early.says("safe", "3")
    with transaction(engine) as session:
        old = instruments.named(session, OPERATOR, name="safety-and-trust", today=TODAY)
        items = (replace(old.items[0], wording={"en": "Do you feel safe here?"}), *old.items[1:])
        new = instruments.keep(session, OPERATOR, instrument=replace(old, items=items), today=TODAY)
        assert surveys.take_newest_wording(session, OPERATOR, survey_id=survey_id, now=NOW)
    late = person()
    late.says("safe", "9")
    late.sends()
    assert early.draft.instrument == old
    early.sends()

    result = worked_out(engine, survey_id)

    assert (new.version, late.draft.instrument) == (2, new)
    assert score(result, "safe").counts == {"9": 1}
    assert result.earlier == 1


def test_the_same_wording_is_no_new_version(engine):
    with transaction(engine) as session:
        old = instruments.named(session, OPERATOR, name="after-contact", today=TODAY)
        kept = instruments.keep(session, OPERATOR, instrument=old, today=TODAY)

    assert kept.version == 1


def test_a_closed_survey_is_not_there_but_who_began_can_finish(engine, person, survey_id):
    one = person()
    with transaction(engine) as session:
        surveys.set_open(session, OPERATOR, survey_id=survey_id, is_open=False, now=NOW)
    with pytest.raises(SurveyGoneError):
        person()

    one.says("safe", "7")
    one.sends()

    assert worked_out(engine, survey_id).figures.n == 1


def test_two_surveys_of_one_name_would_be_mixed_up(engine, survey_id):
    with transaction(engine) as session, pytest.raises(SurveyExistsError):
        surveys.start(
            session, OPERATOR, title="Spring", instrument="after-contact",
            kind=SampleKind.EVENT, now=NOW,
        )  # fmt: skip


def test_figures_are_worked_out_again_only_where_somebody_answered(engine, person, survey_id):
    worked_out(engine, survey_id)
    with reading(engine) as session:
        assert scores.waiting(session, OPERATOR) == []

    person().sends()

    with reading(engine) as session:
        assert scores.waiting(session, OPERATOR) == [survey_id]
        assert scores.of(session, OPERATOR, survey_id=survey_id).is_behind
        assert session.get_one(Survey, survey_id).version == 1


@pytest.fixture
def card(engine, keys):
    """A survey of people after a contact, and the proof of a fresh card for it each time."""
    with transaction(engine) as session:
        number = surveys.start(
            session, OPERATOR, title="After", instrument="after-contact",
            kind=SampleKind.POST_CONTACT, now=NOW,
        )  # fmt: skip

    def opened(survey_id=number):
        with transaction(engine) as session:
            made = contact_cards.make(
                session, OPERATOR, n=1, keys=keys, now=NOW, today=TODAY, survey_id=survey_id
            )
            return contact_cards.opened(
                session, VISITOR, code=made.codes[0], keys=keys, now=NOW, today=TODAY
            )

    return opened


def begin(engine, keys, survey_id, proof=""):
    with transaction(engine) as session:
        return responses.begin(
            session, VISITOR, survey_id=survey_id, language="en", keys=keys, now=NOW, card=proof
        )


def finish(engine, keys, draft):
    with transaction(engine) as session:
        responses.finish(session, VISITOR, proof=draft.proof, district_id=None, keys=keys, now=NOW)


def test_a_survey_after_a_contact_wants_a_card_and_each_card_counts_once(engine, keys, card):
    one = card()
    number = one.survey_id
    with pytest.raises(CardNeededError):
        begin(engine, keys, number)
    begun = [begin(engine, keys, number, one.proof) for _tab in range(2)]

    finish(engine, keys, begun[0])
    with pytest.raises(AnsweredError):
        finish(engine, keys, begun[1])

    assert worked_out(engine, number).figures.n == 1
    with reading(engine) as session:
        kept = session.scalars(
            select(SurveyResponse).where(SurveyResponse.answered_on.is_not(None))
        ).one()
        assert (kept.channel, kept.card_id) == ("card", None)


def test_a_card_opens_only_what_it_was_made_for(engine, keys, card):
    of_the_survey, of_the_form = card(), card(None)
    with transaction(engine) as session, pytest.raises(CardSpentError):
        contact_cards.use(
            session, VISITOR, proof=of_the_survey.proof, keys=keys, now=NOW, today=TODAY
        )

    draft = begin(engine, keys, of_the_survey.survey_id, of_the_form.proof)
    with pytest.raises(AnsweredError):
        finish(engine, keys, draft)


def test_staff_type_in_what_came_on_paper_and_nobody_else_can(engine, keys, card, officer):
    number = card().survey_id
    paper = {"survey_id": number, "language": "en", "keys": keys, "now": NOW}
    with transaction(engine) as session:
        with pytest.raises(NotAllowedError):
            responses.begin_on_paper(session, VISITOR, **paper)
        draft = responses.begin_on_paper(session, officer, **paper)
    finish(engine, keys, draft)

    with reading(engine) as session:
        assert session.scalars(select(SurveyResponse.channel)).all() == ["paper"]
