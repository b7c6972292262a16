"""The first set-up behind its one-time link: GET shows, POST acts, once."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select

from core.actor import Actor
from db.models import Account, Department, SetupLink, SignInSession, ThrottleCount
from services import departments
from tests.factories import NOW, OPERATOR, PASSWORD
from tests.web.running import Person, running

USED = "This set-up link was used already or is too old."
FORM = {
    "name": "Riverside Police", "tzid": "America/Chicago", "languages": "en, es",
    "emergency_number": "112", "crisis_number": "116 123", "help_number": "311",
    "email": "first@example.org", "password": PASSWORD,
}  # fmt: skip


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    one = running(tmp_path_factory.mktemp("set-up")).start()
    yield one
    one.stop()


@pytest.fixture
def fresh(machine):
    """A process that nobody has set up."""
    with machine.changes() as session:
        for table in (SignInSession, Account, Department, SetupLink, ThrottleCount):
            session.execute(delete(table))
    return machine


@pytest.fixture
def token(fresh) -> str:
    """A link's token, good whatever the day."""
    with fresh.changes() as session:
        return departments.create_setup_link(session, OPERATOR, now=NOW.replace(year=2100))


@pytest.fixture
def someone(fresh):
    with Person(fresh) as person:
        yield person


def at(token: str) -> str:
    return f"/account/set-up?link={token}"


def held(app) -> tuple[int, int]:
    """How many departments and accounts there are."""
    with app.changes() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table))
            for table in (Department, Account)
        )


def test_looking_does_not_use_the_link_up_and_finishing_does(fresh, someone, token):
    for _ in range(3):
        shown = someone.get(at(token))
        assert shown.status_code == 200
        assert 'action="/account/set-up"' in shown.text
        assert '<meta name="referrer" content="no-referrer">' in shown.text
    assert held(fresh) == (0, 0)

    done = someone.post("/account/set-up", data=FORM | {"link": token})

    assert (done.status_code, done.headers["location"]) == (303, "/account/sign-in")
    assert held(fresh) == (1, 1)
    with fresh.changes() as session:
        card = departments.current(session, Actor.visitor())
    assert (card.name, card.tzid, card.languages) == (
        "Riverside Police", "America/Chicago", ("en", "es")
    )  # fmt: skip
    assert (card.emergency_number, card.crisis_number) == ("112", "116 123")
    landed = someone.sign_in("first@example.org")
    assert (landed.status_code, landed.headers["location"]) == (303, "/accounts")

    again = someone.post(
        "/account/set-up", data=FORM | {"link": token, "email": "second@example.org"}
    )
    assert again.status_code == 403
    assert USED in again.text
    assert USED in someone.get(at(token)).text
    assert held(fresh) == (1, 1)


def test_what_will_not_do_is_refused_leaves_the_link_good_and_the_rest_typed(fresh, someone, token):
    for wrong, refusal in (
        ({"name": " "}, "Give the department a name"),
        ({"tzid": "Mars/Olympus"}, "There is no time zone called Mars/Olympus."),
        ({"tzid": "../../etc/passwd"}, "There is no time zone called"),
        ({"email": "nobody"}, "nobody is not an e-mail address."),
        ({"password": "short"}, "A password needs at least 12 characters."),
    ):
        answer = someone.post("/account/set-up", data=FORM | {"link": token} | wrong)
        assert answer.status_code == 403
        assert refusal in answer.text
        assert 'value="116 123"' in answer.text
        assert PASSWORD not in answer.text
        assert held(fresh) == (0, 0)

    assert someone.post("/account/set-up", data=FORM | {"link": token}).status_code == 303


@pytest.mark.parametrize("link", ["", "guessed", "x" * 43])
def test_a_made_up_link_does_nothing(fresh, someone, token, link):
    shown = someone.get("/account/set-up", params={"link": link})
    sent = someone.post("/account/set-up", data=FORM | {"link": link})

    assert (shown.status_code, sent.status_code) == (403, 403)
    assert USED in shown.text
    assert USED in sent.text
    assert held(fresh) == (0, 0)


def test_another_sites_form_sets_nothing_up(fresh, someone, token):
    answer = someone.post(
        "/account/set-up", data=FORM | {"link": token},
        headers={"Sec-Fetch-Site": "cross-site"},
    )  # fmt: skip

    assert answer.status_code == 403
    assert held(fresh) == (0, 0)


def test_a_newer_link_ends_the_older_one_and_a_day_ends_any(fresh, someone, token):
    with fresh.changes() as session:
        newer = departments.create_setup_link(session, OPERATOR, now=NOW.replace(year=2100))

    assert USED in someone.get(at(token)).text
    assert someone.get(at(newer)).status_code == 200
    with fresh.changes() as session:
        too_old = departments.create_setup_link(session, OPERATOR, now=NOW.replace(year=2020))
    assert USED in someone.get(at(too_old)).text


def test_each_start_prints_a_new_link_until_it_is_set_up(start_app):
    app = start_app()
    first = app.setup_path()
    app.stop()
    app.start()
    second = app.setup_path()
    assert first != second
    with Person(app) as someone:
        assert USED in someone.get(first).text
        form = FORM | {"link": second.partition("link=")[2]}
        assert someone.post("/account/set-up", data=form).status_code == 303
    before = app.said().count("/account/set-up")

    app.stop()
    app.start()

    assert app.said().count("/account/set-up") == before == 2
