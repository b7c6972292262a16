"""What every installation holds before its first visitor, put in once."""

from __future__ import annotations

from functools import partial

from sqlalchemy import delete, select, update

from core.vocabulary import SourceKind
from db.base import Base
from db.models import AuditHead, Question, QuestionVersion, Source
from db.session import reading, transaction
from services import audit, installation, questions
from services.sources import FORM_SOURCE
from tests.conftest import NOW
from tests.factories import OPERATOR, VISITOR
from tests.services.together import together


def everything(engine):
    with reading(engine) as session:
        return {
            table.name: sorted(map(str, session.execute(select(table))))
            for table in Base.metadata.sorted_tables
        }


def prepare(engine):
    with transaction(engine) as session:
        installation.prepare(session, OPERATOR, now=NOW)


def test_a_prepared_installation_has_a_source_questions_and_an_audit(engine):
    with reading(engine) as session:
        sources = session.execute(select(Source.name, Source.kind)).all()
        chain = audit.verify(session, OPERATOR)
        asked = questions.asked(session, VISITOR)

    assert [tuple(row) for row in sources] == [(FORM_SOURCE, SourceKind.FORM)]
    assert (chain.entries, chain.broken_at) == (3, None)
    assert len(asked) == 3


def test_preparing_again_changes_nothing(engine):
    before = everything(engine)

    prepare(engine)
    prepare(engine)

    assert everything(engine) == before


def test_four_who_prepare_at_once_change_nothing(engine):
    before = everything(engine)

    together(engine, *[partial(installation.prepare, actor=OPERATOR, now=NOW)] * 4)

    assert everything(engine) == before


def test_what_is_missing_is_put_in_and_what_is_there_stays(engine):
    with transaction(engine) as session:
        session.execute(delete(Source))
        session.execute(update(QuestionVersion).values(wording="Ours now"))
        head = session.get(AuditHead, 1).hash

    prepare(engine)

    with reading(engine) as session:
        assert session.scalars(select(Source.name)).all() == [FORM_SOURCE]
        assert {card.wording for card in questions.asked(session, VISITOR)} == {"Ours now"}
        assert session.get(AuditHead, 1).hash == head


def test_questions_that_were_all_taken_off_do_not_come_back(engine):
    with transaction(engine) as session:
        session.execute(update(Question).values(retired_at=NOW))

    prepare(engine)

    with reading(engine) as session:
        assert questions.asked(session, VISITOR) == []
