"""What the log holds after a busy day: kinds of events, and nobody."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from websockets.exceptions import InvalidStatus

from core.keys import Keys
from services import accounts, feedback
from tests.factories import NOW, OPERATOR, PASSWORD, TODAY, VISITOR, make_form
from tests.web.running import WORDS, Person
from tests.web.stream import tab

SECRET_QUERY = "zzquerystringzz"
SAID = "Officer Brannigan of Elm Street shouted at my grandmother."


def test_after_signing_in_sending_and_failing_nobody_is_in_the_log(start_app):
    app = start_app(log_level="debug")
    app.leave_words()
    account = app.account()
    with app.changes() as session:
        receipt = feedback.submit(
            session, VISITOR, form=make_form(session, SAID),
            keys=Keys.load(app.folder / "secret.key"), today=TODAY, now=NOW,
        )  # fmt: skip
    with Person(app, address="127.77.88.99", **{"User-Agent": "zzagentzz"}) as person:
        token = setup = app.setup_path().partition("link=")[2]
        person.get(app.setup_path())
        person.post("/account/set-up", data={"link": setup, "name": "zzdepartmentzz"})
        for _ in range(6):
            person.sign_in(account.name, "wrong words here")
        person.sign_in("unknown.person@example.org")
        person.get(f"/feedback?{SECRET_QUERY}=1")
        person.get(f"/nowhere?{SECRET_QUERY}=1")
        person.get(f"/plain/receipt?receipt={quote(receipt)}")
        person.post("/plain/receipt", data={"receipt": receipt})
        person.post("/plain/receipt", data={"receipt": "wrong six words"})
        person.get("/healthz", headers={"Host": "evil.example"})
    with Person(app, address="127.77.88.98") as person:
        assert person.sign_in(account.name).status_code == 303
        token = person.token
        with tab(app, token=token, host=app.host) as mine:
            assert WORDS in mine.shown("words", f"?{SECRET_QUERY}=1")
            streamlit_id = mine.session_id
            with tab(app, token=token, session_id=streamlit_id) as again:
                again.shown("words")
        with pytest.raises(InvalidStatus), tab(app, origin=f"https://{SECRET_QUERY}.example"):
            pass
        person.post("/account/sign-out")
    with app.changes() as session:
        accounts.reset_password(session, OPERATOR, account_id=account.account_id, now=NOW)
    app.stop()

    log = app.log()
    for secret in (
        "127.77.88", "zzagentzz", account.name, "unknown.person", PASSWORD, "wrong words here",
        token, setup, receipt, receipt.split()[0], "Brannigan", WORDS, "zzdepartmentzz",
    ):  # fmt: skip
        assert secret not in log, secret
        assert secret == setup or secret not in app.said()
    for line in log.splitlines():
        assert SECRET_QUERY not in line or "disallowed Origin" in line


def test_a_mistake_of_ours_is_logged_without_what_the_person_sent(start_app):
    app = start_app()
    account = app.account()
    with app.changes() as session:
        session.connection().exec_driver_sql("ALTER TABLE account RENAME COLUMN role TO part")

    with Person(app) as person:
        answer = person.sign_in(account.name)

    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    app.stop()
    assert "OperationalError" in app.log(), "it is noted"
    assert account.name not in app.log()
    assert PASSWORD not in app.log()


def test_a_screen_that_fails_says_one_sentence_and_logs_its_kind_and_place(start_app):
    app = start_app()
    app.leave_words()
    account = app.account()
    with Person(app) as person:
        person.sign_in(account.name)
        with app.changes() as session:
            session.connection().exec_driver_sql("ALTER TABLE reading RENAME COLUMN version TO v")
        with tab(app, token=person.token) as mine:
            shown = mine.shown("words")

    assert "Something went wrong on our side, and it was noted." in shown
    assert "reading" not in shown
    (line,) = app.log().splitlines()
    event = json.loads(line)
    assert (event["event"], event["kind"]) == ("screen failed", "OperationalError")
    assert set(event) == {"event", "kind", "at", "level", "timestamp"}
