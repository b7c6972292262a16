"""Who a tab belongs to: the cookie and the page's origin decide, and nothing else a client says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, update
from websockets.exceptions import InvalidStatus

from core.vocabulary import Role
from db.models import Account, SignInSession
from services import accounts
from tests.factories import NOW, OPERATOR
from tests.web.running import SOURCE, WORDS, Person
from tests.web.stream import tab

GATE = "This page is for staff"
LONG_AGO = NOW.replace(year=2020)


@pytest.fixture
def chief(app) -> Iterator[Person]:
    """Somebody signed in who may read residents' words."""
    account = app.account(Role.COMMAND)
    with Person(app) as someone:
        someone.sign_in(account.name)
        assert someone.token
        someone.account = account
        yield someone


def handles(app) -> set[str]:
    with app.changes() as session:
        return set(session.scalars(select(SignInSession.handle)))


def test_the_cookie_opens_the_words_to_the_page_it_was_given_to(app, chief):
    with tab(app, token=chief.token) as mine:
        shown = mine.shown("words")

    assert WORDS in shown
    assert SOURCE in shown
    assert chief.account.name in shown
    assert GATE not in shown


def test_a_visitor_finds_the_gate(app, chief):
    with tab(app) as theirs:
        shown = theirs.shown("words")

    assert GATE in shown
    assert WORDS not in shown
    assert SOURCE not in shown


@pytest.mark.parametrize(
    "header",
    ["X-Common-Ground-Session", "x-common-ground-session", "X_Common_Ground_Session"],
)
def test_a_header_with_a_real_handle_gives_nothing(app, chief, header):
    known = handles(app)
    assert known

    for handle in known:
        with tab(app, **{header: handle}) as theirs:
            shown = theirs.shown("words")
            assert GATE in shown
            assert WORDS not in shown


def test_a_header_beside_the_cookie_does_not_make_one_person_another(app, chief):
    other = app.account(Role.ADMINISTRATOR)
    with Person(app) as administrator:
        before = handles(app)
        administrator.sign_in(other.name)
    (handle,) = handles(app) - before

    with tab(app, token=chief.token, **{"X-Common-Ground-Session": handle}) as mine:
        shown = mine.shown("accounts")

    assert GATE in shown
    assert chief.account.name in shown
    assert other.name not in shown


def test_the_cookie_without_an_origin_gives_nothing(app, chief):
    with tab(app, token=chief.token, origin=None) as theirs:
        shown = theirs.shown("words")

    assert GATE in shown
    assert WORDS not in shown


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_the_cookie_from_another_sites_page_opens_no_tab(app, chief, origin):
    with (
        pytest.raises(InvalidStatus) as refused,
        tab(app, token=chief.token, origin=origin),
    ):
        pass

    assert refused.value.response.status_code == 403


def test_the_cookie_from_a_page_on_another_port_gives_nothing(app, chief):
    with tab(app, token=chief.token, origin="http://127.0.0.1:1") as theirs:
        shown = theirs.shown("words")

    assert GATE in shown
    assert WORDS not in shown


@pytest.mark.parametrize("token", ["", "guessed", "x" * 43, "../../etc", "é"])
def test_a_made_up_cookie_gives_nothing(app, chief, token):
    with tab(app, token=token) as theirs:
        shown = theirs.shown("words")

    assert GATE in shown
    assert WORDS not in shown


def test_an_open_tab_cannot_be_taken_over_by_its_id(app, chief):
    with tab(app, token=chief.token) as mine:
        assert WORDS in mine.shown("words")
        with tab(app, session_id=mine.session_id) as theirs:
            shown = theirs.shown("words")
            assert GATE in shown
            assert WORDS not in shown
            assert theirs.session_id != mine.session_id
        assert WORDS in mine.shown("words"), "and its owner is not put out"


def test_a_closed_tab_cannot_be_taken_over_by_its_id_but_its_owner_comes_back_to_it(app, chief):
    with tab(app, token=chief.token) as mine:
        assert WORDS in mine.shown("words")
    with tab(app, session_id=mine.session_id) as theirs:
        shown = theirs.shown("words")
        assert GATE in shown
        assert WORDS not in shown
        assert theirs.session_id != mine.session_id
    with tab(app, token=chief.token, session_id=mine.session_id) as again:
        assert WORDS in again.shown("words")
        assert again.session_id == mine.session_id, "the id does bring back what may be had"


def test_a_tab_cannot_be_taken_over_by_another_member_of_staff(app, chief):
    other = app.account(Role.OBSERVER)
    with Person(app) as observer, tab(app, token=chief.token) as mine:
        assert WORDS in mine.shown("words")
        observer.sign_in(other.name)
        with tab(app, token=observer.token, session_id=mine.session_id) as theirs:
            shown = theirs.shown("words")

    assert GATE in shown
    assert other.name in shown
    assert WORDS not in shown


def test_signing_out_elsewhere_closes_an_open_tab_at_its_next_run(app, chief):
    with tab(app, token=chief.token) as mine:
        assert WORDS in mine.shown("words")
        assert chief.post("/account/sign-out").status_code == 303
        shown = mine.shown("words")

    assert GATE in shown
    assert WORDS not in shown
    assert chief.account.name not in shown


def test_a_shut_account_loses_its_open_tab_at_its_next_run(app, chief):
    with tab(app, token=chief.token) as mine:
        assert WORDS in mine.shown("words")
        with app.changes() as session:
            accounts.disable(session, OPERATOR, account_id=chief.account.account_id, now=NOW)
        shown = mine.shown("words")

    assert GATE in shown
    assert WORDS not in shown


def test_a_shut_account_is_nobody_even_where_its_session_was_left(app, chief):
    with tab(app, token=chief.token) as mine:
        assert WORDS in mine.shown("words")
        with app.changes() as session:
            session.get(Account, chief.account.account_id).disabled_at = NOW
        shown = mine.shown("words")

    assert GATE in shown
    assert WORDS not in shown


def test_another_role_counts_from_the_next_run_on(app, chief):
    with tab(app, token=chief.token) as mine:
        assert WORDS in mine.shown("words")
        with app.changes() as session:
            accounts.change_role(
                session, OPERATOR, account_id=chief.account.account_id, role=Role.OBSERVER, now=NOW
            )
        shown = mine.shown("words")

    assert GATE in shown
    assert WORDS not in shown
    assert chief.account.name in shown, "still signed in, as somebody with fewer rights"


def test_a_session_that_ran_out_loses_its_open_tab_at_its_next_run(app, chief):
    with tab(app, token=chief.token) as mine:
        assert WORDS in mine.shown("words")
        with app.changes() as session:
            ended = update(SignInSession).where(
                SignInSession.account_id == chief.account.account_id
            )
            assert session.execute(ended.values(expires_at=LONG_AGO)).rowcount == 1
        shown = mine.shown("words")

    assert GATE in shown
    assert WORDS not in shown


def test_the_sessions_table_does_not_hold_the_cookie(app, chief):
    with app.changes() as session:
        rows = session.execute(select(SignInSession.token_hash, SignInSession.handle)).all()
        assert session.scalar(select(func.count()).select_from(SignInSession)) == len(rows) > 0

    assert chief.token.encode() not in {row.token_hash for row in rows}
    assert chief.token not in {row.handle for row in rows}
