"""Signing in and out: what is refused, in which words, and what the cookie is."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import delete, func, select, update

from core.vocabulary import Role
from db.models import SignInSession, ThrottleCount
from services import accounts
from tests.factories import NOW, OPERATOR, PASSWORD
from tests.web.running import COOKIE, Person, running

WRONG = "The e-mail address or the password is not right."
TOO_MANY = "There were too many tries. Wait 15 minutes, then try again."
ANOTHER_SITE = "This form came from another site, so nothing was done."
NO_HTTPS = "Open this page with HTTPS"
FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Origin": ""},
)


def sessions(app, actor) -> int:
    with app.changes() as session:
        of_them = select(func.count()).select_from(SignInSession)
        return session.scalar(of_them.where(SignInSession.account_id == actor.account_id))


@pytest.mark.parametrize(
    ("role", "landing"),
    [
        (Role.COMMAND, "/overview"),
        (Role.OUTREACH, "/meetings"),
        (Role.ADMINISTRATOR, "/accounts"),
        (Role.OBSERVER, "/released"),
        (Role.PARTNER, "/"),
    ],
)
def test_signing_in_leads_to_the_roles_first_screen(app, person, role, landing):
    answer = person.sign_in(app.account(role).name)

    assert (answer.status_code, answer.headers["location"]) == (303, landing)


def test_the_cookie_is_for_this_host_alone_and_out_of_scripts_reach(app, person):
    cookie = person.sign_in(app.account().name).headers["set-cookie"]

    name_and_token, *attributes = cookie.split("; ")
    assert name_and_token.startswith(f"{COOKIE}=")
    assert len(person.token) >= 43, "256 bits"
    assert {attribute.lower() for attribute in attributes} == {
        "httponly", "max-age=43200", "path=/", "samesite=lax", "secure",
    }  # fmt: skip


@pytest.mark.parametrize("password", ["wrong words here", "", PASSWORD.upper(), PASSWORD + " "])
def test_a_wrong_password_is_refused_and_what_was_typed_stays_but_for_it(app, person, password):
    account = app.account()

    answer = person.sign_in(account.name, password)

    assert answer.status_code == 403
    assert WRONG in answer.text
    assert f'value="{account.name}"' in answer.text
    assert 'type="password"' in answer.text
    assert not password or password not in answer.text
    assert "set-cookie" not in answer.headers
    assert sessions(app, account) == 0


def test_an_unknown_address_is_refused_in_the_same_words(app, person):
    known = person.sign_in(app.account().name, "wrong words here")
    unknown = person.sign_in("nobody@example.org", "wrong words here")

    assert unknown.status_code == known.status_code == 403
    assert WRONG in unknown.text


def test_what_was_typed_comes_back_harmless(person):
    answer = person.sign_in('"><script>alert(1)</script>@example.org')

    assert answer.status_code == 403
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_a_shut_account_is_refused_in_the_same_words(app, person):
    account = app.account()
    with app.changes() as session:
        accounts.disable(session, OPERATOR, account_id=account.account_id, now=NOW)

    assert WRONG in person.sign_in(account.name).text


def test_after_five_wrong_passwords_the_right_one_is_refused_until_the_window_ends(app, person):
    account, other = app.account(), app.account()
    for _ in range(5):
        assert WRONG in person.sign_in(account.name, "wrong words here").text

    sixth = person.sign_in(account.name)

    assert sixth.status_code == 403
    assert TOO_MANY in sixth.text
    assert "set-cookie" not in sixth.headers
    assert person.sign_in(other.name).status_code == 303, "somebody else at the same desk"
    with Person(app) as elsewhere:
        assert elsewhere.sign_in(account.name).status_code == 303, "the owner, at another desk"
    assert TOO_MANY in person.sign_in(account.name.upper()).text, "in capitals it is the same"

    with app.changes() as session:
        session.execute(update(ThrottleCount).values(ends_at=NOW.replace(year=2020)))
    assert person.sign_in(account.name).status_code == 303


def test_signing_in_starts_the_count_again(app, person):
    account = app.account()
    for _ in range(2):
        for _ in range(4):
            assert WRONG in person.sign_in(account.name, "wrong words here").text
        assert person.sign_in(account.name).status_code == 303


def test_one_address_cannot_guess_at_everybody(app, person):
    account = app.account()
    with app.changes() as session:
        session.execute(delete(ThrottleCount))
    assert WRONG in person.sign_in("somebody@example.org", "wrong words here").text
    with app.changes() as session:
        session.execute(update(ThrottleCount).values(tries=50))

    assert TOO_MANY in person.sign_in(account.name).text


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_sites_form_signs_nobody_in(app, person, headers):
    account = app.account()

    answer = person.sign_in(account.name, **headers)

    assert answer.status_code == 403
    assert ANOTHER_SITE in answer.text
    assert sessions(app, account) == 0
    assert person.sign_in(account.name).status_code == 303


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_sites_form_signs_nobody_out(app, person, headers):
    account = app.account()
    person.sign_in(account.name)

    answer = person.post("/account/sign-out", headers=headers)

    assert answer.status_code == 403
    assert ANOTHER_SITE in answer.text
    assert sessions(app, account) == 1


def test_a_form_without_any_word_of_where_it_came_from_is_refused(app):
    account = app.account()

    answer = httpx.post(
        f"{app.base}/account/sign-in", data={"email": account.name, "password": PASSWORD},
        trust_env=False,
    )  # fmt: skip

    assert answer.status_code == 403
    assert ANOTHER_SITE in answer.text


def test_signing_out_ends_the_session_and_not_only_the_cookie(app, person):
    account = app.account()
    person.sign_in(account.name)
    assert person.get("/account/sign-out").status_code == 200
    assert sessions(app, account) == 1, "asking is not doing"

    answer = person.post("/account/sign-out")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert sessions(app, account) == 0
    assert person.post("/account/sign-out").status_code == 303, "twice is harmless"


def test_signing_out_in_one_place_leaves_the_other(app, person):
    account = app.account()
    person.sign_in(account.name)
    with Person(app) as elsewhere:
        elsewhere.sign_in(account.name)
        assert sessions(app, account) == 2
        elsewhere.post("/account/sign-out")

    assert sessions(app, account) == 1


@pytest.fixture
def temporary(app):
    """An account with the temporary password that an administrator gave."""
    account = app.account()
    with app.changes() as session:
        password = accounts.reset_password(
            session, OPERATOR, account_id=account.account_id, now=NOW
        )
    return account, password


def choose(person, account, password: str, new: str) -> httpx.Response:
    typed = {"email": account.name, "password": password, "new_password": new}
    return person.post("/account/new-password", data=typed)


def test_a_temporary_password_opens_only_the_page_to_replace_it(app, person, temporary):
    account, password = temporary

    answer = person.sign_in(account.name, password)

    assert answer.status_code == 200
    assert "A password of your own" in answer.text
    assert password not in answer.text
    assert "set-cookie" not in answer.headers
    assert sessions(app, account) == 0


def test_a_new_password_signs_in_and_ends_the_temporary_one(app, person, temporary):
    account, password = temporary

    answer = choose(person, account, password, "four words of mine")

    assert (answer.status_code, answer.headers["location"]) == (303, "/overview")
    assert sessions(app, account) == 1
    assert WRONG in person.sign_in(account.name, password).text
    assert person.sign_in(account.name, "four words of mine").status_code == 303


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        ("short", "A password needs at least 12 characters."),
        ("", "A password needs at least 12 characters."),
        ("x" * 201, "A password can have at most 200 characters."),
        (None, "The new password is the old one."),
    ],
)
def test_a_new_password_that_will_not_do_leaves_the_temporary_one(
    app, person, temporary, new, refusal
):
    account, password = temporary

    answer = choose(person, account, password, password if new is None else new)

    assert answer.status_code == 403
    assert refusal in answer.text
    assert sessions(app, account) == 0
    assert "A password of your own" in person.sign_in(account.name, password).text


def test_a_new_password_needs_the_old_one(app, person, temporary):
    account, password = temporary

    assert WRONG in choose(person, account, "wrong words here", "four words of mine").text
    assert "A password of your own" in person.sign_in(account.name, password).text


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    """A process that listens to everybody, under a name."""
    settings = {"host": "0.0.0.0", "allowed_hosts": '["example.org"]'}  # noqa: S104
    one = running(tmp_path_factory.mktemp("public"), **settings).start()
    yield one
    one.stop()


@pytest.mark.parametrize("path", ["sign-in", "new-password", "set-up"])
def test_without_https_nobody_types_a_password_outside_this_machine(public, path):
    with Person(public, Host="example.org", Origin="http://example.org") as person:
        shown = person.get(f"/account/{path}")
        sent = person.post(f"/account/{path}", data={"email": "a@example.org"})

    for answer in (shown, sent):
        assert answer.status_code == 403
        assert NO_HTTPS in answer.text


def test_without_https_the_right_password_signs_nobody_in_whatever_a_client_says(public):
    account = public.account()
    claims = {"X-Forwarded-Proto": "https", "Forwarded": "proto=https", "X-Forwarded-Ssl": "on"}
    with Person(public, Host="example.org", Origin="http://example.org") as person:
        answer = person.sign_in(account.name, **claims)

    assert answer.status_code == 403
    assert NO_HTTPS in answer.text
    assert sessions(public, account) == 0
    assert "strict-transport-security" not in answer.headers


def test_a_trusted_proxy_may_say_that_it_speaks_https(start_app):
    app = start_app(
        host="0.0.0.0",  # noqa: S104
        allowed_hosts='["example.org"]', forwarded_allow_ips="127.0.0.250",
    )  # fmt: skip
    account = app.account()
    claims = {"Host": "example.org", "Origin": "https://example.org", "X-Forwarded-Proto": "https"}
    with Person(app, **claims) as stranger:
        refused = stranger.sign_in(account.name)
    with Person(app, address="127.0.0.250", **claims) as proxy:
        answer = proxy.sign_in(account.name)

    assert NO_HTTPS in refused.text
    assert (answer.status_code, answer.headers["location"]) == (303, "/overview")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
