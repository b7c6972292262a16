"""Accounts: who may come in, and that somebody always may let others in."""

from __future__ import annotations

from functools import partial

import pytest

from core.vocabulary import AuditAction, Permission, Role
from db.session import reading, transaction
from services import accounts, audit, sign_ins
from tests.conftest import NOW
from tests.factories import OPERATOR, PASSWORD, VISITOR, make_account
from tests.services.together import overtaken, together

NOBODY = 999_999


def only(session, email):
    return next(card for card in accounts.every(session, OPERATOR) if card.email == email)


def acts(session):
    """Every audit entry's action, oldest first."""
    return [line.action for line in reversed(audit.entries(session, OPERATOR))]


def signs_in(engine, email, password=PASSWORD):
    try:
        with reading(engine) as session:
            sign_ins.check_password(session, VISITOR, email=email, password=password)
    except sign_ins.WrongPasswordError:
        return False
    return True


def token_of(session, email):
    known = sign_ins.check_password(session, VISITOR, email=email, password=PASSWORD)
    return sign_ins.begin(session, VISITOR, known=known, now=NOW)


def handle_of(session, token):
    return sign_ins.handle_of(session, VISITOR, token=token, now=NOW)


def test_an_added_account_is_listed_under_its_address_in_small_letters(engine):
    with transaction(engine) as session:
        account_id = accounts.add(
            session, OPERATOR, email="  Ada@Example.ORG ", role=Role.OUTREACH,
            password=PASSWORD, now=NOW,
        )  # fmt: skip

    with reading(engine) as session:
        assert accounts.every(session, OPERATOR) == [
            accounts.AccountCard(
                account_id, "ada@example.org", Role.OUTREACH, frozenset(),
                is_disabled=False, password_is_temporary=False,
            )
        ]  # fmt: skip
    assert signs_in(engine, "ada@example.org")


def test_an_account_without_a_password_waits_for_a_reset(engine):
    with transaction(engine) as session:
        accounts.add(session, OPERATOR, email="ada@example.org", role=Role.COMMAND, now=NOW)

    with reading(engine) as session:
        assert only(session, "ada@example.org").password_is_temporary
    assert not signs_in(engine, "ada@example.org", "")


def test_accounts_are_listed_by_address(engine):
    with transaction(engine) as session:
        for email in ("cleo@example.org", "ada@example.org", "bo@example.org"):
            accounts.add(session, OPERATOR, email=email, role=Role.OBSERVER, now=NOW)

    with reading(engine) as session:
        listed = [card.email for card in accounts.every(session, OPERATOR)]
    assert listed == ["ada@example.org", "bo@example.org", "cleo@example.org"]


