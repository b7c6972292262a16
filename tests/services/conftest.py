"""Staff who handle feedback, for the tests of several services."""

from __future__ import annotations

import pytest

from core.actor import Actor
from core.vocabulary import Role
from db.session import transaction
from tests.factories import make_account


@pytest.fixture
def officer(engine) -> Actor:
    with transaction(engine) as session:
        return make_account(session, Role.OUTREACH)


@pytest.fixture
def other(engine) -> Actor:
    with transaction(engine) as session:
        return make_account(session, Role.OUTREACH)


@pytest.fixture
def triager(engine) -> Actor:
    with transaction(engine) as session:
        return make_account(session, Role.COMMAND, triages=True)
