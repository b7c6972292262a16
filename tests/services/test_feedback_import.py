"""Feedback that a department has already: each row once, sources apart."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from core.vocabulary import SourceKind
from core.voice import Mode
from db.models import Feedback, QuestionVersion, Source, UnreadFeedback
from db.session import reading, transaction
from services import districts, feedback_import, questions
from services.feedback_import import FeedbackRecord, Stored
from services.sources import FORM_SOURCE
from tests.factories import OPERATOR, TODAY, VISITOR, make_district
from tests.services.together import together

RECORDS = [FeedbackRecord(f"Words {number}", f"key:{number}") for number in range(3)]


def store(session, records, source="Letters", **more):
    source_id = feedback_import.source(session, OPERATOR, name=source)
    values = {"districts": districts.codes(session, OPERATOR), "questions": {}} | more
    return feedback_import.store(session, OPERATOR, records=records, source_id=source_id, **values)


def test_a_record_is_stored_whole_and_waits_to_be_read(engine):
    with transaction(engine) as session:
        district_id = make_district(session, "5")
        version_id = feedback_import.question_version(
            session, OPERATOR, wording="And?", today=TODAY
        )
        full = FeedbackRecord(
            "Words", "key:1", date(2014, 2, 3), "District 05", "Noise", "es", "And?"
        )

        stored = store(session, [full], questions={"And?": version_id}, triaged_on=date(2026, 1, 2))

        row = session.execute(select(Feedback.__table__)).one()._mapping
        waiting = session.scalars(select(UnreadFeedback.feedback_id)).all()
    assert stored == Stored(1, 0)
    assert waiting == [row["id"]]
    assert {name: value for name, value in row.items() if value not in {None, False}} == {
        "id": row["id"], "source_id": row["source_id"], "words": "Words", "import_key": "key:1",
        "received_on": date(2014, 2, 3), "district_said": "District 05",
        "district_id": district_id, "category_said": "Noise", "language_said": "es",
        "question_version_id": version_id, "triaged_on": date(2026, 1, 2),
        "looked_at_on": date(2026, 1, 2), "mode": Mode.ANONYMOUS, "retention": "imported",
    }  # fmt: skip


def test_records_that_come_again_are_known(engine):
    with transaction(engine) as session:
        first = store(session, RECORDS[:2])
    with transaction(engine) as session:
        again = store(session, RECORDS)
    with transaction(engine) as session:
        third = store(session, RECORDS)

        words = sorted(session.scalars(select(Feedback.words)))
        waiting = len(session.scalars(select(UnreadFeedback.feedback_id)).all())
    assert [first, again, third] == [Stored(2, 2), Stored(1, 1), Stored(0, 0)]
    assert words == ["Words 0", "Words 1", "Words 2"]
    assert waiting == 3


def test_a_record_twice_in_one_batch_is_stored_once(engine):
    with transaction(engine) as session:
        assert store(session, [RECORDS[0], RECORDS[0]]) == Stored(1, 1)


def test_an_empty_batch_stores_nothing(engine):
    with transaction(engine) as session:
        assert store(session, []) == Stored(0, 0)


def test_one_file_brought_in_by_two_at_once_is_stored_once(engine):
    with transaction(engine) as session:
        feedback_import.source(session, OPERATOR, name="Letters")

    answers = together(engine, *[partial(store, records=RECORDS * 50)] * 2)

    with reading(engine) as session:
        assert len(session.scalars(select(Feedback.id)).all()) == 3
    assert sum(answer.stored for answer in answers) == 3


def test_sources_are_kept_apart(engine):
    with transaction(engine) as session:
        assert store(session, RECORDS, "Letters") == Stored(3, 3)
        assert store(session, RECORDS, "Statements") == Stored(3, 3)

        known = partial(feedback_import.known, session, OPERATOR, import_keys=["key:0", "key:9"])
        assert known(source="Letters") == {"key:0"}
        assert known(source="Nowhere") == frozenset()


def test_a_source_is_made_once_and_never_the_forms(engine):
    with transaction(engine) as session:
        ids = [feedback_import.source(session, OPERATOR, name="Letters") for _ in range(2)]

        assert ids[0] == ids[1]
        kinds = session.execute(select(Source.name, Source.kind).order_by(Source.id)).all()
        assert [tuple(row) for row in kinds] == [
            (FORM_SOURCE, SourceKind.FORM), ("Letters", SourceKind.IMPORT),
        ]  # fmt: skip
        with pytest.raises(feedback_import.SourceIsTheFormError, match=FORM_SOURCE):
            feedback_import.source(session, OPERATOR, name=FORM_SOURCE)


def test_where_no_district_matches_it_is_counted_and_kept_as_said(engine):
    records = [
        FeedbackRecord("a", "1", district="District 5"), FeedbackRecord("b", "2", district="77"),
        FeedbackRecord("c", "3"),
    ]  # fmt: skip
    with transaction(engine) as session:
        make_district(session, "5")

        assert store(session, records) == Stored(3, in_no_known_district=2)
        said = session.scalars(
            select(Feedback.district_said).where(Feedback.district_id.is_(None))
        ).all()
    assert sorted(map(str, said)) == ["77", "None"]


def test_an_imported_question_is_made_once_and_is_not_on_the_form(engine):
    with transaction(engine) as session:
        before = questions.asked(session, VISITOR)
        ask = partial(feedback_import.question_version, session, OPERATOR, today=TODAY)

        first, again, another = ask(wording="One?"), ask(wording="One?"), ask(wording="Two?")

        assert (first == again, first == another) == (True, False)
        assert questions.asked(session, VISITOR) == before
        cards = {card.version_id: card for card in questions.every(session, OPERATOR)}
        assert (cards[first].wording, cards[first].is_retired) == ("One?", True)


def test_a_question_of_the_form_is_known_by_its_words(engine):
    with transaction(engine) as session:
        asked = questions.asked(session, VISITOR)[0]

        found = feedback_import.question_version(
            session, OPERATOR, wording=asked.wording, today=TODAY
        )

        assert found == asked.version_id
        assert len(session.scalars(select(QuestionVersion.id)).all()) == 3
