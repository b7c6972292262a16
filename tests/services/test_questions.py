"""Questions: new words are a new version, answers keep theirs, and one always stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

import pytest
from sqlalchemy import select

from core import texts
from core.vocabulary import AuditAction
from db.models import Department, Question
from db.session import reading, transaction
from services import audit, feedback, feedback_import, questions, readings, threads
from tests.conftest import NOW
from tests.factories import OPERATOR, TODAY, VISITOR, make_form, make_reading, scope_of
from tests.services.together import overtaken, together

SHIPPED = ["What happened, or what should we know?", "What could we do better?",
           "What is going well?"]  # fmt: skip
LATER = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)  # still the 2nd of March in New York


def wordings(engine):
    with reading(engine) as session:
        return [card.wording for card in questions.asked(session, VISITOR)]


def ask(engine, wording):
    with transaction(engine) as session:
        return questions.add(session, OPERATOR, wording=wording, now=NOW)


def card(session, question_id):
    return next(card for card in questions.every(session, OPERATOR) if card.id == question_id)


def details(session, limit=1):
    lines = audit.entries(session, OPERATOR, limit=limit)
    assert {line.action for line in lines} == {AuditAction.QUESTION_CHANGED}
    return [line.details for line in lines]


def test_a_new_installation_asks_the_shipped_questions_in_their_order(engine):
    assert wordings(engine) == SHIPPED


def test_a_new_question_is_asked_last(engine):
    question_id = ask(engine, "  How safe is your street?  ")

    assert wordings(engine) == [*SHIPPED, "How safe is your street?"]
    with reading(engine) as session:
        found = card(session, question_id)
        assert (found.version, found.since_on, found.is_retired) == (1, TODAY, False)
        assert details(session) == ["version 1: How safe is your street?"]


def test_a_question_that_is_asked_already_is_refused(engine):
    with pytest.raises(questions.QuestionExistsError):
        ask(engine, f" {SHIPPED[0]} ")

    assert wordings(engine) == SHIPPED


def test_alike_questions_get_codes_of_their_own(engine):
    for mark in "!?.":
        ask(engine, f"How safe are we{mark}")
    ask(engine, "你好吗")

    with reading(engine) as session:
        codes = session.scalars(select(Question.code).order_by(Question.id)).all()
    assert codes[3:] == ["how-safe-are-we", "how-safe-are-we-2", "how-safe-are-we-3", "question"]


@pytest.mark.parametrize(
    ("wording", "refusal"),
    [(" \n ", texts.EmptyTextError), ("x" * 301, texts.TextTooLongError)],
)
def test_a_question_has_one_to_three_hundred_characters(engine, wording, refusal):
    with pytest.raises(refusal):
        ask(engine, wording)
    assert ask(engine, "x" * 300)

    with reading(engine) as session:
        first = questions.asked(session, VISITOR)[0]
    with pytest.raises(refusal), transaction(engine) as session:
        questions.reword(session, OPERATOR, question_id=first.id, wording=wording, now=NOW)


def test_an_answer_keeps_the_words_it_was_asked_in(engine, keys):
    with transaction(engine) as session:
        asked = questions.asked(session, VISITOR)[0]
        form = make_form(session)
        receipt = feedback.submit(session, VISITOR, form=form, keys=keys, today=TODAY, now=NOW)

    with transaction(engine) as session:
        questions.reword(session, OPERATOR, question_id=asked.id, wording="And what now?", now=NOW)

    with transaction(engine) as session:
        kept = threads.by_receipt(session, VISITOR, receipt=receipt, keys=keys, today=TODAY)
    with reading(engine) as session:
        now = card(session, asked.id)
        assert details(session) == ["version 2: And what now?"]
    assert wordings(engine) == ["And what now?", *SHIPPED[1:]]
    assert now == replace(asked, version_id=now.version_id, version=2, wording="And what now?")
    assert now.version_id != asked.version_id
    assert kept.question == SHIPPED[0]


def test_the_same_words_again_are_no_new_version(engine):
    with transaction(engine) as session:
        asked = questions.asked(session, VISITOR)[0]

        questions.reword(
            session, OPERATOR, question_id=asked.id, wording=f" {asked.wording} ", now=NOW
        )

        assert card(session, asked.id) == asked


def test_a_version_begins_on_the_departments_day(engine):
    with transaction(engine) as session:
        session.add(
            Department(
                id=1, name="Town", tzid="America/New_York", languages=["en"], set_up_at=NOW,
                emergency_number="911", crisis_number="988", help_number="211",
            )
        )  # fmt: skip
        session.flush()

        question_id = questions.add(session, OPERATOR, wording="And now?", now=LATER)

        assert card(session, question_id).since_on == date(2026, 3, 2)


def test_two_who_reword_at_once_make_two_versions(engine):
    with reading(engine) as session:
        asked = questions.asked(session, VISITOR)[0]
    acts = [
        partial(questions.reword, actor=OPERATOR, question_id=asked.id, wording=wording, now=NOW)
        for wording in ("One?", "Two?")
    ]

    assert together(engine, *acts) == [None, None]

    with reading(engine) as session:
        assert card(session, asked.id).version == 3


def test_a_retired_question_is_not_asked_and_comes_back(engine):
    with transaction(engine) as session:
        asked = questions.asked(session, VISITOR)[1]
        questions.retire(session, OPERATOR, question_id=asked.id, now=NOW)
        questions.retire(session, OPERATOR, question_id=asked.id, now=NOW)
        assert details(session) == ["taken off the form"]
        assert card(session, asked.id).is_retired

    assert wordings(engine) == [SHIPPED[0], SHIPPED[2]]

    with transaction(engine) as session:
        questions.bring_back(session, OPERATOR, question_id=asked.id, now=NOW)
        questions.bring_back(session, OPERATOR, question_id=asked.id, now=NOW)
        assert details(session, 2) == ["back on the form", "taken off the form"]
    assert wordings(engine) == SHIPPED


def retire_all_but(engine, count):
    with transaction(engine) as session:
        for asked in questions.asked(session, VISITOR)[count:]:
            questions.retire(session, OPERATOR, question_id=asked.id, now=NOW)


def test_the_last_question_stays_on_the_form(engine):
    retire_all_but(engine, 1)

    with reading(engine) as session:
        last = questions.asked(session, VISITOR)[0]
    with pytest.raises(questions.LastQuestionError), transaction(engine) as session:
        questions.retire(session, OPERATOR, question_id=last.id, now=NOW)

    assert wordings(engine) == [last.wording]


def test_two_who_take_off_the_last_two_at_once_leave_one(engine):
    retire_all_but(engine, 2)
    with reading(engine) as session:
        acts = [
            partial(questions.retire, actor=OPERATOR, question_id=card.id, now=NOW)
            for card in questions.asked(session, VISITOR)
        ]

    answers = overtaken(engine, *acts, before="UPDATE question SET")

    assert len(wordings(engine)) == 1
    assert answers[0] is None
    assert type(answers[1]) is questions.LastQuestionError


@pytest.mark.parametrize(
    "change", [partial(questions.reword, wording="?!x"), questions.retire, questions.bring_back]
)
def test_a_question_that_is_gone_is_not_changed(engine, change):
    with pytest.raises(questions.QuestionGoneError), transaction(engine) as session:
        change(session, OPERATOR, question_id=999_999, now=NOW)


def test_new_words_that_another_question_has_are_refused(engine):
    question_id = ask(engine, "How safe is your street?")

    with pytest.raises(questions.QuestionExistsError), transaction(engine) as session:
        questions.reword(session, OPERATOR, question_id=question_id, wording=SHIPPED[1], now=NOW)

    assert wordings(engine) == [*SHIPPED, "How safe is your street?"]


def test_a_question_comes_back_only_where_no_other_has_taken_its_words(engine):
    question_id = ask(engine, "How safe is your street?")
    with transaction(engine) as session:
        questions.retire(session, OPERATOR, question_id=question_id, now=NOW)
    ask(engine, "How safe is your street?")

    with pytest.raises(questions.QuestionExistsError), transaction(engine) as session:
        questions.bring_back(session, OPERATOR, question_id=question_id, now=NOW)

    assert wordings(engine) == [*SHIPPED, "How safe is your street?"]


def test_a_new_wording_is_marked_where_it_was_answered(engine):
    with transaction(engine) as session:
        source_id = feedback_import.source(session, OPERATOR, name="Survey")
        old = feedback_import.question_version(session, OPERATOR, wording="A?", today=TODAY)
        (card,) = [one for one in questions.every(session, OPERATOR) if one.version_id == old]
        questions.reword(session, OPERATOR, question_id=card.id, wording="B?", now=NOW)
        marks = partial(questions.rewordings, session, OPERATOR)
        assert marks(scope=scope_of(source_id)) == [], "nobody has answered it yet"
        new = feedback_import.question_version(session, OPERATOR, wording="B?", today=TODAY)
        feedback_import.store(
            session, OPERATOR, source_id=source_id, districts={}, questions={"B?": new},
            records=[feedback_import.FeedbackRecord("Yes", "1", TODAY, question="B?")],
        )  # fmt: skip
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {text.feedback_id: make_reading() for text in batch.texts}
        readings.store(session, OPERATOR, lease=batch.lease, readings=found)

        here = marks(scope=scope_of(source_id))
        assert [(row.starts, "B?" in row.said) for row in here] == [(TODAY, True)]
        assert len(marks(scope=scope_of(source_id, question_id=card.id))) == 1
        assert marks(scope=scope_of(source_id, question_id=card.id + 1)) == []
        assert marks(scope=scope_of(source_id, first=202601, last=202602)) == []
        assert marks(scope=scope_of(source_id + 1)) == []
