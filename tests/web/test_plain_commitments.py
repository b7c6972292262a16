"""Promises for everyone: a page, a feed, and a receipt that may say "not done"."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from core import clock
from core.keys import Keys
from core.vocabulary import CommitmentState
from db.models import Commitment, CommitmentFeedback, Feedback
from services import feedback
from services.meetings import commitments
from services.meetings.commitments import Promise
from tests.factories import OPERATOR, VISITOR, make_form

WORDING = "We mend <the> light & tell you"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def promise(app):
    """A promise that was kept today, raised by a piece of feedback; its id and the receipt."""
    clock.hold(None)
    now, keys = datetime.now(UTC), Keys.load(app.folder / "secret.key")
    with app.changes() as session:
        form = make_form(session, "The lamp on Elm is dark.")
        receipt = feedback.submit(session, VISITOR, form=form, keys=keys, today=now.date(), now=now)
        newest = session.scalars(
            select(Feedback.id).where(Feedback.words == "The lamp on Elm is dark.")
        ).all()
        one = commitments.make(session, OPERATOR, now=now, promise=Promise(
            secrets.token_hex(8), WORDING, "Sergeant Oak", (now + timedelta(days=9)).date(),
        ))  # fmt: skip
        session.add_all(CommitmentFeedback(commitment_id=one, feedback_id=row) for row in newest)
        commitments.answer(session, OPERATOR, commitment_id=one, state=CommitmentState.DONE,
                           outcome="It shines.", now=now)  # fmt: skip
    return one, receipt


def test_everyone_reads_what_was_promised_and_what_came_of_it(person, promise):
    one, _receipt = promise
    for path in ("/plain/commitments", f"/plain/commitments/{one}"):
        answer = person.get(path)
        assert answer.status_code == 200
        assert "We mend &lt;the&gt; light &amp; tell you" in answer.text
        assert "It shines." in answer.text
        assert len(answer.content) < 40_000
    for gone in ("0", "x", "999999"):
        assert person.get(f"/plain/commitments/{gone}").status_code == 404


def test_the_feed_is_well_formed_and_says_the_newest_turn(person, promise):
    answer = person.get("/commitments.atom")

    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 -- our own feed
    titles = [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
    assert WORDING in titles
    assert root.findtext(f"{ATOM}updated").startswith(str(datetime.now(UTC).year))


def test_whoever_raised_it_says_so_with_the_receipt_and_the_promise_is_open_again(
    app, person, promise
):
    one, receipt = promise
    shown = person.post("/plain/receipt", data={"receipt": receipt})
    assert "What we promised because of it" in shown.text
    proof = re.search(r'name="promise_proof" value="([\w-]+)"', shown.text).group(1)

    said = person.post("/plain/receipt/not-done", data={
        "promise_proof": proof, "commitment": str(one), "words": "Still dark."})  # fmt: skip

    assert "The promise is open again" in said.text
    with app.changes() as session:
        assert session.get(Commitment, one).state is CommitmentState.REOPENED
    page = person.get(f"/plain/commitments/{one}").text
    assert "Somebody said that this is not done." in page
    assert "Still dark." not in page
    for form in (
        {"promise_proof": "x", "commitment": str(one)},
        {"promise_proof": proof, "commitment": "0"},
    ):
        assert person.post("/plain/receipt/not-done", data=form).status_code == 403
