"""Setting the department up: one link, used once, within a day."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from core.vocabulary import AuditAction, Role
from db.session import reading, transaction
from services import accounts, audit, departments, sign_ins
from services.departments import DepartmentCard
from tests.conftest import NOW
from tests.factories import OPERATOR, PASSWORD, VISITOR, make_account
from tests.services.together import together

DAY = timedelta(hours=24)
MOMENT = timedelta(microseconds=1)
EMAIL = "chief@example.org"
TOWN = DepartmentCard(
    name="Quiet Harbor Police", tzid="America/New_York", languages=("en", "es"),
    emergency_number="112", crisis_number="116123", help_number="115",
)  # fmt: skip


@pytest.fixture
def token(engine):
    with transaction(engine) as session:
        return departments.create_setup_link(session, OPERATOR, now=NOW)


def set_up(engine, token, card=TOWN, *, email=EMAIL, password=PASSWORD, now=NOW):
    with transaction(engine) as session:
        return departments.set_up(
            session, VISITOR, token=token, card=card, email=email, password=password, now=now
        )


def current(engine):
    with reading(engine) as session:
        return departments.current(session, VISITOR)


def test_before_it_is_set_up_every_page_has_sensible_defaults(engine):
    assert current(engine) == DepartmentCard(
        "Your police department", "UTC", ("en",), "911", "988", "211",
        is_set_up=False, is_sample=False,
    )  # fmt: skip


def test_setting_up_stores_the_department_and_its_first_administrator(engine, token):
    account_id = set_up(engine, token)

    assert current(engine) == DepartmentCard(
        "Quiet Harbor Police", "America/New_York", ("en", "es"), "112", "116123", "115",
        is_set_up=True, is_sample=False,
    )  # fmt: skip
    with reading(engine) as session:
        cards = accounts.every(session, OPERATOR)
        noted = [line.action for line in audit.entries(session, OPERATOR, limit=2)]
        known = sign_ins.check_password(session, VISITOR, email=EMAIL, password=PASSWORD)
    assert [(card.id, card.email, card.role) for card in cards] == [
        (account_id, EMAIL, Role.ADMINISTRATOR)
    ]
    assert noted == [AuditAction.DEPARTMENT_SET_UP, AuditAction.ACCOUNT_ADDED]
    assert known.account_id == account_id


def test_what_is_left_blank_is_filled_with_what_is_usual(engine, token):
    blank = DepartmentCard(
        name="  Quiet   Harbor ", tzid="UTC", languages=(), emergency_number=" ",
        crisis_number="", help_number="",
    )  # fmt: skip

    set_up(engine, token, blank)

    assert current(engine) == DepartmentCard(name="Quiet Harbor", is_set_up=True)


def test_a_link_is_good_once(engine, token):
    set_up(engine, token)

    with pytest.raises(departments.SetupLinkError):
        set_up(engine, token, email="second@example.org")


def test_a_link_used_by_two_at_once_lets_one_in(engine, token):
    acts = [
        partial(
            departments.set_up, actor=VISITOR, token=token, card=TOWN,
            email=f"{name}@example.org", password=PASSWORD, now=NOW,
        )
        for name in ("ada", "bo")
    ]  # fmt: skip

    answers = together(engine, *acts)

    with reading(engine) as session:
        assert len(accounts.every(session, OPERATOR)) == 1
    assert [type(a) for a in answers if not isinstance(a, int)] == [departments.SetupLinkError]


def test_a_link_is_good_for_a_day_to_the_moment(engine, token):
    with pytest.raises(departments.SetupLinkError):
        set_up(engine, token, now=NOW + DAY)

    assert set_up(engine, token, now=NOW + DAY - MOMENT)


def test_a_new_link_ends_the_one_before(engine, token):
    with transaction(engine) as session:
        newer = departments.create_setup_link(session, OPERATOR, now=NOW)

    with pytest.raises(departments.SetupLinkError):
        set_up(engine, token)
    assert set_up(engine, newer)


@pytest.mark.parametrize("token", ["", "nonsense", "ä" * 50])
def test_an_invented_link_is_refused(engine, token):
    with pytest.raises(departments.SetupLinkError):
        set_up(engine, token)


def test_looking_at_a_link_does_not_use_it(engine, token):
    for _twice in range(2):
        with transaction(engine) as session:
            departments.check_setup_link(session, VISITOR, token=token, now=NOW)

    assert set_up(engine, token)


def test_looking_at_a_link_that_is_too_old_is_refused(engine, token):
    with pytest.raises(departments.SetupLinkError), transaction(engine) as session:
        departments.check_setup_link(session, VISITOR, token=token, now=NOW + DAY)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"card": DepartmentCard(name=" \t ")}, departments.MissingNameError),
        ({"card": DepartmentCard(tzid="Nowhere/Town")}, departments.UnknownTimeZoneError),
        ({"card": DepartmentCard(tzid="America")}, departments.UnknownTimeZoneError),
        ({"card": DepartmentCard(tzid="")}, departments.UnknownTimeZoneError),
        ({"card": DepartmentCard(tzid="../../etc/passwd")}, departments.UnknownTimeZoneError),
        ({"email": "nobody"}, accounts.EmailError),
        ({"password": "short"}, accounts.PasswordTooShortError),
    ],
)
def test_a_refused_set_up_stores_nothing_and_leaves_the_link_usable(engine, token, change, refusal):
    with pytest.raises(refusal):
        set_up(engine, token, **change)

    with reading(engine) as session:
        assert accounts.every(session, OPERATOR) == []
    assert not current(engine).is_set_up
    assert set_up(engine, token)


def test_set_up_is_wanted_while_no_administrator_can_sign_in(engine, token):
    def wanted():
        with reading(engine) as session:
            return departments.wants_setup(session, VISITOR)

    answers = [wanted()]
    with transaction(engine) as session:
        make_account(session, Role.COMMAND)
    answers.append(wanted())
    set_up(engine, token)
    answers.append(wanted())

    assert answers == [True, True, False]


def test_a_change_is_in_force_at_once_and_written_down(engine, token):
    set_up(engine, token)
    moved = DepartmentCard("Quiet Harbor & Bay Police", "America/Chicago", ("es",), "", "988", "")

    with transaction(engine) as session:
        departments.change(session, OPERATOR, card=moved, now=NOW)

    assert current(engine) == DepartmentCard(
        "Quiet Harbor & Bay Police", "America/Chicago", ("es",), "911", "988", "211",
        is_set_up=True, is_sample=False,
    )  # fmt: skip
    with reading(engine) as session:
        newest = audit.entries(session, OPERATOR, limit=1)[0]
    assert newest.action is AuditAction.DEPARTMENT_CHANGED
    assert newest.details == "Quiet Harbor & Bay Police, America/Chicago"


@pytest.mark.parametrize(
    ("card", "refusal"),
    [
        (DepartmentCard(name="  ", tzid="UTC"), departments.MissingNameError),
        (DepartmentCard(name="Us", tzid="Mars/Base"), departments.UnknownTimeZoneError),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(engine, token, card, refusal):
    set_up(engine, token)

    with pytest.raises(refusal), transaction(engine) as session:
        departments.change(session, OPERATOR, card=card, now=NOW)

    assert current(engine).name == TOWN.name