@pytest.mark.parametrize(
    "email", ["", "ada", "@example.org", "a b@example.org", "ada@", "ada@.org", "ada@x..org",
              "a@b@c.org", f"{'a' * 65}@example.org", f"a@{'b' * 250}.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(engine, email):
    with pytest.raises(accounts.EmailError), transaction(engine) as session:
        accounts.add(session, OPERATOR, email=email, role=Role.COMMAND, now=NOW)


def test_an_address_has_one_account_however_it_is_written(engine):
    with transaction(engine) as session:
        accounts.add(session, OPERATOR, email="ada@example.org", role=Role.COMMAND, now=NOW)

    with pytest.raises(accounts.EmailTakenError), transaction(engine) as session:
        accounts.add(session, OPERATOR, email="ADA@example.org", role=Role.OBSERVER, now=NOW)

    with reading(engine) as session:
        assert only(session, "ada@example.org").role is Role.COMMAND


def test_one_address_added_at_once_by_two_has_one_account(engine):
    act = partial(accounts.add, actor=OPERATOR, email="ada@example.org", role=Role.COMMAND, now=NOW)

    answers = overtaken(engine, act, act, before="INSERT INTO account")

    with reading(engine) as session:
        assert answers[0] == only(session, "ada@example.org").id
    assert type(answers[1]) is accounts.EmailTakenError


@pytest.mark.parametrize(
    ("length", "refusal"),
    [(11, accounts.PasswordTooShortError), (201, accounts.PasswordTooLongError)],
)
def test_a_password_has_twelve_to_two_hundred_characters(length, refusal):
    with pytest.raises(refusal):
        accounts.check_new_password("x" * length)

    assert accounts.check_new_password("x" * 12) == "x" * 12
    assert accounts.check_new_password("x" * 200) == "x" * 200


def test_a_weak_password_adds_nobody(engine):
    with pytest.raises(accounts.PasswordTooShortError), transaction(engine) as session:
        accounts.add(
            session, OPERATOR, email="a@example.org", role=Role.COMMAND, password="short", now=NOW
        )

    with reading(engine) as session:
        assert accounts.every(session, OPERATOR) == []


def test_a_reset_ends_the_old_password_and_every_session(engine):
    with transaction(engine) as session:
        person = make_account(session)
        token = token_of(session, person.name)

    with transaction(engine) as session:
        temporary = accounts.reset_password(
            session, OPERATOR, account_id=person.account_id, now=NOW
        )

    with reading(engine) as session:
        assert handle_of(session, token) is None
        assert only(session, person.name).password_is_temporary
    assert not signs_in(engine, person.name)
    assert signs_in(engine, person.name, temporary)


def test_a_new_role_is_written_down_with_the_old_one(engine):
    with transaction(engine) as session:
        person = make_account(session, Role.OUTREACH)

    with transaction(engine) as session:
        accounts.change_role(
            session, OPERATOR, account_id=person.account_id, role=Role.OBSERVER, now=NOW
        )

    with reading(engine) as session:
        assert only(session, person.name).role is Role.OBSERVER
        newest = audit.entries(session, OPERATOR, limit=1)[0]
    assert (newest.action, newest.subject, newest.details) == (
        AuditAction.ROLE_CHANGED, person.name, "outreach -> observer",
    )  # fmt: skip


def test_the_same_role_again_changes_nothing(engine):
    with transaction(engine) as session:
        person = make_account(session, Role.ADMINISTRATOR)
        before = acts(session)

        accounts.change_role(
            session, OPERATOR, account_id=person.account_id, role=Role.ADMINISTRATOR, now=NOW
        )

        assert acts(session) == before


def test_the_only_administrator_keeps_the_role_and_the_account(engine):
    with transaction(engine) as session:
        last = make_account(session, Role.ADMINISTRATOR)
        gone = make_account(session, Role.ADMINISTRATOR)  # disabled ones let nobody in
        accounts.disable(session, OPERATOR, account_id=gone.account_id, now=NOW)

    with pytest.raises(accounts.LastAdministratorError), transaction(engine) as session:
        accounts.change_role(session, last, account_id=last.account_id, role=Role.OBSERVER, now=NOW)
    with pytest.raises(accounts.LastAdministratorError), transaction(engine) as session:
        accounts.disable(session, last, account_id=last.account_id, now=NOW)

    with reading(engine) as session:
        card = only(session, last.name)
    assert (card.role, card.is_disabled) == (Role.ADMINISTRATOR, False)


def test_two_administrators_who_demote_each_other_leave_one(engine):
    with transaction(engine) as session:
        one, two = (make_account(session, Role.ADMINISTRATOR) for _ in range(2))

    def demote(session, who, whom):
        accounts.change_role(session, who, account_id=whom.account_id, role=Role.OBSERVER, now=NOW)

    acts = [partial(demote, who=one, whom=two), partial(demote, who=two, whom=one)]

    answers = overtaken(engine, *acts, before="UPDATE account SET")

    with reading(engine) as session:
        left = {card.email: card.role for card in accounts.every(session, OPERATOR)}
    assert left == {one.name: Role.ADMINISTRATOR, two.name: Role.OBSERVER}
    assert answers[0] is None
    assert type(answers[1]) is accounts.LastAdministratorError


def test_many_administrators_who_demote_each_other_leave_one(engine):
    with transaction(engine) as session:
        people = [make_account(session, Role.ADMINISTRATOR) for _ in range(4)]

    def demote(session, whom):
        accounts.change_role(
            session, OPERATOR, account_id=whom.account_id, role=Role.OBSERVER, now=NOW
        )

    answers = together(engine, *(partial(demote, whom=person) for person in people))

    with reading(engine) as session:
        left = [card.role for card in accounts.every(session, OPERATOR)]
    assert left.count(Role.ADMINISTRATOR) == 1
    assert answers.count(None) == 3


def test_a_disabled_account_is_signed_out_and_stays_out(engine):
    with transaction(engine) as session:
        person = make_account(session)
        token = token_of(session, person.name)

    with transaction(engine) as session:
        accounts.disable(session, OPERATOR, account_id=person.account_id, now=NOW)

    with reading(engine) as session:
        assert handle_of(session, token) is None
        assert only(session, person.name).is_disabled
    assert not signs_in(engine, person.name)


def test_an_enabled_account_has_the_password_it_had(engine):
    with transaction(engine) as session:
        person = make_account(session)
        accounts.disable(session, OPERATOR, account_id=person.account_id, now=NOW)

    with transaction(engine) as session:
        accounts.enable(session, OPERATOR, account_id=person.account_id, now=NOW)

    assert signs_in(engine, person.name)


def test_disabling_and_enabling_twice_is_written_down_once(engine):
    with transaction(engine) as session:
        person = make_account(session)
        before = len(acts(session))

        for change in (accounts.disable, accounts.disable, accounts.enable, accounts.enable):
            change(session, OPERATOR, account_id=person.account_id, now=NOW)

        assert acts(session)[before:] == [
            AuditAction.ACCOUNT_DISABLED, AuditAction.ACCOUNT_ENABLED,
        ]  # fmt: skip


def test_a_right_is_given_to_one_person_and_taken_back(engine):
    with transaction(engine) as session:
        person, other = make_account(session), make_account(session)
        before = len(acts(session))
        change = partial(
            accounts.set_right, session, OPERATOR, account_id=person.account_id,
            permission=Permission.TRIAGE_COMPLAINTS, now=NOW,
        )  # fmt: skip

        change(given=True)
        change(given=True)
        held = [only(session, who.name).given for who in (person, other)]
        change(given=False)
        change(given=False)

        assert held == [{Permission.TRIAGE_COMPLAINTS}, frozenset()]
        assert only(session, person.name).given == frozenset()
        assert acts(session)[before:] == [AuditAction.RIGHT_GIVEN, AuditAction.RIGHT_TAKEN]


def test_a_right_that_comes_with_a_role_is_not_given_by_name(engine):
    with transaction(engine) as session:
        person = make_account(session, Role.OUTREACH)

        with pytest.raises(accounts.RightNotGivenByNameError):
            accounts.set_right(
                session, OPERATOR, account_id=person.account_id, given=True,
                permission=Permission.EDIT_ACCOUNTS, now=NOW,
            )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        accounts.reset_password,
        accounts.disable,
        accounts.enable,
        partial(accounts.change_role, role=Role.COMMAND),
        partial(accounts.set_right, permission=Permission.TRIAGE_COMPLAINTS, given=True),
    ],
)
def test_an_account_that_is_gone_is_not_changed(engine, change):
    with pytest.raises(accounts.AccountGoneError), transaction(engine) as session:
        change(session, OPERATOR, account_id=NOBODY, now=NOW)
