"""The invented place: only in an empty database, and gone without a trace."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.sample import SampleSize
from core.vocabulary import AuditAction, Permission, Role, SourceKind
from db.base import Base
from db.models import Account, AuditEntry, Department, District, Feedback, Source, UnreadFeedback
from db.session import reading, transaction
from jobs.read_feedback import read_all
from services import accounts, audit, departments, feedback, sample, sign_ins
from tests.conftest import NOW
from tests.factories import (
    OPERATOR,
    TODAY,
    VISITOR,
    make_account,
    make_district,
    make_feedback,
    make_form,
)

LEFT_BEHIND = {"audit_entry", "audit_head"}
"""What grows and never shrinks."""


def load(engine, count=30, **options):
    with transaction(engine) as session:
        return sample.load(session, OPERATOR, now=NOW, count=count, **options)


def clear(engine):
    with transaction(engine) as session:
        return sample.clear(session, OPERATOR, now=NOW)


def sizes(engine):
    with reading(engine) as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
            if table.name not in LEFT_BEHIND
        }


def make_department(session):
    session.add(
        Department(
            id=1, name="Real", tzid="UTC", languages=["en"], set_up_at=NOW,
            emergency_number="911", crisis_number="988", help_number="211",
        )
    )  # fmt: skip


def test_the_sample_fills_an_empty_database(engine):
    assert load(engine, count=None) == 3000

    with reading(engine) as session:
        department = departments.current(session, VISITOR)
        cards = {card.email: card for card in accounts.every(session, OPERATOR)}
        days = session.scalars(select(Feedback.received_on)).all()
        kinds = Counter(session.scalars(select(Source.kind).join(Feedback)))
        assert sample.is_here(session, VISITOR)
        assert len(session.scalars(select(UnreadFeedback.feedback_id)).all()) == 3000
    assert (department.name, department.is_sample) == (sample.TOWN, True)
    assert {email: card.role for email, card in cards.items()} == sample.STAFF
    assert cards[sample.TRIAGES].given == {Permission.TRIAGE_COMPLAINTS}
    assert kinds == {SourceKind.SAMPLE: 3000}
    assert max(days) <= TODAY


def test_a_city_has_its_own_name_and_districts(engine):
    assert load(engine, 200, size=SampleSize.CITY) == 200

    with reading(engine) as session:
        assert departments.current(session, VISITOR).name == sample.CITY
        assert len(session.scalars(select(District.id)).all()) == 40
        assert len(set(session.scalars(select(Feedback.district_id)))) > 30


def test_pieces_come_in_batches_and_it_is_said_how_far(engine, monkeypatch):
    monkeypatch.setattr(sample, "BATCH", 40)
    heard = []

    assert load(engine, 100, said=heard.append) == 100

    assert heard == [0.4, 0.8, 1.0]
    with reading(engine) as session:
        assert len(session.scalars(select(Feedback.id)).all()) == 100
        assert len(session.scalars(select(UnreadFeedback.feedback_id)).all()) == 100
        ratings = session.scalars(select(Feedback.rating_trust)).all()
    assert None in ratings
    assert set(ratings) - {None} <= {1, 2, 3, 4, 5}
    assert len(set(ratings)) > 2


def test_what_came_lately_waits_in_the_inbox_and_the_rest_was_looked_at(engine):
    load(engine, 300)

    with reading(engine) as session:
        rows = session.execute(
            select(Feedback.received_on, Feedback.looked_at_on, Feedback.looked_at_by)
        ).all()
    waits = {received_on for received_on, looked_at_on, _who in rows if looked_at_on is None}
    done = {received_on for received_on, looked_at_on, _who in rows if looked_at_on is not None}
    assert max(done) < TODAY - sample.WAITS <= min(waits)
    assert {(on is None) == (who is None) for _received_on, on, who in rows} == {True}
    assert max(on for _received_on, on, _who in rows if on) < TODAY


def test_the_same_sample_comes_each_time(engine):
    def words():
        with reading(engine) as session:
            return sorted(session.scalars(select(Feedback.words)))

    load(engine)
    first = words()
    clear(engine)
    load(engine)

    assert words() == first


@pytest.mark.parametrize("fill", [make_department, make_account, make_district, make_feedback])
def test_the_sample_is_refused_where_anything_real_is(engine, fill):
    with transaction(engine) as session:
        assert sample.fits(session, OPERATOR)
        fill(session)

    before = sizes(engine)
    with pytest.raises(sample.NotEmptyError):
        load(engine)

    with reading(engine) as session:
        assert not sample.fits(session, OPERATOR)
        assert not sample.is_here(session, VISITOR)
    assert sizes(engine) == before


def test_the_sample_does_not_go_on_top_of_itself(engine):
    load(engine)

    with pytest.raises(sample.NotEmptyError):
        load(engine)


def test_clearing_leaves_nothing_of_it(engine, keys):
    before = sizes(engine)
    load(engine)
    read_all(engine)
    with transaction(engine) as session:
        password = sample.new_passwords(session, OPERATOR, now=NOW)[sample.TRIAGES]
        known = sign_ins.check_password(session, VISITOR, email=sample.TRIAGES, password=password)
        sign_ins.begin(session, VISITOR, known=known, now=NOW)  # its audit entry names the account
        form = make_form(session, "Typed into the demonstration")
        feedback.submit(session, VISITOR, form=form, keys=keys, today=TODAY, now=NOW)
    full = sizes(engine)

    assert clear(engine)

    assert all(full[name] > before[name] for name in ("reading", "feedback_concern", "district",
               "sentiment_count", "concern_count", "sign_in_session", "unread_feedback",
               "account_permission", "source", "department"))  # fmt: skip
    assert sizes(engine) == before
    with reading(engine) as session:
        assert audit.entries(session, OPERATOR, limit=1)[0].action is AuditAction.SAMPLE_REMOVED
        assert audit.verify(session, OPERATOR).broken_at is None


def test_a_real_account_survives_and_its_id_is_not_given_again(engine):
    load(engine)
    with transaction(engine) as session:
        real = make_account(session, Role.ADMINISTRATOR)

    clear(engine)

    with transaction(engine) as session:
        assert [card.id for card in accounts.every(session, OPERATOR)] == [real.account_id]
        named = set(session.scalars(select(AuditEntry.account_id))) - {None}
        newcomer = make_account(session)
        assert newcomer.account_id not in named | {real.account_id}


def test_where_there_is_no_sample_nothing_is_cleared(engine):
    with transaction(engine) as session:
        make_department(session)
        make_district(session)
        make_feedback(session)
    before = sizes(engine)

    assert not clear(engine)
    assert sizes(engine) == before


def test_an_id_of_an_account_that_went_is_not_given_again(engine):
    load(engine)
    with reading(engine) as session:
        gone = set(session.scalars(select(Account.id)))
    clear(engine)

    with transaction(engine) as session:
        assert make_account(session).account_id > max(gone)


def test_staff_of_the_sample_get_fresh_passwords_that_work_at_once(engine):
    load(engine)

    with transaction(engine) as session:
        first = sample.new_passwords(session, OPERATOR, now=NOW)
    with transaction(engine) as session:
        second = sample.new_passwords(session, OPERATOR, now=NOW + timedelta(days=1))

    assert first.keys() == second.keys() == sample.STAFF.keys()
    assert not set(first.values()) & set(second.values())
    with reading(engine) as session:
        for email, password in second.items():
            known = sign_ins.check_password(session, VISITOR, email=email, password=password)
            assert not known.password_is_temporary
        with pytest.raises(sign_ins.WrongPasswordError):
            sign_ins.check_password(
                session, VISITOR, email=sample.TRIAGES, password=first[sample.TRIAGES]
            )


def test_districts_of_the_sample_are_all_spoken_of(engine):
    load(engine, 300)

    with reading(engine) as session:
        spoken_of = set(session.scalars(select(Feedback.district_id)))
        assert spoken_of == set(session.scalars(select(District.id)))
