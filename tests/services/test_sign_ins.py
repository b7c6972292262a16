"""Signing in: who is let in, for how long, and from which moment no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.actor import Actor
from core.vocabulary import AuditAction, Permission, Role
from db.models import SignInSession
from db.session import reading, transaction
from services import accounts, audit, sign_ins
from services.access import permissions_of
from tests.conftest import NOW
from tests.factories import OPERATOR, PASSWORD, VISITOR, make_account

NEW_PASSWORD = "another three words"
HOURS_12 = timedelta(hours=12)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def person(engine):
    with transaction(engine) as session:
        return make_account(session, Role.COMMAND)


def known(engine, email, password=PASSWORD):
    with reading(engine) as session:
        return sign_ins.check_password(session, VISITOR, email=email, password=password)


def signed_in(engine, person, now=NOW):
    """A token of a new session."""
    with transaction(engine) as session:
        return sign_ins.begin(session, VISITOR, known=known(engine, person.name), now=now)


def behind(engine, token, now=NOW):
    """Who the token stands for at ``now``."""
    with reading(engine) as session:
        handle = sign_ins.handle_of(session, VISITOR, token=token, now=now)
        return sign_ins.actor_of(session, VISITOR, handle=handle, now=now)


def test_the_right_password_makes_a_session_of_its_owner(engine, person):
    token = signed_in(engine, person)

    assert behind(engine, token) == person
    with reading(engine) as session:
        newest = audit.entries(session, OPERATOR, limit=1)[0]
    assert (newest.action, newest.who) == (AuditAction.SIGNED_IN, person.name)


def test_the_address_may_be_typed_with_capitals_and_spaces(engine, person):
    assert known(engine, f" {person.name.upper()} ").account_id == person.account_id


@pytest.mark.parametrize("password", ["", "three words", PASSWORD.upper(), "x" * 100_000])
def test_a_wrong_password_is_refused(engine, person, password):
    with pytest.raises(sign_ins.WrongPasswordError):
        known(engine, person.name, password)


def test_an_unknown_address_is_refused_with_the_same_words(engine, person):
    with pytest.raises(sign_ins.WrongPasswordError) as unknown:
        known(engine, "nobody@example.org")
    with pytest.raises(sign_ins.WrongPasswordError) as wrong:
        known(engine, person.name, "not the password")

    assert str(unknown.value) == str(wrong.value)


def test_a_disabled_account_is_refused(engine, person):
    with transaction(engine) as session:
        accounts.disable(session, OPERATOR, account_id=person.account_id, now=NOW)

    with pytest.raises(sign_ins.WrongPasswordError):
        known(engine, person.name)


@pytest.mark.parametrize("change", [accounts.disable, accounts.reset_password])
def test_what_changed_between_the_check_and_the_session_is_refused(engine, person, change):
    checked = known(engine, person.name)
    with transaction(engine) as session:
        change(session, OPERATOR, account_id=person.account_id, now=NOW)

    with pytest.raises(sign_ins.WrongPasswordError), transaction(engine) as session:
        sign_ins.begin(session, VISITOR, known=checked, now=NOW)


def test_the_token_itself_is_nowhere_in_the_table(engine, person):
    token = signed_in(engine, person)

    with reading(engine) as session:
        row = session.execute(select(SignInSession.token_hash, SignInSession.handle)).one()
    assert token.encode() not in row.token_hash
    assert token != row.handle


def test_a_session_ends_after_twelve_hours_to_the_moment(engine, person):
    token = signed_in(engine, person)

    assert behind(engine, token, NOW + HOURS_12 - MOMENT) == person
    assert behind(engine, token, NOW + HOURS_12) == Actor.visitor()


def test_a_handle_known_from_before_ends_with_its_session(engine, person):
    token = signed_in(engine, person)
    with reading(engine) as session:
        handle = sign_ins.handle_of(session, VISITOR, token=token, now=NOW)

        late = sign_ins.actor_of(session, VISITOR, handle=handle, now=NOW + HOURS_12)

    assert late == Actor.visitor()


def test_sessions_that_ended_are_swept_out_by_the_next_sign_in(engine, person):
    signed_in(engine, person)

    fresh = signed_in(engine, person, NOW + HOURS_12)

    with reading(engine) as session:
        assert len(session.scalars(select(SignInSession)).all()) == 1
    assert behind(engine, fresh, NOW + HOURS_12) == person


def test_signing_out_ends_this_session_and_no_other(engine, person):
    here, elsewhere = signed_in(engine, person), signed_in(engine, person)

    for _twice in range(2):
        with transaction(engine) as session:
            sign_ins.end(session, VISITOR, token=here)

    assert behind(engine, here) == Actor.visitor()
    assert behind(engine, elsewhere) == person


def test_a_disabled_account_is_a_visitor_at_the_next_click(engine, person):
    token = signed_in(engine, person)

    with transaction(engine) as session:
        accounts.disable(session, OPERATOR, account_id=person.account_id, now=NOW)

    assert behind(engine, token) == Actor.visitor()


def test_a_new_role_takes_effect_at_the_next_click(engine, person):
    token = signed_in(engine, person)

    with transaction(engine) as session:
        accounts.change_role(
            session, OPERATOR, account_id=person.account_id, role=Role.OBSERVER, now=NOW
        )

    assert behind(engine, token).permissions == permissions_of(Role.OBSERVER, frozenset())


def test_a_right_given_by_name_takes_effect_at_the_next_click(engine, person):
    token = signed_in(engine, person)
    before = behind(engine, token).may(Permission.TRIAGE_COMPLAINTS)

    with transaction(engine) as session:
        accounts.set_right(
            session, OPERATOR, account_id=person.account_id, given=True, now=NOW,
            permission=Permission.TRIAGE_COMPLAINTS,
        )  # fmt: skip

    assert not before
    assert behind(engine, token).may(Permission.TRIAGE_COMPLAINTS)


def test_a_new_password_ends_every_session_and_the_old_password(engine, person):
    tokens = [signed_in(engine, person) for _ in range(2)]

    with transaction(engine) as session:
        answer = sign_ins.change_password(
            session, VISITOR, known=known(engine, person.name), old=PASSWORD, new=NEW_PASSWORD,
            now=NOW,
        )  # fmt: skip

    assert [behind(engine, token) for token in tokens] == [Actor.visitor()] * 2
    assert known(engine, person.name, NEW_PASSWORD) == answer
    with pytest.raises(sign_ins.WrongPasswordError):
        known(engine, person.name)


def test_a_temporary_password_is_one_no_more_once_changed(engine, person):
    with transaction(engine) as session:
        temporary = accounts.reset_password(
            session, OPERATOR, account_id=person.account_id, now=NOW
        )
    checked = known(engine, person.name, temporary)

    with transaction(engine) as session:
        answer = sign_ins.change_password(
            session, VISITOR, known=checked, old=temporary, new=NEW_PASSWORD, now=NOW
        )

    assert (checked.password_is_temporary, answer.password_is_temporary) == (True, False)


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (PASSWORD, sign_ins.SamePasswordError),
        ("short", accounts.PasswordTooShortError),
        ("x" * 201, accounts.PasswordTooLongError),
    ],
)
def test_a_password_that_may_not_be_one_changes_nothing(engine, person, new, refusal):
    token, checked = signed_in(engine, person), known(engine, person.name)

    with pytest.raises(refusal), transaction(engine) as session:
        sign_ins.change_password(session, VISITOR, known=checked, old=PASSWORD, new=new, now=NOW)

    assert behind(engine, token) == person
    assert known(engine, person.name) == checked


def test_a_password_changed_meanwhile_is_not_changed_again(engine, person):
    checked = known(engine, person.name)
    with transaction(engine) as session:
        accounts.reset_password(session, OPERATOR, account_id=person.account_id, now=NOW)

    with pytest.raises(sign_ins.WrongPasswordError), transaction(engine) as session:
        sign_ins.change_password(
            session, VISITOR, known=checked, old=PASSWORD, new=NEW_PASSWORD, now=NOW
        )


@pytest.mark.parametrize("handle", [None, "", "nonsense"])
def test_no_handle_is_a_visitor(engine, handle):
    with reading(engine) as session:
        assert sign_ins.actor_of(session, VISITOR, handle=handle, now=NOW) == Actor.visitor()
