"""What is urgent stands first, with the words that say why, until somebody saw to it."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from core.keys import Keys
from core.vocabulary import AuditAction, NoticeState, Role
from db.models import AuditEntry, Department, Feedback, Notice
from services import feedback, resources, retention, urgent
from services.resources import ResourceForm
from tests.factories import NOW, OPERATOR, TODAY, VISITOR, make_form
from tests.pages.conftest import button, open_page, text_of

DANGER = "I want to kill myself tonight. <b>Please</b> help."


@pytest.fixture
def officer(records):
    return records.sign_in(Role.OUTREACH)


@pytest.fixture
def sent(records, tmp_path):
    keys = Keys.load((tmp_path / "records.db").with_suffix(".key"))
    with records() as session:
        return feedback.submit(
            session, VISITOR, form=make_form(session, DANGER), keys=keys, today=TODAY, now=NOW
        )


def test_it_is_shown_before_it_was_read_and_goes_when_somebody_has_seen_to_it(
    records, officer, sent
):
    shown = open_page("urgent", officer)

    words = next(one.value for one in shown.get("html") if "cg-words" in one.value)
    assert "<mark>" in words
    assert "&lt;b&gt;Please" in words
    assert "Danger to oneself" in text_of(shown)
    shown = button(shown, "Somebody has seen to it").click().run()
    assert "Nothing waits here." in text_of(shown)
    with records() as session:
        row = session.scalars(select(Feedback)).one()
        assert (row.handled_on, row.handled_by) == (TODAY, officer["email"])
        done = [AuditAction.FEEDBACK_READ, AuditAction.URGENT_HANDLED]
        found = session.scalars(
            select(AuditEntry.action).where(AuditEntry.action.in_(done)).order_by(AuditEntry.id)
        ).all()
    assert found == done


def test_what_is_read_is_urgent_only_while_it_is_fresh(records):
    assert urgent.is_fresh(TODAY, NOW)
    assert not urgent.is_fresh(TODAY - urgent.FRESH - urgent.FRESH, NOW)
    assert not urgent.is_fresh(None, NOW)


def test_everyone_who_handles_feedback_is_written_to_once_an_hour(records, officer, tmp_path):
    keys = Keys.load((tmp_path / "records.db").with_suffix(".key"))
    with records() as session:
        session.execute(update(Department).values(is_sample=False))
        for words in (DANGER, f"{DANGER} Again."):
            feedback.submit(
                session, VISITOR, form=make_form(session, words), keys=keys, today=TODAY, now=NOW
            )
        waiting = session.scalars(
            select(Notice.account_id).where(Notice.state == NoticeState.WAITING)
        ).all()
    assert len(waiting) == len(set(waiting)) == 1


def test_help_that_staff_list_is_read_by_everyone(records, officer):
    with records() as session:
        resources.keep(
            session, OPERATOR, now=NOW,
            form=ResourceForm("Harbour <Clinic>", telephone="555 0100", hours="always"),
        )  # fmt: skip
    shown = open_page("resources")
    assert "Harbour &lt;Clinic&gt;" in "".join(one.value for one in shown.get("html"))
    assert "555 0100" in text_of(shown)


def test_an_administrator_sets_how_long_things_are_kept_and_holds_them(records):
    administrator = records.sign_in(Role.ADMINISTRATOR)
    shown = open_page("retention", administrator)
    shown.number_input[0].set_value(30)
    shown = next(one for one in shown.button if one.label == "Save").click().run()
    assert not shown.error
    shown.text_input[0].set_value("Case 12")
    button(shown, "Place a hold").click().run()
    shown = open_page("retention", administrator)
    assert "Case 12" in text_of(shown)
    with records() as session:
        (hold,) = retention.holds(session, OPERATOR)
        assert hold.reason == "Case 12"
