"""Paper for a meeting: for its planners, in both sizes, and never kept by a cache."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from core.vocabulary import Role
from tests.factories import OPERATOR
from tests.services.meetings.conftest import make_event
from tests.web.running import Person

TITLE = "Coffee & lights on Tannery Road"
SIZES = {"": (612, 792), "?paper=a4": (595, 842), "?paper=<b>": (612, 792)}


@pytest.fixture(scope="module")
def officer(app):
    with Person(app) as person:
        person.sign_in(app.account(Role.OUTREACH).name)
        yield person


@pytest.fixture(scope="module")
def event_id(app):
    with app.changes() as session:
        return make_event(session, OPERATOR, title=TITLE)


@pytest.fixture(scope="module")
def draft_id(app):
    with app.changes() as session:
        return make_event(session, OPERATOR, title="Not told yet", is_public=False)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["flyer", "sign-in", "form"])
def test_a_paper_has_its_size_and_the_meetings_title(officer, event_id, name, size):
    answer = officer.get(f"/papers/{event_id}/{name}.pdf{size}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == f'inline; filename="{name}-{event_id}.pdf"'
    assert answer.content.startswith(b"%PDF")
    (page,) = PdfReader(BytesIO(answer.content)).pages
    assert TITLE in " ".join(page.extract_text().split())
    assert (round(page.mediabox.width), round(page.mediabox.height)) == SIZES[size]


def test_a_draft_can_be_printed_by_its_planners(officer, draft_id):
    assert officer.get(f"/papers/{draft_id}/flyer.pdf").status_code == 200


@pytest.mark.parametrize("name", ["flyer", "sign-in", "form", "nothing"])
@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.OBSERVER])
def test_nobody_else_gets_one_and_nobody_learns_what_there_is(app, event_id, draft_id, role, name):
    with Person(app) as other:
        if role:
            other.sign_in(app.account(role).name)
        answers = [
            other.get(f"/papers/{number}/{name}.pdf") for number in (event_id, draft_id, 999_999)
        ]

    assert {one.status_code for one in answers} == {403}
    assert all("/account/sign-in" in one.text for one in answers)
    assert not any(title in one.text for one in answers for title in (TITLE, "Not told yet"))


@pytest.mark.parametrize("name", ["poster", "FLYER", "..", "flyer.pdf"])
def test_a_paper_that_does_not_exist_is_said(officer, event_id, name):
    answer = officer.get(f"/papers/{event_id}/{name}.pdf")

    assert answer.status_code == 404
    assert "There is no such paper." in answer.text


@pytest.mark.parametrize("number", ["999999", "x", "-1"])
def test_a_meeting_that_is_not_there_has_no_paper(officer, number):
    answer = officer.get(f"/papers/{number}/flyer.pdf")

    assert answer.status_code == 404
    assert "not there any more" in answer.text
