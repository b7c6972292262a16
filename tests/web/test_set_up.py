"""The first set-up behind its one-time link: GET shows, POST acts, once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from core.actor import Actor
from db.models import Account, Department
from services import departments
from tests.factories import NOW, OPERATOR, PASSWORD
from tests.web.running import Person

USED = "This set-up link was used already or is too old."
FORM = {
    "name": "Riverside Police", "tzid": "America/Chicago", "languages": "en, es",
    "emergency_number": "112", "crisis_number": "116 123", "help_number": "311",
    "email": "first@example.org", "password": PASSWORD,
}  # fmt: skip


@pytest.fixture
def fresh(start_app):
    """A process that nobody has set up."""
    return start_app()


@pytest.fixture
def someone(fresh):
    with Person(fresh) as person:
        yield person


def token(app) -> str:
    return app.setup_path().partition("link=")[2]


def held(app) -> tuple[int, int]:
    """How many departments and accounts there are."""
    with app.changes() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table))
            for table in (Department, Account)
        )


def test_looking_does_not_use_the_link_up_and_finishing_does(fresh, someone):
    for _ in range(3):
        shown = someone.get(fresh.setup_path())
        assert shown.status_code == 200
        assert 'action="/account/set-up"' in shown.text
        assert '<meta name="referrer" content="no-referrer">' in shown.text
    assert held(fresh) == (0, 0)

    done = someone.post("/account/set-up", data=FORM | {"link": token(fresh)})

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
        "/account/set-up", data=FORM | {"link": token(fresh), "email": "second@example.org"}
    )
    assert again.status_code == 403
    assert USED in again.text
    assert USED in someone.get(fresh.setup_path()).text
    assert held(fresh) == (1, 1)


def test_what_will_not_do_is_refused_leaves_the_link_good_and_the_rest_typed(fresh, someone):
    for wrong, refusal in (
        ({"name": " "}, "Give the department a name"),
        ({"tzid": "Mars/Olympus"}, "There is no time zone called Mars/Olympus."),
        ({"tzid": "../../etc/passwd"}, "There is no time zone called"),
        ({"email": "nobody"}, "nobody is not an e-mail address."),
        ({"password": "short"}, "A password needs at least 12 characters."),
    ):
        answer = someone.post("/account/set-up", data=FORM | {"link": token(fresh)} | wrong)
        assert answer.status_code == 403
        assert refusal in answer.text
        assert 'value="116 123"' in answer.text
        assert PASSWORD not in answer.text
        assert held(fresh) == (0, 0)

    assert someone.post("/account/set-up", data=FORM | {"link": token(fresh)}).status_code == 303


@pytest.mark.parametrize("link", ["", "guessed", "x" * 43])
def test_a_made_up_link_does_nothing(fresh, someone, link):
    shown = someone.get("/account/set-up", params={"link": link})
    sent = someone.post("/account/set-up", data=FORM | {"link": link})

    assert (shown.status_code, sent.status_code) == (403, 403)
    assert USED in shown.text
    assert USED in sent.text
    assert held(fresh) == (0, 0)


def test_another_sites_form_sets_nothing_up(fresh, someone):
    answer = someone.post(
        "/account/set-up", data=FORM | {"link": token(fresh)},
        headers={"Sec-Fetch-Site": "cross-site"},
    )  # fmt: skip

    assert answer.status_code == 403
    assert held(fresh) == (0, 0)


def test_a_newer_link_ends_the_older_one_and_a_day_ends_any(fresh, someone):
    older = fresh.setup_path()
    with fresh.changes() as session:
        too_old = departments.create_setup_link(session, OPERATOR, now=NOW.replace(year=2020))
    for link in (older, f"/account/set-up?link={too_old}"):
        assert USED in someone.get(link).text

    fresh.stop()
    fresh.start()
    assert fresh.setup_path() != older
    assert someone.get(fresh.setup_path()).status_code == 200


def test_once_set_up_a_start_prints_no_link(fresh, someone):
    someone.post("/account/set-up", data=FORM | {"link": token(fresh)})
    before = fresh.said().count("/account/set-up")

    fresh.stop()
    fresh.start()

    assert fresh.said().count("/account/set-up") == before == 1
