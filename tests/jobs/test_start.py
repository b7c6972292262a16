"""Before the first visitor: the schema, the sample where it is wanted, or a link to set up."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.sample import SampleSize
from core.settings import Settings
from core.vocabulary import Role
from db.models import Feedback
from db.session import reading, transaction
from jobs import start
from services import departments, sample, sign_ins
from services.departments import DepartmentCard
from tests.conftest import NOW
from tests.factories import OPERATOR, PASSWORD, VISITOR, make_account, make_feedback
from tests.jobs.commands import ROOT, begin, manage

SERVE, RUN = Settings(sample="", _env_file=None), Settings(sample="town", _env_file=None)


def test_an_empty_database_is_brought_up_and_gets_a_link(empty):
    started = start.start(empty, SERVE)

    with transaction(empty) as session:
        account_id = departments.set_up(
            session, VISITOR, token=started.setup_token, card=DepartmentCard(),
            email="a@example.org", password=PASSWORD, now=NOW,
        )  # fmt: skip
    assert account_id
    assert started.sample_passwords == {}


def test_a_link_is_handed_out_at_each_start_until_it_is_used(engine):
    first, second = (start.start(engine, SERVE).setup_token for _ in range(2))
    with transaction(engine) as session:
        make_account(session, Role.ADMINISTRATOR)

    third = start.start(engine, SERVE)

    assert first != second
    assert third == start.Started(None, {})


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """How much is invented is of no matter here."""
    monkeypatch.setattr(sample, "PIECES", {SampleSize.TOWN: 30, SampleSize.CITY: 60})


def test_an_empty_database_gets_the_sample_where_it_is_wanted(engine):
    started = start.start(engine, RUN)

    assert started.setup_token is None
    assert started.sample_passwords.keys() == sample.STAFF.keys()
    with reading(engine) as session:
        assert sample.is_here(session, VISITOR)
        for email, password in started.sample_passwords.items():
            sign_ins.check_password(session, VISITOR, email=email, password=password)


def test_an_empty_database_gets_the_city_where_it_is_wanted(engine):
    start.start(engine, Settings(sample="city", _env_file=None))

    with reading(engine) as session:
        assert departments.current(session, VISITOR).name == sample.CITY
        assert len(session.scalars(select(Feedback.id)).all()) == 60


def test_the_samples_passwords_are_new_at_each_start(engine):
    first, second = (start.start(engine, RUN).sample_passwords for _ in range(2))

    assert not set(first.values()) & set(second.values())


def test_a_sample_is_not_served_as_if_it_were_real(engine):
    start.start(engine, RUN)

    with pytest.raises(sample.HoldsSampleError, match="clear-sample"):
        start.start(engine, SERVE)


def test_a_sample_never_goes_among_real_records(engine):
    with transaction(engine) as session:
        make_feedback(session)

    started = start.start(engine, RUN)

    assert started.sample_passwords == {}
    assert started.setup_token
    with reading(engine) as session:
        assert not sample.is_here(session, OPERATOR)


def test_after_the_sample_is_cleared_it_can_be_served(engine):
    start.start(engine, RUN)
    with transaction(engine) as session:
        sample.clear(session, OPERATOR, now=NOW)

    assert start.start(engine, SERVE).setup_token


def test_two_programs_that_seed_at_once_seed_once(database_url, tmp_path):
    programs = [begin(database_url, tmp_path, str(ROOT / "manage.py"), "seed-sample")
                for _ in range(2)]  # fmt: skip
    said = sorted(program.communicate(timeout=120) for program in programs)

    assert sorted(program.returncode for program in programs) == [0, 1]
    assert said == [
        ("", f"{sample.NotEmptyError()}\n"), ("stored 3000 invented pieces of feedback\n", ""),
    ]  # fmt: skip
    assert manage(database_url, tmp_path, "clear-sample").returncode == 0
