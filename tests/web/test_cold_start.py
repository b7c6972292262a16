"""A process that has just started, asked for a staff page before anything else.

Streamlit runs the scripts in a ``pages/`` folder straight from the address until some session has
come to ``st.navigation``: a first visitor could walk round the gate.
"""

from __future__ import annotations

import httpx
import pytest
from streamlit.util import calc_hash

from core.settings import ROOT
from core.vocabulary import Role
from tests.web.running import SOURCE, WORDS, Person
from tests.web.stream import tab

GATE = "This page is for staff"


@pytest.fixture
def cold(prepare_app, sqlite_template):
    """A process about to start, on records that hold words, and the one who may read them."""
    one = prepare_app()
    one.database.write_bytes(sqlite_template.read_bytes())
    one.leave_words()
    return one, one.account(Role.COMMAND)


@pytest.mark.parametrize("address", ["trends", "words", "accounts", "_router"])
def test_the_first_request_for_a_staff_page_shows_a_visitor_nothing(cold, address):
    app, chief = cold
    app.start()

    httpx.get(f"{app.base}/{address}", trust_env=False)
    with tab(app) as theirs:
        shown = theirs.shown(address)

    assert "Staff sign-in" in shown
    assert GATE in shown or address == "_router"
    for secret in (WORDS, SOURCE, chief.name):
        assert secret not in shown
    with Person(app) as person:
        person.sign_in(chief.name)
        with tab(app, token=person.token) as mine:
            assert WORDS in mine.shown("words"), "there was something to be found"


def test_the_first_request_by_a_scripts_own_hash_shows_a_visitor_nothing(cold):
    app, chief = cold
    app.start()

    with tab(app) as theirs:
        shown = theirs.shown(script_hash=calc_hash(str(ROOT / "pages" / "words.py")))

    assert "Staff sign-in" in shown
    for secret in (WORDS, SOURCE, chief.name):
        assert secret not in shown
