"""The outbox, through a real mail server: sent once, in words that are true then, never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from sqlalchemy import select, update

from core import clock
from core.attendance import NeedKind, NeedState
from core.settings import Settings
from core.vocabulary import NoticeState, Role
from db.models import Need, Notice
from db.session import transaction
from jobs import deliver_notices, meetings
from services.meetings import events, needs, plans, states
from tests.factories import NOW, make_account
from tests.jobs.mailbox import mail_server
from tests.services.meetings.conftest import DAY, HOUR, answer, make_event
from tests.web.running import free_port

ANN = "ann@example.org"


@pytest.fixture
def box():
    with mail_server(free_port()) as server:
        yield server


@pytest.fixture
def settings(box):
    return Settings(
        mail_host="127.0.0.1", mail_port=box.port, mail_security="none",
        mail_from="meetings@example.org", public_url="https://example.org/", _env_file=None,
    )  # fmt: skip


@pytest.fixture
def officer(engine):
    with transaction(engine) as session:
        return make_account(session, Role.OUTREACH)


@pytest.fixture
def going(engine, officer, keys):
    """A meeting that Ann comes to, with an interpreter to be found."""
    with transaction(engine) as session:
        event_id = make_event(session, officer, organizer_id=officer.account_id)
        answer(session, keys, event_id, email=ANN, is_13_or_older=True,
               needs={NeedKind.INTERPRETER: "Somali"})  # fmt: skip
    return event_id


def states_of(engine):
    with transaction(engine) as session:
        return sorted(state.value for state in session.scalars(select(Notice.state)))


def send(engine, settings, keys, now=NOW):
    clock.hold(now)
    return meetings.send(engine, settings, keys)


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def test_a_confirmation_says_what_is_so_in_two_forms_with_the_calendar_entry(
    engine, box, settings, keys, going
):
    assert send(engine, settings, keys) == 1

    (mail,) = box.mails
    said = text_of(mail)
    assert mail["To"] == ANN
    assert mail["Subject"] == "You are coming: Meeting at the library"
    assert "Tuesday, March 10, 2026" in said
    assert "an interpreter. A person looks after it and will confirm it." in said
    assert "confirmed." not in said.replace("will confirm it.", "")
    assert mail["List-Unsubscribe"].startswith("<https://example.org/links/stop-reminders/")
    assert "https://example.org/links/change-reply/" in said
    html = mail.get_body(("html",)).get_content()
    assert '<html lang="en" dir="ltr">' in html
    assert "Meeting at the library" in html
    (calendar,) = mail.iter_attachments()
    entry = icalendar.Calendar.from_ical(calendar.get_content()).walk("VEVENT")[0]
    assert entry["SUMMARY"] == "Meeting at the library"
    assert states_of(engine) == ["sent"]
    assert send(engine, settings, keys) == 0, "and not again"


def test_nothing_in_a_mail_leads_back_to_the_receipt(engine, box, settings, keys, officer):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        sent = answer(session, keys, event_id, email=ANN, is_13_or_older=True)
    send(engine, settings, keys)

    whole = box.mails[0].as_string()
    assert sent.receipt not in whole
    assert not [word for word in sent.receipt.split() if f" {word} " in whole]


def test_a_server_that_is_away_loses_nothing_and_the_message_keeps_its_id(
    engine, settings, keys, going
):
    away = settings.model_copy(update={"mail_port": free_port()})
    assert send(engine, away, keys) == 0
    assert states_of(engine) == ["waiting"]
    with transaction(engine) as session:
        before = session.scalars(select(Notice.message_id)).one()
    with mail_server(away.mail_port) as box:
        assert send(engine, away, keys) == 0, "not before its time"
        assert send(engine, away, keys, NOW + timedelta(minutes=1)) == 1
        assert box.mails[0]["Message-ID"] == f"<{before}@example.org>"


def test_killed_between_the_servers_yes_and_our_note_it_is_sent_again_under_the_same_id(
    engine, box, settings, keys, going, monkeypatch
):
    class Killed(BaseException):
        pass

    def killed(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(deliver_notices.notices, "settle", killed)
        with pytest.raises(Killed):
            send(engine, settings, keys)
    assert states_of(engine) == ["waiting"]
    assert send(engine, settings, keys, NOW + HOUR) == 1
    ids = [mail["Message-ID"] for mail in box.mails]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_an_address_that_does_not_exist_fails_for_good_and_a_full_mailbox_is_tried_again(
    engine, box, settings, keys, officer
):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        for name in ("gone", "full"):
            answer(session, keys, event_id, email=f"{name}@example.org", is_13_or_older=True)
    box.refuses = {"gone@example.org": "550 nobody here", "full@example.org": "452 full"}

    assert send(engine, settings, keys) == 1
    assert states_of(engine) == ["failed", "waiting"]
    box.refuses = {}
    assert send(engine, settings, keys, NOW + HOUR) == 1
    assert [mail["To"] for mail in box.mails] == ["full@example.org"]


def test_after_its_last_try_a_message_has_failed_and_staff_can_see_it(
    engine, settings, keys, officer, going
):
    away = settings.model_copy(update={"mail_port": free_port()})
    for day in range(1, 20):
        send(engine, away, keys, NOW + day * DAY / 2)
    assert states_of(engine) == ["failed"]
    with transaction(engine) as session:
        found = deliver_notices.notices.of_event(session, officer, event_id=going)
    assert found == {NoticeState.FAILED: 1}


def test_reminders_wait_for_the_morning_and_a_late_change_does_not(
    engine, box, settings, keys, going, officer
):
    send(engine, settings, keys)
    evening = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)  # nine in the evening there, 20 hours before
    clock.hold(evening)
    meetings.fall_due(engine, keys)
    assert send(engine, settings, keys, evening) == 0
    with transaction(engine) as session:
        base = plans.of(session, officer, event_id=going)
        changed = base.__class__(**{**vars(base), "room_instructions": "Third floor."})
        plans.change(session, officer, event_id=going, plan=changed, base=base, now=evening)
    assert send(engine, settings, keys, evening) == 1
    assert box.subjects()[-1] == "Changed: Meeting at the library"
    assert "In the building: Third floor." in text_of(box.mails[-1])
    morning = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
    clock.hold(morning)
    meetings.fall_due(engine, keys)
    assert send(engine, settings, keys, morning) == 1
    assert box.subjects()[-1] == "Soon: Meeting at the library"


def test_news_that_is_old_by_the_time_it_is_sent_is_dropped(engine, box, settings, keys, officer):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        answer(session, keys, event_id, email=ANN, is_13_or_older=True)
        for title in ("First name", "Second name"):
            base = plans.of(session, officer, event_id=event_id)
            changed = base.__class__(**{**vars(base), "title": title})
            plans.change(session, officer, event_id=event_id, plan=changed, base=base, now=NOW)
    send(engine, settings, keys, NOW + HOUR)  # at half past seven there, changes still wait

    assert sorted(box.subjects()) == ["Changed: Second name", "You are coming: Second name"]
    assert states_of(engine) == ["dropped", "sent", "sent"]


def test_a_need_is_called_confirmed_only_when_a_person_confirmed_it(
    engine, box, settings, keys, going, officer
):
    send(engine, settings, keys)
    with transaction(engine) as session:
        need = session.scalars(select(Need.id)).one()
        needs.answer(session, officer, need_id=need, state=NeedState.CONFIRMED,
                     words="Amina comes at six.", now=NOW)  # fmt: skip
    send(engine, settings, keys)

    said = text_of(box.mails[-1])
    assert "Confirmed: an interpreter." in said
    assert "Amina comes at six." in said


def test_organizers_are_nagged_after_three_and_seven_days_until_it_is_closed(
    engine, box, settings, keys, going, officer
):
    send(engine, settings, keys)
    with transaction(engine) as session:
        over = events.one(session, officer, event_id=going).ends_at
        states.hold(session, officer, event_id=going, now=over)
    for day in (2, 3, 4, 7, 8):
        at = (over + day * DAY).replace(hour=18)
        clock.hold(at)
        meetings.fall_due(engine, keys)
        send(engine, settings, keys, at)
    nags = [mail["To"] for mail in box.mails if mail["Subject"].startswith("Not closed yet")]
    assert nags == [officer.name] * 2


def test_without_a_mail_server_nothing_is_sent_and_nothing_is_lost(engine, keys, going):
    assert send(engine, Settings(_env_file=None), keys) == 0
    assert states_of(engine) == ["waiting"]


def test_an_address_that_was_forgotten_takes_its_messages_with_it(engine, settings, keys, going):
    clock.hold(NOW + 90 * DAY)
    meetings.fall_due(engine, keys)
    with transaction(engine) as session:
        kinds = set(session.scalars(select(Notice.contact_id)))
        session.execute(update(Notice).values(tries=0))
    assert kinds <= {None}


def test_a_letter_is_written_in_the_language_of_the_reply(engine, settings, box, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer, organizer_id=officer.account_id)
        for language in ("es", "ar", "tlh"):
            answer(session, keys, event_id, email=f"{language}@example.org",
                   is_13_or_older=True, language=language, party_size=2)  # fmt: skip
    deliver_notices.deliver(engine, settings, keys)

    said = {}
    for language in ("es", "ar", "tlh"):
        (mail,) = box.to(f"{language}@example.org")
        text = mail.get_body(("plain",)).get_content()
        html = mail.get_body(("html",)).get_content()
        said[language] = (mail["Content-Language"], text, html)
    assert said["es"][0] == "es"
    assert "Usted viene. Tenemos 2 lugares para ustedes." in said["es"][1]
    assert '<html lang="ar" dir="rtl">' in said["ar"][2]
    assert "لدينا مكانان لكما" in said["ar"][1]
    assert said["tlh"][0] == "en", "a language that we have no more"
    assert "We have 2 places for you." in said["tlh"][1]
